use http::StatusCode;
use web::testing::{Answer, Browser};

use crate::sign_in::{events, one};
use crate::{HERE, NASTY};

/// Sends the form of a person as the page shows it, with changes.
async fn save(browser: &mut Browser, address: &str, changes: &[(&str, &str)]) -> Answer {
    let page = browser.get(address).await;
    let version = page.attributes("main [name=version]", "value").remove(0);
    let roles = page.attributes("main [name=roles][checked]", "value");
    let mut fields = vec![
        ("version", &*version),
        ("prenom", "Inès"),
        ("nom", "Ferrand"),
    ];
    if !changes.iter().any(|(name, _)| *name == "roles") {
        fields.extend(roles.iter().map(|role| ("roles", &**role)));
    }
    fields.retain(|(name, _)| *name == "roles" || !changes.iter().any(|(known, _)| known == name));
    fields.extend(changes);
    browser.post(address, &fields).await
}

people::on_both_engines! {
    modules: vec![];

    async fn a_person_is_added_changed_closed_and_opened_again(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        admin.get("/admin/personnes/nouvelle").await.assert_sound();
        let fields = [("civilite", "Mme"), ("prenom", " Inès "), ("nom", "Ferrand"), ("naissance", "2008-11-02"), ("roles", "learner"), ("roles", "guardian")];
        let done = admin.post("/admin/personnes/nouvelle", &fields).await;
        let address = done.location().to_owned();
        let page = admin.get(&address).await;
        page.assert_sound();
        assert_eq!(page.h1(), "Inès Ferrand");
        assert!(page.text().contains("code de première connexion"));
        assert_eq!(page.attributes("[name=naissance]", "value"), ["2008-11-02"]);
        assert_eq!(page.attributes("[name=roles][checked]", "value"), ["learner", "guardian"]);

        assert_eq!(save(&mut admin, &address, &[("nom", "Ferrand-Diallo")]).await.location(), address);
        assert_eq!(admin.get(&address).await.h1(), "Inès Ferrand-Diallo");
        let found = admin.get("/admin/personnes?q=ines+FERRAND+diallo").await;
        assert_eq!(found.all("tbody th"), ["Ferrand-Diallo Inès"]);

        admin.post(format!("{address}/fermer"), &[]).await;
        let page = admin.get(&address).await;
        page.assert_sound();
        assert!(page.text().contains("Rouvrir l’accès"));
        admin.post(format!("{address}/rouvrir"), &[]).await;
        assert!(admin.get(&address).await.text().contains("Fermer l’accès"));
        for action in ["person_created", "person_changed", "access_closed", "access_opened"] {
            assert!(events(house, &format!("people.{action}")).await >= 1, "{action}");
        }
    }

    async fn wrong_fields_say_why_and_keep_what_was_typed(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let long = "é".repeat(500_000);
        for (changed, value, id, sentence) in [
            ("prenom", "", "prenom", "à remplir"),
            ("nom", " \u{202e} ", "nom", "à remplir"),
            ("nom", &*long, "nom", "500000"),
            ("naissance", "31/02/2008", "naissance", "ne se lit pas"),
            ("naissance", "2026-01-01", "naissance", "trop récente"),
            ("roles", "roi", "roles", "au moins un rôle"),
        ] {
            let fields: Vec<(&str, &str)> = [("prenom", NASTY), ("nom", "Ferrand"), ("naissance", ""), ("roles", "learner")]
                .into_iter()
                .map(|(name, kept)| if name == changed { (name, value) } else { (name, kept) })
                .collect();
            let page = admin.post("/admin/personnes/nouvelle", &fields).await;
            assert_eq!(page.status, 422, "{changed}");
            assert!(page.all(&format!("#{id}-erreur")).join("").contains(sentence), "{changed}");
            assert!(!page.text().contains("<script>alert"));
            if changed != "prenom" {
                assert_eq!(page.attributes("#prenom", "value"), [NASTY]);
            }
            if value.len() < 1_000 { page.assert_sound(); }
        }
    }

    async fn names_of_every_script_are_shown_as_text(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        for (first, last) in [("سارة", "العمراني"), ("🦊 Léa", "Zoé"), (NASTY, NASTY)] {
            let fields = [("prenom", first), ("nom", last), ("roles", "learner")];
            let done = admin.post("/admin/personnes/nouvelle", &fields).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER);
            let page = admin.get(done.location()).await;
            page.assert_sound();
            assert_eq!(page.h1(), format!("{first} {last}"));
            assert!(!page.text().contains("<script>alert"));
        }
        let list = admin.get("/admin/personnes").await;
        list.assert_sound();
        assert_eq!(list.all("tbody tr").len(), 4);
    }

    async fn the_last_administrator_stays(house) {
        let school = house.school(HERE).await;
        let only = school.admin().await;
        let mut admin = school.browser(only).await;
        let address = format!("/admin/personnes/{only}");
        let page = save(&mut admin, &address, &[("roles", "teacher")]).await;
        assert_eq!(page.status, 422);
        page.assert_sound();
        assert!(page.all("#roles-erreur")[0].contains("dernière personne"));
        let back = admin.post(format!("{address}/fermer"), &[]).await;
        assert!(admin.get(back.location()).await.all(".j-flash").join("").contains("dernière personne"));
        assert_eq!(admin.get("/admin/personnes").await.status, 200);

        // With a second one, the first may go; a closed one does not count.
        let second = school.admin().await;
        admin.post(format!("/admin/personnes/{second}/fermer"), &[]).await;
        assert_eq!(save(&mut admin, &address, &[("roles", "teacher")]).await.status, 422);
        admin.post(format!("/admin/personnes/{second}/rouvrir"), &[]).await;
        assert_eq!(save(&mut admin, &address, &[("roles", "teacher")]).await.status, 303);
        assert_eq!(admin.get("/admin/personnes").await.status, 403);
        assert_eq!(events(house, "people.roles_changed").await, 1);
    }

    async fn two_administrators_do_not_overwrite_each_other(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let ines = school.learner("Inès", "Ferrand").await;
        let address = format!("/admin/personnes/{ines}");
        save(&mut admin, &address, &[("nom", "Ferrand-Diallo")]).await;
        let fields = [("version", "1"), ("prenom", "Inès"), ("nom", "Autre"), ("roles", "learner")];
        let page = admin.post(&address, &fields).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert_eq!(admin.get(&address).await.h1(), "Inès Ferrand-Diallo");
    }

    async fn a_closed_access_ends_at_once(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let ines = school.learner("Inès", "Ferrand").await;
        let mut browser = school.browser(ines).await;
        assert_eq!(browser.get("/compte").await.status, 200);
        admin.post(format!("/admin/personnes/{ines}/fermer"), &[]).await;
        assert_eq!(browser.get("/compte").await.status, 303);
    }

    async fn the_list_goes_page_by_page_in_french_order(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        for name in ["Eva", "Étienne", "Estelle", "Zoé", "œdipe", "Odile"] {
            school.learner("Léa", name).await;
        }
        for n in 0..50 {
            school.learner("Paul", &format!("Martin{n:02}")).await;
        }
        let mut admin = school.browser(admin).await;
        let mut seen = Vec::new();
        let mut address = "/admin/personnes".to_owned();
        loop {
            let page = admin.get(&address).await;
            page.assert_sound();
            let names = page.all("tbody th");
            assert!(names.len() <= 50);
            seen.extend(names);
            match page.attributes("[rel=next]", "href").pop() {
                Some(next) => address = next,
                None => break,
            }
        }
        assert_eq!(seen.len(), 57);
        let place = |name: &str| seen.iter().position(|seen| seen.starts_with(name)).unwrap();
        assert!(place("Estelle") < place("Étienne") && place("Étienne") < place("Eva"));
        assert!(place("Odile") < place("œdipe") && place("œdipe") < place("Zoé"));
        let previous = admin.get(&address).await.attributes("[rel=prev]", "href").pop().unwrap();
        assert_eq!(admin.get(&previous).await.all("tbody th").len(), 50);
        // Mangled addresses still lead to a page.
        for query in ["page=zzz", "role=roi", "classe=x", "q=%25", "q=_", "page="] {
            let page = admin.get(format!("/admin/personnes?{query}")).await;
            assert_eq!(page.status, 200);
            page.assert_sound();
        }
        assert_eq!(admin.get("/admin/personnes?q=%25").await.all("tbody th").len(), 0);
    }

    async fn keys_of_older_collation_data_are_rebuilt_by_a_job(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        school.class("CS SNO").await;
        school.learner("Léa", "Étienne").await;
        house.app.db.write(|tx| async move {
            use sea_orm::ConnectionTrait;
            tx.execute_unprepared("UPDATE memberships SET sort_key_version = 0, search_key = ''").await?;
            tx.execute_unprepared("UPDATE classes SET sort_key_version = 0").await?;
            Ok::<_, db::DbError>(())
        }).await.unwrap();
        let mut admin = school.browser(admin).await;
        assert_eq!(admin.get("/admin/personnes?q=etienne").await.all("tbody th").len(), 0);
        house.run_jobs().await;
        assert_eq!(admin.get("/admin/personnes?q=etienne").await.all("tbody th").len(), 1);
        for table in ["memberships", "classes"] {
            let left: i64 = one(house, &format!("SELECT COUNT(*) AS x FROM {table} WHERE sort_key_version = 0")).await;
            assert_eq!(left, 0, "{table}");
        }
    }

    async fn the_list_is_narrowed_by_role_and_class(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let class = school.class("CS SNO").await;
        let ines = school.learner("Inès", "Ferrand").await;
        school.learner("Paul", "Martin").await;
        let teacher = school.teacher("Carbonnel").await;
        school.enrol(class, &[ines]).await;
        school.assign(class, teacher, &[1], false).await;
        let mut admin = school.browser(admin).await;
        let page = admin.get("/admin/personnes?role=learner").await;
        assert_eq!(page.all("tbody th"), ["Ferrand Inès", "Martin Paul"]);
        let page = admin.get(format!("/admin/personnes?classe={class}")).await;
        assert_eq!(page.all("tbody th"), ["Carbonnel Hélène", "Ferrand Inès"]);
        assert!(page.all("tbody tr").iter().all(|row| row.contains("CS SNO")));
        let page = admin.get("/admin/personnes?q=personne").await;
        page.assert_sound();
        assert!(page.text().contains("Personne ne correspond"));
    }
}
