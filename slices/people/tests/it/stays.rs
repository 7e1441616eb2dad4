//! The stay of a learner in a class: status, end, move to another class.

use kernel::{AccountId, Role};
use people::api;

use crate::{HERE, NASTY};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

people::on_both_engines! {
    modules: vec![];

    async fn the_status_of_somebody_enrolled_is_changed(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let class = school.class("CS SNO").await;
        let ines = school.learner("Inès", "Ferrand").await;
        school.enrol(class, &[ines]).await;
        let mut admin = school.browser(admin).await;
        let address = format!("/admin/classes/{class}/apprenants/{ines}");
        let page = admin.get(&address).await;
        page.assert_sound();
        assert_eq!(page.h1(), "Inès Ferrand");
        assert_eq!(page.attributes("#statut option[selected]", "value"), ["school"]);
        assert_eq!(page.attributes("#entree", "value"), ["2027-03-09"]);

        let fields = [("statut", "apprentice"), ("distance", "oui"), ("entree", "2026-09-01")];
        let done = admin.post(&address, &fields).await;
        assert_eq!(done.location(), format!("/admin/classes/{class}"));
        let enrolment = api::enrolment_of(&house.app.db, school.id, ines).await.unwrap().unwrap();
        assert_eq!(enrolment.status, api::LearnerStatus::Apprentice);
        assert!(enrolment.distance);
        assert_eq!(enrolment.entered_on, day("2026-09-01"));

        for (fields, id, sentence) in [
            ([("statut", "experience"), ("distance", "oui"), ("entree", "2026-09-01")], "distance", "ne se combine pas"),
            ([("statut", "roi"), ("distance", ""), ("entree", "2026-09-01")], "statut", "dans la liste"),
            ([("statut", "school"), ("distance", ""), ("entree", NASTY)], "entree", "ne se lit pas"),
            ([("statut", "school"), ("distance", ""), ("entree", "2027-03-10")], "entree", "pas encore venu"),
        ] {
            let page = admin.post(&address, &fields).await;
            assert_eq!(page.status, 422, "{id}");
            page.assert_sound();
            assert!(page.all(&format!("#{id}-erreur")).join("").contains(sentence), "{id}");
        }
    }

    async fn somebody_leaves_on_a_day_and_the_exit_is_taken_back(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let class = school.class("CS SNO").await;
        let ines = school.learner("Inès", "Ferrand").await;
        school.enrol(class, &[ines]).await;
        let mut admin = school.browser(admin).await;
        let address = format!("/admin/classes/{class}/apprenants/{ines}");
        admin.post(&address, &[("statut", "school"), ("entree", "2026-09-01")]).await;
        for (leaving, sentence) in [("2026-08-31", "1 septembre 2026"), ("2027-03-10", "pas encore venu"), ("31/02/2027", "ne se lit pas")] {
            let page = admin.post(format!("{address}/sortie"), &[("sortie", leaving)]).await;
            assert_eq!(page.status, 422, "{leaving}");
            page.assert_sound();
            let said = page.all("#sortie-erreur").join("").replace("1er", "1");
            assert!(said.contains(sentence), "{said}");
        }
        admin.post(format!("{address}/sortie"), &[("sortie", "2027-02-12")]).await;
        let page = admin.get(format!("/admin/classes/{class}")).await;
        assert!(page.all("details li").join(" ").contains("12 février 2027"));
        assert_eq!(api::enrolment_of(&house.app.db, school.id, ines).await.unwrap(), None);
        // Their first day cannot be after their last.
        let page = admin.post(&address, &[("statut", "school"), ("entree", "2027-02-13")]).await;
        assert!(page.all("#entree-erreur").join("").contains("12 février 2027"));
        let page = admin.get(&address).await;
        page.assert_sound();
        assert!(page.text().contains("Annuler la sortie"));
        admin.post(format!("{address}/retour"), &[]).await;
        assert!(api::enrolment_of(&house.app.db, school.id, ines).await.unwrap().is_some());
    }

    async fn somebody_changes_class_and_keeps_their_status(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let (from, to) = (school.class("CS SNO 1").await, school.class("CS SNO 2").await);
        let ines = school.learner("Inès", "Ferrand").await;
        school.enrol(from, &[ines]).await;
        let mut admin = school.browser(admin).await;
        let address = format!("/admin/classes/{from}/apprenants/{ines}");
        admin.post(&address, &[("statut", "apprentice"), ("entree", "2026-09-01")]).await;
        let to_text = to.to_string();
        let from_text = from.to_string();
        for (class, id) in [("", "classe"), (NASTY, "classe"), (&*from_text, "classe")] {
            let page = admin.post(format!("{address}/changement"), &[("classe", class), ("arrivee", "2027-01-04")]).await;
            assert_eq!(page.status, 422);
            page.assert_sound();
            assert_eq!(page.all(&format!("#{id}-erreur")).len(), 1);
        }
        admin.post(format!("{address}/changement"), &[("classe", &*to_text), ("arrivee", "2027-01-04")]).await;
        let enrolment = api::enrolment_of(&house.app.db, school.id, ines).await.unwrap().unwrap();
        assert_eq!((enrolment.class.id, enrolment.status), (to, api::LearnerStatus::Apprentice));
        assert_eq!(enrolment.entered_on, day("2027-01-04"));
        let file = admin.get(format!("/admin/personnes/{ines}")).await;
        file.assert_sound();
        assert!(file.text().contains("4 janvier 2027"));
        assert_eq!(file.all(".j-files li").len(), 2, "the former class stays in their history");
    }

    async fn who_coordinates_moves_people_between_their_own_classes_alone(house) {
        let school = house.school(HERE).await;
        let (mine, also_mine, other) = (school.class("A").await, school.class("B").await, school.class("C").await);
        let coordinator = school.person("Solène", "Maréchal", &[Role::Coordinator]).await;
        let ines = school.learner("Inès", "Ferrand").await;
        school.enrol(mine, &[ines]).await;
        for class in [mine, also_mine] {
            school.assign(class, coordinator, &[], true).await;
        }
        let mut browser = school.browser(coordinator).await;
        let address = format!("/admin/classes/{mine}/apprenants/{ines}");
        let page = browser.get(&address).await;
        page.assert_sound();
        let offered = page.attributes("#classe option", "value");
        assert_eq!(offered, [String::new(), also_mine.to_string()]);
        assert!(!page.text().contains("/admin/personnes"));
        let other = other.to_string();
        let page = browser.post(format!("{address}/changement"), &[("classe", &*other), ("arrivee", "2027-03-09")]).await;
        assert_eq!(page.status, 422);
        // Somebody who is not in the class has no page there.
        let paul = school.learner("Paul", "Martin").await;
        assert_eq!(browser.get(format!("/admin/classes/{mine}/apprenants/{paul}")).await.status, 404);
        for action in ["", "/sortie", "/retour", "/changement"] {
            let address = format!("/admin/classes/{mine}/apprenants/{paul}{action}");
            assert_eq!(browser.post(&address, &[]).await.status, 404, "{address}");
        }
    }

    async fn people_who_left_are_kept_out_of_the_way(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let class = school.class("CS SNO").await;
        let ines = school.learner("Inès", "Ferrand").await;
        let paul = school.learner("Paul", "Martin").await;
        school.enrol(class, &[ines]).await;
        let mut admin = school.browser(admin).await;
        let names = |page: web::testing::Answer| { page.assert_sound(); page.all("tbody th") };
        assert_eq!(names(admin.get("/admin/personnes?presence=sans-classe").await), ["Martin Paul"]);
        admin.post(format!("/admin/personnes/{paul}/fermer"), &[]).await;
        assert_eq!(names(admin.get("/admin/personnes?role=learner").await), ["Ferrand Inès"]);
        assert_eq!(names(admin.get("/admin/personnes?presence=parties").await), ["Martin Paul"]);
        assert_eq!(names(admin.get("/admin/personnes?presence=toutes&role=learner").await), ["Ferrand Inès", "Martin Paul"]);
        let nobody = admin.get("/admin/personnes?q=martin").await;
        nobody.assert_sound();
        let way = nobody.attributes(".j-empty a", "href").remove(0);
        assert_eq!(names(admin.get(&way).await), ["Martin Paul"]);
        // Archiving their class leaves learners without one.
        admin.post(format!("/admin/classes/{class}/archiver"), &[]).await;
        assert_eq!(names(admin.get("/admin/personnes?presence=sans-classe").await), ["Ferrand Inès"]);
    }

    async fn a_guardian_is_added_linked_to_several_children_and_removed(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let ines = school.learner("Inès", "Ferrand").await;
        let noe = school.learner("Noé", "Ferrand").await;
        let teacher = school.teacher("Carbonnel").await;
        let mut admin = school.browser(admin).await;
        let address = |child: AccountId| format!("/admin/personnes/{child}/responsables");
        let page = admin.get(address(ines)).await;
        page.assert_sound();
        assert!(page.text().contains("Personne n’est noté"));

        let page = admin.post(format!("{}/nouveau", address(ines)), &[("prenom", ""), ("nom", NASTY)]).await;
        assert_eq!(page.status, 422);
        page.assert_sound();
        let fields = [("civilite", "Mme"), ("prenom", "Nora"), ("nom", "Ferrand")];
        assert_eq!(admin.post(format!("{}/nouveau", address(ines)), &fields).await.location(), address(ines));
        let page = admin.get(address(ines)).await;
        page.assert_sound();
        let nora = page.attributes("[name=personne][type=hidden]", "value").remove(0);

        // The same account for the brother; a teacher can be a parent too.
        let page = admin.get(address(noe)).await;
        assert_eq!(page.attributes("#personne option", "value"), [String::new(), nora.clone()]);
        admin.post(address(noe), &[("personne", &*nora)]).await;
        let teacher_text = teacher.to_string();
        admin.post(address(noe), &[("personne", &*teacher_text)]).await;
        let nora_id: AccountId = nora.parse().unwrap();
        let wards = api::wards_of(&house.app.db, school.id, nora_id).await.unwrap();
        assert_eq!(wards.iter().map(|ward| ward.account).collect::<Vec<_>>(), [ines, noe]);
        let person = api::person_of(&house.app.db, school.id, teacher).await.unwrap().unwrap();
        assert!(person.roles.has(Role::Guardian) && person.roles.has(Role::Teacher));
        let file = admin.get(format!("/admin/personnes/{nora}")).await;
        file.assert_sound();
        assert_eq!(file.all("#titre-enfants + ul a"), ["Inès Ferrand", "Noé Ferrand"]);
        let file = admin.get(format!("/admin/personnes/{noe}")).await;
        file.assert_sound();
        assert_eq!(file.all("#titre-responsables + ul a").len(), 2);

        for wrong in [&*nora, &noe.to_string(), NASTY, ""] {
            let page = admin.post(address(noe), &[("personne", wrong)]).await;
            assert_eq!(page.status, 422);
            page.assert_sound();
        }
        let done = admin.post(format!("{}/retrait", address(ines)), &[("personne", &*nora)]).await;
        let page = admin.get(done.location()).await;
        assert!(page.all(".j-flash")[0].contains("n’est plus responsable d’Inès Ferrand"));
        assert_eq!(api::wards_of(&house.app.db, school.id, nora_id).await.unwrap().len(), 1);
        assert_eq!(admin.post(format!("{}/retrait", address(ines)), &[("personne", &*nora)]).await.status, 404);
        // Only learners have guardians.
        assert_eq!(admin.get(address(teacher)).await.status, 404);
        assert_eq!(admin.post(address(teacher), &[("personne", &*nora)]).await.status, 404);
    }
}
