//! The reading queue.

use http::StatusCode;
use kernel::Role;
use portfolio::report::State;

use crate::cast::{Cast, NASTY};

const TITLES: &str = ".j-waiting h2";

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn when_nothing_waits_the_queue_says_so(house) {
        let cast = Cast::new(house).await;
        let page = cast.browser(cast.carbonnel).await.get("/lecture").await;
        page.assert_sound();
        assert!(page.text().contains("Tout est lu"));
        let nobody = cast.with_role(Role::Teacher).await.get("/lecture").await;
        nobody.assert_sound();
        assert!(nobody.text().contains("l’équipe d’aucune classe"));
    }

    async fn the_oldest_comes_first_page_by_page(house) {
        let cast = Cast::new(house).await;
        for n in 0..60 {
            let learner = if n % 2 == 0 { cast.ines } else { cast.paul };
            // Some share their instant: the identifier tells them apart.
            if n % 3 == 0 { house.app.clock.advance(chrono::Duration::hours(7)); }
            cast.report(learner, &format!("Titre {n:02}"), State::Submitted, &[]).await;
        }
        cast.report(cast.ines, "Brouillon", State::Draft, &[]).await;
        cast.report(cast.ines, NASTY, State::Validated, &[]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let mut seen = Vec::new();
        let mut address = "/lecture".to_owned();
        let mut pages = Vec::new();
        loop {
            pages.push(address.clone());
            let page = carbonnel.get(&address).await;
            page.assert_sound();
            seen.extend(page.all(TITLES));
            match page.attributes("a[rel=next]", "href").pop() {
                Some(next) => address = next,
                None => break,
            }
        }
        assert_eq!(seen.len(), 60);
        let days: Vec<_> = seen.iter().map(|title| title[6..8].parse::<u32>().unwrap() / 3).collect();
        assert!(days.is_sorted(), "{days:?}");
        let back = carbonnel.get(&address).await.attributes("a[rel=prev]", "href").remove(0);
        assert_eq!(carbonnel.get(back).await.all(TITLES), seen[25..50]);
        assert!(carbonnel.get("/lecture").await.text().contains("jours"));
        // A mangled page is the first one.
        let page = carbonnel.get("/lecture?page=a0ff").await;
        assert_eq!(page.all(TITLES), seen[..25]);
    }

    async fn it_is_narrowed_to_a_class_and_to_what_nobody_read(house) {
        let cast = Cast::new(house).await;
        let other = cast.school.class("Seconde classe").await;
        let zoe = cast.school.learner("Zoé", "Petit").await;
        cast.school.enrol(other, &[zoe]).await;
        cast.school.assign(other, cast.carbonnel, &[1], false).await;
        let first = cast.report(cast.ines, "Un", State::Submitted, &[]).await;
        cast.report(zoe, "Deux", State::Submitted, &[]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let page = carbonnel.get(format!("/lecture?classe={other}")).await;
        page.assert_sound();
        assert_eq!(page.all(TITLES), ["Deux"]);
        carbonnel.post(format!("/lecture/{first}/ouvrir"), &[]).await;
        assert_eq!(carbonnel.get("/lecture?etat=lus").await.all(TITLES), ["Un"]);
        assert_eq!(carbonnel.get("/lecture?etat=non-lus").await.all(TITLES), ["Deux"]);
        let page = carbonnel.get(format!("/lecture?etat=lus&classe={other}")).await;
        page.assert_sound();
        assert!(page.text().contains("Tout afficher"));
        let page = carbonnel.get("/lecture?classe=%3Cscript%3E&etat=x").await;
        assert_eq!(page.status, StatusCode::OK);
        // A colleague of one class does not see the other.
        let page = cast.browser(cast.lemoine).await.get("/lecture").await;
        assert_eq!(page.all(TITLES), ["Un"]);
    }

    async fn it_is_the_teams_alone(house) {
        let cast = Cast::new(house).await;
        for role in [Role::Head, Role::Inspector, Role::Guardian, Role::Learner, Role::Admin] {
            let page = cast.with_role(role).await.get("/lecture").await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{role}");
        }
        assert_eq!(house.anonymous().get("/lecture").await.status, StatusCode::SEE_OTHER);
    }
}
