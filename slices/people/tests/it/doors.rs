//! Every route of the slice refuses those whom it does not serve.

use http::Method;
use kernel::Role;
use web::Access;

use crate::HERE;

people::on_both_engines! {
    modules: vec![];

    async fn every_route_that_is_not_public_refuses_anonymous_people_and_other_roles(house) {
        let school = house.school(HERE).await;
        let mut browsers = Vec::new();
        for role in Role::ALL {
            let person = school.person("Une", "Personne", &[role]).await;
            browsers.push((role, school.browser(person).await));
        }
        let id = kernel::SchoolId::generate(&house.app.clock).to_string();
        let mut guarded = 0;
        for route in people::module().routes {
            let Access::Session(roles) = route.access else { continue };
            guarded += 1;
            let address = route
                .path
                .split('/')
                .map(|part| if part.starts_with('{') { &*id } else { part })
                .collect::<Vec<_>>()
                .join("/");
            let mut anonymous = house.anonymous();
            let answer = match route.method {
                Method::GET => anonymous.get(&address).await,
                _ => anonymous.post(&address, &[]).await,
            };
            assert!(answer.location().starts_with("/connexion"), "{} {address}", route.method);
            let by_script = anonymous.post_by_script(&address, &[]).await;
            if route.method == Method::POST {
                assert_eq!(by_script.status, 401, "{address}");
            }
            for (role, browser) in &mut browsers {
                if roles.contains(role) { continue; }
                let answer = match route.method {
                    Method::GET => browser.get(&address).await,
                    _ => browser.post(&address, &[]).await,
                };
                assert_eq!(answer.status, 403, "{role} {} {address}", route.method);
            }
        }
        assert!(guarded > 30, "{guarded}");
    }

    async fn a_form_from_another_site_changes_nothing(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let request = http::Request::post("/admin/personnes/nouvelle")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", "https://evil.example")
            .body("prenom=Eve&nom=Evil&roles=admin".into())
            .unwrap();
        let answer = admin.send_from(request, "cross-site").await;
        assert_eq!(answer.status, 403);
        assert_eq!(admin.get("/admin/personnes").await.all("tbody th").len(), 1);
    }

    async fn the_menu_leads_only_where_one_may_go(house) {
        let school = house.school(HERE).await;
        for role in Role::ALL {
            let person = school.person("Une", "Personne", &[role]).await;
            let mut browser = school.browser(person).await;
            let page = browser.get("/compte").await;
            page.assert_sound();
            for address in page.attributes("nav.j-nav > a:not(.j-only-menu)", "href") {
                assert_eq!(browser.get(&address).await.status, 200, "{role} {address}");
            }
        }
    }
}
