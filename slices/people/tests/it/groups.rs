//! Groups inside a class.

use kernel::Role;
use people::api;

use crate::{HERE, NASTY, THERE};

people::on_both_engines! {
    modules: vec![];

    async fn a_teacher_forms_groups_and_one_learner_is_in_several(house) {
        let school = house.school(HERE).await;
        let class = school.class("CS SNO").await;
        let ines = school.learner("Inès", "Ferrand").await;
        let paul = school.learner("Paul", "Martin").await;
        let gone = school.learner("Léa", "Partie").await;
        school.enrol(class, &[ines, paul, gone]).await;
        let teacher = school.teacher("Carbonnel").await;
        school.assign(class, teacher, &[1], false).await;
        let mut teacher = school.browser(teacher).await;
        let address = format!("/classes/{class}/groupes");
        let page = teacher.get(&address).await;
        page.assert_sound();
        assert!(page.text().contains("pas encore de groupe"));
        let (ines_text, paul_text, gone_text) = (ines.to_string(), paul.to_string(), gone.to_string());
        let fields = [("nom", "Groupe B"), ("personnes", &*ines_text), ("personnes", &*paul_text), ("personnes", &*gone_text)];
        assert_eq!(teacher.post(&address, &fields).await.location(), address);
        teacher.post(&address, &[("nom", " Groupe A "), ("personnes", &*ines_text)]).await;
        let page = teacher.get(&address).await;
        page.assert_sound();
        assert_eq!(page.all(".j-records a bdi"), ["Groupe A", "Groupe B"]);

        let db = &house.app.db;
        let groups = api::groups_of_class(db, school.id, class).await.unwrap();
        assert_eq!(groups.iter().map(|g| g.members.clone()).collect::<Vec<_>>(), [vec![ines], vec![ines, paul, gone]]);
        let shown = teacher.get(format!("/classes/{class}")).await;
        shown.assert_sound();
        assert!(shown.all("[aria-labelledby=titre-groupes] li")[1].contains("Inès Ferrand, Paul Martin, Léa Partie"));

        // Who leaves the class is no longer shown, and is there again on their return.
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let stay = format!("/admin/classes/{class}/apprenants/{gone}");
        admin.post(format!("{stay}/sortie"), &[]).await;
        let group = api::group_of(db, school.id, groups[1].id).await.unwrap().unwrap();
        assert_eq!(group.members, [ines, paul]);
        admin.post(format!("{stay}/retour"), &[]).await;
        assert_eq!(api::group_of(db, school.id, group.id).await.unwrap().unwrap().members.len(), 3);

        // Ticks are what counts.
        let one = format!("/groupes/{}", group.id);
        let page = teacher.get(&one).await;
        page.assert_sound();
        assert_eq!(page.attributes("[name=personnes][checked]", "value").len(), 3);
        let fields = [("nom", "Projet site"), ("version", "1"), ("personnes", &*paul_text)];
        assert_eq!(teacher.post(&one, &fields).await.location(), address);
        let group = api::group_of(db, school.id, group.id).await.unwrap().unwrap();
        assert_eq!((&*group.name, group.members), ("Projet site", vec![paul]));
        let late = teacher.post(&one, &fields).await;
        assert_eq!(late.status, 409);
    }

    async fn a_group_is_deleted_and_comes_back_with_its_members(house) {
        let school = house.school(HERE).await;
        let class = school.class("CS SNO").await;
        let ines = school.learner("Inès", "Ferrand").await;
        school.enrol(class, &[ines]).await;
        let group = school.group(class, "Groupe A", &[ines]).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let address = format!("/classes/{class}/groupes");
        assert_eq!(admin.post(format!("/groupes/{group}/supprimer"), &[]).await.location(), address);
        let page = admin.get(&address).await;
        page.assert_sound();
        assert_eq!(page.all("details li").len(), 1);
        admin.get(format!("/groupes/{group}")).await.assert_sound();
        let db = &house.app.db;
        assert!(api::groups_of_class(db, school.id, class).await.unwrap().is_empty());
        assert_eq!(api::group_of(db, school.id, group).await.unwrap(), None);
        // Its name is free meanwhile: then it waits.
        let other = school.group(class, "Groupe A", &[]).await;
        let back = admin.post(format!("/groupes/{group}/restaurer"), &[]).await;
        assert!(admin.get(back.location()).await.all(".j-flash")[0].contains("renommez-le"));
        admin.post(format!("/groupes/{other}"), &[("nom", "Groupe C"), ("version", "1")]).await;
        admin.post(format!("/groupes/{group}/restaurer"), &[]).await;
        assert_eq!(api::group_of(db, school.id, group).await.unwrap().unwrap().members, [ines]);
    }

    async fn wrong_groups_say_why(house) {
        let school = house.school(HERE).await;
        let class = school.class("CS SNO").await;
        let ines = school.learner("Inès", "Ferrand").await;
        let stranger = school.learner("Paul", "Martin").await.to_string();
        school.enrol(class, &[ines]).await;
        school.group(class, "Groupe A", &[]).await;
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        let address = format!("/classes/{class}/groupes");
        let ines = ines.to_string();
        for (name, sentence) in [("", "à remplir"), ("Groupe A", "porte déjà ce nom"), (&*"x".repeat(61), "60")] {
            let page = admin.post(&address, &[("nom", name), ("personnes", &*ines)]).await;
            assert_eq!(page.status, 422);
            page.assert_sound();
            assert!(page.all("#nom-erreur").join("").contains(sentence), "{name}");
            assert_eq!(page.attributes("[name=personnes][checked]", "value"), [&*ines], "ticks are kept");
        }
        let page = admin.post(&address, &[("nom", NASTY)]).await;
        assert_eq!(page.status, 303);
        admin.get(&address).await.assert_sound();
        assert_eq!(admin.post(&address, &[("nom", "B"), ("personnes", &*stranger)]).await.status, 404);
    }

    async fn only_the_team_forms_groups_and_not_in_an_archived_class(house) {
        let school = house.school(HERE).await;
        let class = school.class("CS SNO").await;
        let group = school.group(class, "Groupe A", &[]).await;
        let member = school.teacher("Carbonnel").await;
        school.assign(class, member, &[1], false).await;
        let other = school.teacher("Ailleurs").await;
        let head = school.person("Bertrand", "Quéméneur", &[Role::Head]).await;
        let addresses = [format!("/classes/{class}/groupes"), format!("/groupes/{group}")];
        for address in &addresses {
            assert_eq!(school.browser(member).await.get(address).await.status, 200);
            assert_eq!(school.browser(other).await.get(address).await.status, 404);
            assert_eq!(school.browser(head).await.get(address).await.status, 403);
        }
        let page = school.browser(head).await.get(format!("/classes/{class}")).await;
        assert!(page.text().contains("Groupe A") && !page.text().contains("Former les groupes"));
        let there = house.school(THERE).await;
        let foreign = there.admin().await;
        for address in &addresses {
            assert_eq!(there.browser(foreign).await.get(address).await.status, 404);
        }
        let admin = school.admin().await;
        let mut admin = school.browser(admin).await;
        admin.post(format!("/admin/classes/{class}/archiver"), &[]).await;
        for address in &addresses {
            assert_eq!(school.browser(member).await.get(address).await.status, 404);
        }
        // Its list can still be read, without a way to the works.
        let page = school.browser(member).await.get(format!("/classes/{class}")).await;
        page.assert_sound();
        assert!(page.text().contains("Archivée") && page.text().contains("Groupe A"));
        assert!(page.attributes(".j-records a", "href").is_empty());
    }
}
