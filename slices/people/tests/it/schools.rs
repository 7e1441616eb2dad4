//! Two schools in one instance never see each other.

use web::testing::Browser;

use crate::{HERE, THERE};

people::on_both_engines! {
    modules: vec![];

    async fn nothing_of_another_school_can_be_reached(house) {
        let here = house.school(HERE).await;
        let there = house.school(THERE).await;
        let admin = here.admin().await;
        let class = here.class("Ici").await;
        let mut admin = here.browser(admin).await;
        let (their_class, ines) = (there.class("Là-bas").await, there.learner("Inès", "Ferrand").await);
        there.enrol(their_class, &[ines]).await;
        let teacher = there.teacher("Carbonnel").await;
        there.assign(their_class, teacher, &[1], true).await;
        there.notify(ines, "Un secret.", "/").await;
        let mut theirs = there.browser(ines).await;
        let opening = theirs.get("/notifications").await.attributes("form[action$='/ouvrir']", "action").remove(0);

        for address in [
            format!("/admin/personnes/{ines}"),
            format!("/admin/classes/{their_class}"),
            format!("/admin/classes/{their_class}/inscrire"),
            format!("/classes/{their_class}"),
        ] {
            refused(&mut admin, "GET", &address).await;
        }
        let posts = [
            format!("/admin/personnes/{ines}"),
            format!("/admin/personnes/{ines}/fermer"),
            format!("/admin/personnes/{ines}/rouvrir"),
            format!("/admin/personnes/{ines}/code"),
            format!("/admin/personnes/{ines}/lien"),
            format!("/admin/classes/{their_class}"),
            format!("/admin/classes/{their_class}/archiver"),
            format!("/admin/classes/{their_class}/restaurer"),
            format!("/admin/classes/{their_class}/inscrire"),
            format!("/admin/classes/{their_class}/apprenants/{ines}/sortie"),
            format!("/admin/classes/{class}/apprenants/{ines}/sortie"),
            format!("/admin/classes/{their_class}/equipe"),
            format!("/admin/classes/{their_class}/equipe/{teacher}/retrait"),
            format!("/admin/classes/{class}/equipe/{teacher}/retrait"),
            format!("/admin/classes/{their_class}/codes"),
            opening,
        ];
        for address in posts {
            refused(&mut admin, "POST", &address).await;
        }

        // Nor by a form that names them.
        let (ines_text, teacher_text) = (ines.to_string(), teacher.to_string());
        let fields = [("personnes", &*ines_text), ("statut", "school")];
        assert_eq!(admin.post(format!("/admin/classes/{class}/inscrire"), &fields).await.status, 404);
        let page = admin.post(format!("/admin/classes/{class}/equipe"), &[("personne", &*teacher_text)]).await;
        assert_eq!(page.status, 422);
        assert_eq!(admin.get("/admin/personnes").await.all("tbody th"), ["Gestion Adèle"]);
        assert_eq!(admin.get(format!("/admin/personnes?classe={their_class}")).await.all("tbody th").len(), 0);
        assert_eq!(admin.get("/admin/classes").await.all("tbody th"), ["Ici"]);
        let known = [("liste", "Ferrand;Inès"), ("role", "learner"), ("statut", "school")];
        let page = admin.post("/admin/personnes/liste", &known).await;
        assert_eq!(page.attributes("[name=doutes]", "value"), [""], "a namesake elsewhere is no doubt");
        let db = &house.app.db;
        assert!(people::api::names_of(db, here.id, &[ines]).await.unwrap().is_empty());
        assert_eq!(people::api::class_of(db, here.id, their_class).await.unwrap(), None);
        assert_eq!(people::api::is_team_of(db, here.id, teacher, ines).await.unwrap(), None);
        // And nothing moved over there.
        assert_eq!(theirs.get("/compte").await.status, 200);
        assert!(people::api::enrolment_of(db, there.id, ines).await.unwrap().is_some());
    }

    async fn rows_of_two_schools_cannot_be_tied_together(house) {
        let here = house.school(HERE).await;
        let there = house.school(THERE).await;
        let class = here.class("Ici").await;
        let ines = there.learner("Inès", "Ferrand").await;
        let by = people::api::By { school: here.id, account: None };
        let clock = house.app.clock.clone();
        let tied = house.app.db.write(move |tx| {
            let (by, clock) = (by.clone(), clock.clone());
            async move {
                people::api::notify(&tx, &clock, by.school, ines, &people::testing::NEWS, "Bonjour.", "/").await
            }
        }).await;
        assert!(matches!(tied, Err(db::DbError::Reference(_))), "{tied:?}");
        assert!(people::api::learners_of_class(&house.app.db, here.id, class).await.unwrap().is_empty());
    }

    async fn identifiers_that_are_none_are_unknown(house) {
        let here = house.school(HERE).await;
        let admin = here.admin().await;
        let mut admin = here.browser(admin).await;
        for id in ["1", "..%2F..%2Fetc", "%F0%9F%A6%8A", "00000000-0000-0000-0000-000000000000"] {
            for address in [format!("/admin/personnes/{id}"), format!("/admin/classes/{id}"), format!("/classes/{id}")] {
                refused(&mut admin, "GET", &address).await;
            }
            refused(&mut admin, "POST", &format!("/compte/sessions/{id}/fermer")).await;
            refused(&mut admin, "POST", &format!("/notifications/{id}/ouvrir")).await;
        }
    }
}

/// 404, as a page that says nothing of the object.
async fn refused(browser: &mut Browser, method: &str, address: &str) {
    let answer = match method {
        "GET" => browser.get(address).await,
        _ => browser.post(address, &[]).await,
    };
    assert_eq!(answer.status, 404, "{method} {address}");
    answer.assert_sound();
    let text = answer.text();
    assert!(
        !text.contains(THERE) && !text.contains("Ferrand"),
        "{method} {address}"
    );
}
