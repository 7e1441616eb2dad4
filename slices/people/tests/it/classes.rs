use http::StatusCode;
use kernel::Role;
use people::api;
use web::testing::{Answer, Browser};

use crate::sign_in::events;
use crate::{HERE, NASTY};

async fn create(admin: &mut Browser, name: &str, year: &str, curriculum: &str) -> Answer {
    let fields = [("nom", name), ("annee", year), ("referentiel", curriculum)];
    admin.post("/admin/classes/nouvelle", &fields).await
}

people::on_both_engines! {
    modules: vec![];

    async fn a_class_is_created_filled_and_given_a_team(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let ines = school.learner("Inès", "Ferrand").await;
        let paul = school.learner("Paul", "Martin").await;
        let teacher = school.teacher("Carbonnel").await;
        let mut admin = school.browser(admin).await;

        let empty = admin.get("/admin/classes").await;
        empty.assert_sound();
        assert!(empty.text().contains("pas encore de classe"));
        let form = admin.get("/admin/classes/nouvelle").await;
        form.assert_sound();
        assert_eq!(form.attributes("#annee option[selected]", "value"), ["2026-2027"]);
        let sno = form.attributes("#referentiel option[selected]", "value").remove(0);
        let done = create(&mut admin, "CS SNO", "2026-2027", &sno).await;
        let address = done.location().to_owned();

        let page = admin.get(format!("{address}/inscrire")).await;
        page.assert_sound();
        let page = admin.get(format!("{address}/inscrire?q=ines")).await;
        assert_eq!(page.attributes("[name=personnes]", "value"), [ines.to_string()]);
        let (ines_text, paul_text) = (ines.to_string(), paul.to_string());
        let fields = [("personnes", &*ines_text), ("personnes", &*paul_text), ("statut", "apprentice"), ("distance", "oui")];
        admin.post(format!("{address}/inscrire"), &fields).await;

        let teacher_text = teacher.to_string();
        let fields = [("personne", &*teacher_text), ("blocs", "1"), ("blocs", "2"), ("referent", "oui")];
        assert_eq!(admin.post(format!("{address}/equipe"), &fields).await.location(), address);
        let page = admin.get(&address).await;
        page.assert_sound();
        assert!(page.all("tbody tr")[0].contains("apprentissage, à distance"));
        assert!(page.all(".j-todo li")[0].replace('\u{a0}', " ").contains("blocs 1 et 2"));
        let row = admin.get("/admin/classes").await.all("tbody td");
        assert_eq!(row, ["2026-2027", "SNO", "2 apprenant·es", "Mme Carbonnel"]);

        let mut teacher = school.browser(teacher).await;
        let page = teacher.get("/classes").await;
        page.assert_sound();
        let mine = page.attributes(".j-records a", "href").remove(0);
        let page = teacher.get(&mine).await;
        page.assert_sound();
        assert_eq!(page.attributes(".j-records a", "href"), [format!("/personnes/{ines}/parcours"), format!("/personnes/{paul}/parcours")]);
        // Those who administer follow nobody: a name leads them to a file, never to a closed page.
        let page = admin.get(&mine).await;
        page.assert_sound();
        assert_eq!(page.attributes(".j-records a", "href"), [format!("/admin/personnes/{ines}"), format!("/admin/personnes/{paul}")]);
        for action in ["class_created", "enrolled", "team_changed"] {
            assert!(events(house, &format!("people.{action}")).await >= 1, "{action}");
        }
    }

    async fn a_learner_leaves_and_comes_back(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let class = school.class("CS SNO").await;
        let ines = school.learner("Inès", "Ferrand").await;
        school.enrol(class, &[ines]).await;
        let mut admin = school.browser(admin).await;
        admin.post(format!("/admin/classes/{class}/apprenants/{ines}/sortie"), &[]).await;
        assert_eq!(api::enrolment_of(&house.app.db, school.id, ines).await.unwrap(), None);
        let page = admin.get(format!("/admin/classes/{class}")).await;
        page.assert_sound();
        assert!(page.all("details li")[0].contains("9 mars 2027"));
        school.enrol(class, &[ines]).await;
        let enrolment = api::enrolment_of(&house.app.db, school.id, ines).await.unwrap().unwrap();
        assert_eq!((enrolment.class.id, enrolment.status), (class, api::LearnerStatus::School));
        let stranger = school.learner("Paul", "Martin").await;
        let answer = admin.post(format!("/admin/classes/{class}/apprenants/{stranger}/sortie"), &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }

    async fn wrong_fields_of_a_class_say_why(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        school.class("CS SNO").await;
        let sno = school.sno().await.to_string();
        let mut admin = school.browser(admin).await;
        let long = "x".repeat(1_000_000);
        for (name, year, curriculum, id, sentence) in [
            ("", "2026-2027", &*sno, "nom", "à remplir"),
            (&*long, "2026-2027", &*sno, "nom", "1000000"),
            ("CS SNO", "2026-2027", &*sno, "nom", "porte déjà ce nom"),
            ("CS", "2026-2028", &*sno, "annee", "2026-2027"),
            ("CS", "2026-2027", "", "referentiel", "dans la liste"),
            (NASTY, "2026-2027", NASTY, "referentiel", "dans la liste"),
        ] {
            let page = create(&mut admin, name, year, curriculum).await;
            assert_eq!(page.status, 422, "{id}");
            assert!(page.all(&format!("#{id}-erreur")).join("").contains(sentence), "{id}");
            assert!(!page.text().contains("<script>alert"));
            if name.len() < 1_000 { page.assert_sound(); }
        }
        // The same name another year is another class.
        assert_eq!(create(&mut admin, "CS SNO", "2025-2026", &sno).await.status, 303);
    }

    async fn a_class_is_renamed_archived_and_restored(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let class = school.class("CS SNO").await;
        school.class("Autre").await;
        let sno = school.sno().await.to_string();
        let mut admin = school.browser(admin).await;
        let address = format!("/admin/classes/{class}");
        let change = |name: &'static str, version: &'static str| {
            let sno = sno.clone();
            vec![("nom", name.to_owned()), ("annee", "2026-2027".to_owned()), ("referentiel", sno), ("version", version.to_owned())]
        };
        let as_fields = |fields: &[(&'static str, String)]| -> Vec<(String, String)> {
            fields.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect()
        };
        for (name, version, status) in [("CS SNO 1", "1", 303), ("Trop tard", "1", 409), ("Autre", "2", 422)] {
            let owned = as_fields(&change(name, version));
            let fields: Vec<(&str, &str)> = owned.iter().map(|(n, v)| (&**n, &**v)).collect();
            let page = admin.post(&address, &fields).await;
            assert_eq!(page.status, status, "{name}");
            if status != 303 { page.assert_sound(); }
        }
        assert_eq!(admin.get(&address).await.h1(), "CS SNO 1");
        admin.post(format!("{address}/archiver"), &[]).await;
        assert_eq!(admin.get("/admin/classes").await.all("tbody th"), ["Autre"]);
        let archive = admin.get("/admin/classes?archives=oui").await;
        archive.assert_sound();
        assert_eq!(archive.all("tbody th"), ["CS SNO 1"]);
        admin.get(&address).await.assert_sound();
        admin.post(format!("{address}/restaurer"), &[]).await;
        assert_eq!(admin.get("/admin/classes").await.all("tbody th").len(), 2);
    }

    async fn who_coordinates_a_class_manages_that_class_alone(house) {
        let school = house.school(HERE).await;
        let mine = school.class("La mienne").await;
        let other = school.class("Une autre").await;
        let coordinator = school.person("Solène", "Maréchal", &[Role::Coordinator]).await;
        let teacher = school.teacher("Carbonnel").await;
        school.assign(mine, coordinator, &[], true).await;
        school.assign(other, coordinator, &[1], false).await;
        school.assign(mine, teacher, &[1], false).await;
        let mut browser = school.browser(coordinator).await;
        let page = browser.get(format!("/admin/classes/{mine}")).await;
        page.assert_sound();
        assert!(!page.text().contains("/admin/personnes"), "no way to what is closed to them");
        assert_eq!(browser.get(format!("/classes/{other}")).await.status, 200);
        assert_eq!(browser.get(format!("/admin/classes/{other}")).await.status, 404);
        assert_eq!(browser.get("/admin/classes").await.status, 403);
        let mut teacher = school.browser(teacher).await;
        assert_eq!(teacher.get(format!("/admin/classes/{mine}")).await.status, 404);
        assert_eq!(teacher.get(format!("/classes/{mine}")).await.status, 200);
        assert_eq!(teacher.get(format!("/classes/{other}")).await.status, 404);
    }

    async fn only_learners_are_enrolled_and_only_the_team_teaches(house) {
        let school = house.school(HERE).await;
        let admin = school.admin().await;
        let class = school.class("CS SNO").await;
        let teacher = school.teacher("Carbonnel").await.to_string();
        let ines = school.learner("Inès", "Ferrand").await.to_string();
        let mut admin = school.browser(admin).await;
        let inscrire = format!("/admin/classes/{class}/inscrire");
        assert_eq!(admin.post(&inscrire, &[("personnes", &*teacher), ("statut", "school")]).await.status, 404);
        for fields in [
            vec![("statut", "school")],
            vec![("personnes", NASTY), ("statut", "school")],
            vec![("personnes", &*ines), ("statut", "roi")],
            vec![("personnes", &*ines), ("statut", "experience"), ("distance", "oui")],
        ] {
            let page = admin.post(&inscrire, &fields).await;
            assert_eq!(page.status, 422);
            page.assert_sound();
        }
        let equipe = format!("/admin/classes/{class}/equipe");
        for fields in [
            vec![("personne", &*ines)],
            vec![("personne", "")],
            vec![("personne", &*teacher), ("blocs", "9")],
        ] {
            let page = admin.post(&equipe, &fields).await;
            assert_eq!(page.status, 422);
            page.assert_sound();
        }
    }

    async fn a_head_looks_at_every_class_and_changes_none(house) {
        let school = house.school(HERE).await;
        let class = school.class("CS SNO").await;
        for role in [Role::Head, Role::Inspector] {
            let head = school.person("Bertrand", "Quéméneur", &[role]).await;
            let mut head = school.browser(head).await;
            let page = head.get("/classes").await;
            page.assert_sound();
            assert_eq!(page.all(".j-records a"), ["CS SNO"]);
            let page = head.get(format!("/classes/{class}")).await;
            page.assert_sound();
            assert!(!page.text().contains("Gérer la classe"));
            assert_eq!(head.get(format!("/admin/classes/{class}")).await.status, 403);
        }
    }

    async fn later_slices_learn_who_teaches_whom(house) {
        let school = house.school(HERE).await;
        let class = school.class("CS SNO").await;
        let ines = school.learner("Inès", "Ferrand").await;
        let paul = school.learner("Paul", "Martin").await;
        let teacher = school.teacher("Carbonnel").await;
        let other = school.teacher("Ailleurs").await;
        school.enrol(class, &[ines]).await;
        school.assign(class, teacher, &[1, 3], true).await;
        let db = &house.app.db;
        let link = api::is_team_of(db, school.id, teacher, ines).await.unwrap().unwrap();
        assert_eq!((link.class, link.blocks.as_slice(), link.coordinator), (class, &[1, 3][..], true));
        assert_eq!(api::is_team_of(db, school.id, teacher, paul).await.unwrap(), None);
        assert_eq!(api::is_team_of(db, school.id, other, ines).await.unwrap(), None);
        let tied = async |who| api::tied_learner(db, school.id, who, ines).await.unwrap().unwrap();
        let seen = tied(teacher).await;
        assert_eq!((seen.name.display().as_str(), seen.team, seen.guardian), ("Inès Ferrand", true, false));
        let enrolment = api::enrolment_of(db, school.id, ines).await.unwrap();
        assert_eq!(Some(seen.enrolment), enrolment);
        assert!(!tied(other).await.team);
        let parent = school.person("Ana", "Ferrand", &[Role::Guardian]).await;
        let here = school.id;
        db.write(move |tx| async move { api::add_guardian(&tx, here, ines, parent).await }).await.unwrap();
        assert!(tied(parent).await.guardian && !tied(parent).await.team);
        assert_eq!(api::tied_learner(db, school.id, teacher, paul).await.unwrap(), None);
        let team = api::team_of_learner(db.reader(), school.id, ines).await.unwrap();
        assert_eq!(team.iter().map(|m| m.name.formal()).collect::<Vec<_>>(), ["Mme\u{a0}Carbonnel"]);
        assert!(api::team_of_learner(db.reader(), school.id, paul).await.unwrap().is_empty());
        let learners = api::learners_of_class(db, school.id, class).await.unwrap();
        assert_eq!(learners.iter().map(|l| l.account).collect::<Vec<_>>(), [ines]);
        let names = api::names_of(db, school.id, &[ines, teacher]).await.unwrap();
        assert_eq!(names[&ines].display(), "Inès Ferrand");
    }
}
