//! The life of an entrusted mission, who sees it, who does not.

use kernel::Role;
use kernel::uuid::Uuid;
use learning::api::{AssignmentId, Progress, ReportOn, Whom, begin_report, note_report};
use people::api::NewAccount;

use crate::entrusted::Cast;

/// The mission behind the address of its page.
fn id_of(address: &str) -> AssignmentId {
    address.split('/').nth(2).unwrap().parse().unwrap()
}

people::on_both_engines! {
    modules: vec![learning::module()];

    async fn a_mission_is_entrusted_changed_withdrawn_and_given_back(house) {
        let cast = Cast::new(house).await;
        let door = cast.door(1, 1);
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let page = carbonnel.get(&door).await;
        page.assert_sound();
        assert!(page.text().contains("La situation n’est pas encore en usage"));
        assert_eq!(page.all("main form .btn-primary"), ["Mettre en usage et confier"]);

        // The situation is a draft: that is said at its place, and what was typed stays.
        let id = page.attributes("[name=id]", "value").remove(0);
        let class = cast.class.to_string();
        let fields = [
            ("id", &*id), ("classe", &*class), ("a_qui", "classe"), ("debut", "2026-11-23"),
            ("echeance", "2026-12-04"), ("mot", "Bon courage à toutes et à tous."),
        ];
        let refused = carbonnel.post(&door, &fields).await;
        assert_eq!(refused.status, 422);
        refused.assert_sound();
        assert!(refused.all("#en-usage .j-error").join("").contains("Mettez-la en usage"));
        assert_eq!(refused.attributes("#echeance", "value"), ["2026-12-04"]);

        let mut adopting = fields.to_vec();
        adopting.push(("en_usage", "oui"));
        let done = carbonnel.post(&door, &adopting).await;
        assert_eq!(done.status, 303);
        let follow = done.location().to_owned();
        let assignment = id_of(&follow);
        // The same form again entrusts nothing else.
        assert_eq!(carbonnel.post(&door, &adopting).await.location(), follow);
        let page = carbonnel.get(&follow).await;
        page.assert_sound();
        assert!(page.text().contains("Personne n’a encore rendu, sur 2\u{a0}apprenant·es."));
        assert_eq!(page.all("#pas-commence").len(), 1);
        assert!(!carbonnel.get(&door).await.text().contains("pas encore en usage"));

        let mut ines = cast.browser(cast.ines).await;
        let list = ines.get("/missions").await;
        list.assert_sound();
        assert!(list.text().contains("1\u{a0}mission à faire."));
        let page = ines.get(format!("/missions/{assignment}")).await;
        page.assert_sound();
        for said in ["Bon courage", "VosRêves", "C1.1", "Écrire un compte rendu", "4 décembre 2026"] {
            assert!(page.text().contains(said), "{said}");
        }
        let told = ines.get("/notifications").await.text();
        assert!(told.contains("Une mission vous est confiée") && !told.contains("Bon courage"));

        let change = format!("/missions/{assignment}/modifier");
        let page = carbonnel.get(&change).await;
        page.assert_sound();
        assert_eq!(page.attributes("#debut", "value"), ["2026-11-23"]);
        let changed = [("version", "1"), ("a_qui", "classe"), ("echeance", "2026-12-11")];
        assert_eq!(carbonnel.post(&change, &changed).await.location(), follow);
        assert!(ines.get("/notifications").await.text().contains("a changé. À rendre le 11 décembre 2026."));
        let page = ines.get(format!("/missions/{assignment}")).await;
        assert!(page.text().contains("11 décembre 2026") && !page.text().contains("Bon courage"));

        let retire = format!("/missions/{assignment}/retirer");
        carbonnel.post(&retire, &[("version", "2")]).await;
        assert_eq!(ines.get(format!("/missions/{assignment}")).await.status, 404);
        assert!(ines.get("/missions").await.text().contains("Aucune mission ne vous est confiée"));
        carbonnel.get(&follow).await.assert_sound();
        carbonnel.post(format!("/missions/{assignment}/remettre"), &[("version", "3")]).await;
        assert_eq!(ines.get(format!("/missions/{assignment}")).await.status, 200);
    }

    async fn of_two_colleagues_who_change_one_mission_the_second_is_told(house) {
        let cast = Cast::new(house).await;
        let assignment = cast.entrust(cast.mission(2, 1), Whom::Class).await;
        let change = format!("/missions/{assignment}/modifier");
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let mut lemoine = cast.browser(cast.lemoine).await;
        let mine = [("version", "1"), ("a_qui", "classe"), ("mot", "Le mot de Mme Carbonnel")];
        assert_eq!(carbonnel.post(&change, &mine).await.status, 303);
        let theirs = [("version", "1"), ("a_qui", "classe"), ("mot", "Le mot de Mme Lemoine")];
        let page = lemoine.post(&change, &theirs).await;
        assert_eq!(page.status, 422);
        page.assert_sound();
        assert!(page.text().contains("Un·e collègue vient de modifier cette mission"));
        assert!(page.all("#mot").join("").contains("Le mot de Mme Lemoine"));
        // Having read, they may keep theirs.
        let version = page.attributes("[name=version]", "value").remove(0);
        let again = [("version", &*version), ("a_qui", "classe"), ("mot", "Le mot de Mme Lemoine")];
        assert_eq!(lemoine.post(&change, &again).await.status, 303);
        assert_eq!(carbonnel.post(format!("/missions/{assignment}/retirer"), &[("version", "1")]).await.status, 409);
    }

    async fn a_learner_downloads_the_documents_of_their_mission_and_no_other(house) {
        let cast = Cast::new(house).await;
        let (situation, mission) = cast.mission(2, 1);
        let add = format!("/situations/{situation}/documents/nouveau");
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let with = mission.to_string();
        for (field, name, text) in [(with.as_str(), "consigne.txt", "La consigne."), ("", "corrige.txt", "Le corrigé.")] {
            let done = carbonnel.upload(&add, &[("mission", field)], name, text.as_bytes()).await;
            assert_eq!(done.status, 303, "{}", done.text());
        }
        let whom = Whom::Learners(vec![cast.ines]);
        let assignment = cast.entrust((situation, mission), whom).await;
        let mut ines = cast.browser(cast.ines).await;
        let page = ines.get(format!("/missions/{assignment}")).await;
        page.assert_sound();
        let names = page.all("[aria-labelledby=documents] .j-files a");
        assert!(names.contains(&"consigne.txt".to_owned()), "{names:?}");
        assert!(!names.contains(&"corrige.txt".to_owned()), "what is for the team stays there");
        let place = names.iter().position(|name| name == "consigne.txt").unwrap();
        let own = page.attributes("[aria-labelledby=documents] .j-files a", "href");
        let href = own[place].clone();
        let file = ines.get(&href).await;
        assert_eq!((file.status.as_u16(), file.text().as_str()), (200, "La consigne."));
        let named = file.headers["content-disposition"].to_str().unwrap();
        assert!(named.contains("consigne.txt"), "{named}");
        // Neither somebody else of the class, nor what the team keeps.
        assert_eq!(cast.browser(cast.paul).await.get(&href).await.status, 404);
        let kept = carbonnel.get(format!("/situations/{situation}")).await;
        for other in kept.attributes("#documents .j-files a", "href") {
            let expected = if own.contains(&other) { 200 } else { 404 };
            assert_eq!(ines.get(&other).await.status, expected, "{other}");
        }
    }

    async fn who_comes_later_sees_it_and_who_has_left_does_not(house) {
        let cast = Cast::new(house).await;
        let group = cast.school.group(cast.class, "Groupe A", &[cast.ines]).await;
        let to_group = cast.entrust(cast.mission(1, 1), Whom::Group(group)).await;
        let to_class = cast.entrust(cast.mission(1, 2), Whom::Class).await;
        let to_paul = cast.entrust(cast.mission(2, 1), Whom::Learners(vec![cast.paul])).await;
        let page = |id: AssignmentId| format!("/missions/{id}");
        let mut ines = cast.browser(cast.ines).await;
        let mut paul = cast.browser(cast.paul).await;
        for (id, hers, his) in [(to_group, 200, 404), (to_class, 200, 200), (to_paul, 404, 200)] {
            assert_eq!(ines.get(page(id)).await.status, hers);
            assert_eq!(paul.get(page(id)).await.status, his);
        }
        let late = cast.school.learner("Zoé", "Tardive").await;
        let mut zoe = cast.browser(late).await;
        assert_eq!(zoe.get(page(to_class)).await.status, 404);
        cast.school.enrol(cast.class, &[late]).await;
        assert_eq!(zoe.get(page(to_class)).await.status, 200);
        assert_eq!(zoe.get(page(to_group)).await.status, 404);

        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let (zoe_text, ines_text) = (late.to_string(), cast.ines.to_string());
        carbonnel.post(format!("/groupes/{group}"), &[
            ("nom", "Groupe A"), ("version", "1"), ("personnes", &*zoe_text), ("personnes", &*ines_text),
        ]).await;
        assert_eq!(zoe.get(page(to_group)).await.status, 200);
        carbonnel.post(format!("/groupes/{group}"), &[("nom", "Groupe A"), ("version", "2"), ("personnes", &*zoe_text)]).await;
        assert_eq!(ines.get(page(to_group)).await.status, 404);
        let admin = cast.school.admin().await;
        let mut admin = cast.browser(admin).await;
        admin.post(format!("/admin/classes/{}/apprenants/{late}/sortie", cast.class), &[]).await;
        for id in [to_class, to_group] {
            assert_eq!(zoe.get(page(id)).await.status, 404);
        }
        // Those who are not concerned are not in the list of the team either.
        let followed = carbonnel.get(format!("/missions/{to_group}/suivi")).await;
        followed.assert_sound();
        assert!(followed.text().contains("Cette mission ne concerne personne"));
    }

    async fn an_adaptation_is_for_its_learner_and_the_team_alone(house) {
        let cast = Cast::new(house).await;
        let assignment = cast.entrust(cast.mission(1, 1), Whom::Class).await;
        let address = format!("/missions/{assignment}/adaptations/{}", cast.ines);
        let secret = "Un plan de trois lignes, à l’oral";
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        carbonnel.get(&address).await.assert_sound();
        let page = carbonnel.post(&address, &[("version", "0")]).await;
        assert_eq!(page.status, 422);
        page.assert_sound();
        let fields = [("version", "0"), ("attendus", secret)];
        assert_eq!(carbonnel.post(&address, &fields).await.status, 303);
        // Written at the same time by a colleague: nothing is lost.
        let mut lemoine = cast.browser(cast.lemoine).await;
        let crossed = lemoine.post(&address, &[("version", "0"), ("ressources", "Un modèle")]).await;
        assert_eq!(crossed.status, 422);
        assert!(crossed.all("#ressources").join("").contains("Un modèle"));

        let mine = cast.browser(cast.ines).await.get(format!("/missions/{assignment}")).await;
        assert!(mine.text().contains(secret) && mine.text().contains("écrite pour vous"));
        let common = &learning::shipped::vosreves().situations[0].missions[0].productions[0];
        assert!(!mine.text().contains(common.as_str()));
        let his = cast.browser(cast.paul).await.get(format!("/missions/{assignment}")).await;
        assert!(!his.text().contains(secret) && his.text().contains(common.as_str()));
        assert!(carbonnel.get(format!("/missions/{assignment}/suivi")).await.text().contains("Mission adaptée"));

        let follow = format!("/missions/{assignment}/suivi");
        for role in [Role::Head, Role::Inspector] {
            let mut observer = cast.with_role(role).await;
            let page = observer.get(&follow).await;
            assert_eq!(page.status, 200);
            assert!(!page.text().contains("adapt") && !page.text().contains("Adapt"));
            assert_eq!(observer.get(&address).await.status, 403);
        }
        let parent = cast.school.person("Ana", "Ferrand", &[Role::Guardian]).await;
        let mut parent = cast.browser(parent).await;
        for closed in [&follow, &address, &format!("/missions/{assignment}")] {
            assert_eq!(parent.get(closed).await.status, 403);
        }
        assert_eq!(cast.browser(cast.ines).await.get(&address).await.status, 403);
        assert_eq!(cast.browser(cast.stranger).await.get(&address).await.status, 404);
        let told = cast.column("SELECT text FROM notifications").await.join(" ");
        assert!(!told.contains("adapt") && !told.contains("trois lignes"));

        let page = carbonnel.get(&address).await;
        page.assert_sound();
        carbonnel.post(format!("{address}/retirer"), &[("version", "1")]).await;
        let mine = cast.browser(cast.ines).await.get(format!("/missions/{assignment}")).await;
        assert!(mine.text().contains(common.as_str()) && !mine.text().contains(secret));
    }

    async fn wrong_terms_say_why_and_keep_what_was_typed(house) {
        let cast = Cast::new(house).await;
        let door = cast.door(1, 1);
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let (class, paul) = (cast.class.to_string(), cast.paul.to_string());
        for (a_qui, person, field, sentence) in [
            ("", "", "a-qui", "à qui la mission est confiée"),
            ("choix", "", "personnes", "au moins une personne"),
            ("classe", &*paul, "a-qui", "décochez-les"),
            ("0190aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa", "", "a-qui", "n’est plus dans la classe"),
        ] {
            let page = carbonnel.post(&door, &[
                ("classe", &*class), ("a_qui", a_qui), ("personnes", person), ("mot", "<b>gras</b>"), ("en_usage", "oui"),
            ]).await;
            assert_eq!(page.status, 422, "{a_qui}");
            page.assert_sound();
            assert!(page.all(&format!("#{field}-erreur")).join("").contains(sentence), "{a_qui}");
            assert!(page.all("#mot").join("").contains("<b>gras</b>"));
        }
        assert_eq!(carbonnel.post(&door, &[("classe", "rien"), ("a_qui", "classe")]).await.status, 404);
    }

    async fn only_the_team_of_the_class_entrusts(house) {
        let cast = Cast::new(house).await;
        let door = cast.door(1, 1);
        let assignment = cast.entrust(cast.mission(1, 1), Whom::Class).await;
        let class = cast.class.to_string();
        let fields = [("classe", &*class), ("a_qui", "classe")];
        let mut stranger = cast.browser(cast.stranger).await;
        assert_eq!(stranger.post(&door, &fields).await.status, 404);
        for (address, form) in [
            (format!("/missions/{assignment}/modifier"), &fields[..]),
            (format!("/missions/{assignment}/retirer"), &[][..]),
            (format!("/missions/{assignment}/remettre"), &[][..]),
        ] {
            assert_eq!(stranger.post(&address, form).await.status, 404);
        }
        for address in [format!("/missions/{assignment}/suivi"), format!("/classes/{class}/missions"), format!("/classes/{class}/situations")] {
            assert_eq!(stranger.get(&address).await.status, 404);
        }
        // Mme Étrangère has one class, so she is not asked which.
        assert!(stranger.get(&door).await.text().contains("Autre classe"));
        // A colleague without a class is told what to do.
        let alone = cast.school.teacher("Seule").await;
        let page = cast.browser(alone).await.get(&door).await;
        page.assert_sound();
        assert!(page.text().contains("l’équipe d’aucune classe"));
        // With two classes she chooses.
        let second = cast.school.class("CS SNO 2").await;
        cast.school.assign(second, cast.carbonnel, &[1], false).await;
        let page = cast.browser(cast.carbonnel).await.get(&door).await;
        page.assert_sound();
        assert_eq!(page.all(".j-door a").len(), 2);

        let elsewhere = house.school("0009018C").await;
        let account = elsewhere.person("Alix", "Ailleurs", &Role::ALL).await;
        let theirs = elsewhere.class("CS SNO").await;
        elsewhere.assign(theirs, account, &[1, 2, 3], true).await;
        let mut outsider = elsewhere.browser(account).await;
        for address in [
            door.clone(), format!("/missions/{assignment}"), format!("/missions/{assignment}/suivi"),
            format!("/missions/{assignment}/modifier"), format!("/classes/{class}/missions"), format!("/classes/{class}/situations"),
            format!("/missions/{assignment}/adaptations/{}", cast.ines),
        ] {
            assert_eq!(outsider.get(&address).await.status, 404, "{address}");
        }
        assert_eq!(outsider.post(&door, &fields).await.status, 404);
    }

    async fn of_two_reports_begun_at_once_one_is_the_report_on_the_mission(house) {
        let cast = Cast::new(house).await;
        let assignment = cast.entrust(cast.mission(1, 1), Whom::Class).await;
        let on = |n: u128| ReportOn {
            school: cast.school.id,
            assignment,
            learner: cast.ines,
            report: Uuid::from_u128(n),
        };
        let begin = |n| {
            let (clock, on) = (house.app.clock.clone(), on(n));
            house.app.db.write(move |tx| {
                let clock = clock.clone();
                async move { begin_report(&tx, &clock, on, Progress::Begun).await }
            })
        };
        let (first, second) = tokio::join!(begin(1), begin(2));
        let (first, second) = (first.unwrap(), second.unwrap());
        assert_eq!(first, second);
        let other = if first == Uuid::from_u128(1) { 2 } else { 1 };
        // The one that came too late says nothing of the mission.
        let (clock, late) = (house.app.clock.clone(), on(other));
        house.app.db.write(move |tx| {
            let clock = clock.clone();
            async move { note_report(&tx, &clock, late, Progress::Validated).await }
        }).await.unwrap();
        assert_eq!(cast.column("SELECT state FROM assignment_progress").await, ["begun"]);
        let page = cast.browser(cast.carbonnel).await.get(format!("/missions/{assignment}/suivi")).await;
        assert_eq!(page.all("#commence").len(), 1);
        assert!(page.attributes(".j-todo a[href^='/lecture']", "href").is_empty(), "a draft is not for the team");
    }

    async fn a_minor_of_another_class_sees_nothing(house) {
        let cast = Cast::new(house).await;
        let assignment = cast.entrust(cast.mission(1, 1), Whom::Class).await;
        let lea = cast.school.create(NewAccount {
            id: None,
            login: None,
            name: people::api::PersonName { title: None, first: "Léa".into(), last: "Blanc".into() },
            birth_date: chrono::NaiveDate::from_ymd_opt(2011, 3, 9),
            roles: [Role::Learner].into_iter().collect(),
            password_hash: None,
        }).await;
        let mut lea = cast.browser(lea).await;
        let page = lea.get("/missions").await;
        page.assert_sound();
        assert!(page.text().contains("Aucune mission ne vous est confiée"));
        assert_eq!(lea.get(format!("/missions/{assignment}")).await.status, 404);
    }
}
