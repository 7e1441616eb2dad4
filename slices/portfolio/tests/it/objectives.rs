//! Objectives and remediation, and the list of what waits.

use http::StatusCode;
use kernel::Role;

use crate::cast::{Cast, NASTY, events};
use crate::interviews::{held, plan, planned, post, version};

const OWN: &str = "/dossier/objectifs/nouveau";

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn an_objective_is_written_followed_changed_and_nothing_of_it_is_lost(house) {
        let cast = Cast::new(house).await;
        let (mut ines, mut carbonnel) = (cast.browser(cast.ines).await, cast.browser(cast.carbonnel).await);
        ines.get(OWN).await.assert_sound();
        let refused = ines.post(OWN, &[("titre", " "), ("mesure", NASTY), ("echeance", "31/02/2027")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert_eq!(refused.all(".j-error").len(), 2);
        assert_eq!(refused.raw("textarea[name=mesure]").remove(0).trim_start_matches('\n'), NASTY);

        // The first criterion is enough; what is missing is only said.
        let written = ines.post(OWN, &[("titre", "Rédiger la procédure"), ("cible", "C1.1")]).await;
        let address = written.location().to_owned();
        let page = ines.get(&address).await;
        page.assert_sound();
        assert!(page.text().contains("Donnez une échéance"));

        // The team follows it; the learner is told, and reads it.
        let seen = version(&carbonnel.get(&address).await);
        let follow = format!("{address}/suivi");
        let fields = [("version", &*seen), ("etat", "doing"), ("texte", "Le plan est fait.")];
        carbonnel.post(&follow, &fields).await;
        assert!(ines.get("/notifications").await.text().contains("Un objectif a avancé"));
        assert!(ines.get(&address).await.text().contains("Le plan est fait."));

        // Of two who say where it is at once, the second is told and keeps what was typed.
        let late = ines.post(&follow, &[("version", &*seen), ("etat", "reached"), ("texte", "C’est fait !")]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        late.assert_sound();
        assert_eq!(late.raw("textarea[name=texte]").remove(0).trim_start_matches('\n'), "C’est fait !");

        // Dropping it takes a reason.
        let now = version(&late);
        let refused = ines.post(&follow, &[("version", &*now), ("etat", "dropped"), ("texte", "")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.all(".j-error"), ["Dites pourquoi l’objectif est abandonné."]);

        // Changed: what it said before stays in its history.
        let form = format!("{address}/modifier");
        let page = ines.get(&form).await;
        page.assert_sound();
        let fields = [("version", &*version(&page)), ("titre", "Rédiger et relire la procédure"), ("echeance", "2027-03-20")];
        let changed = ines.post(&form, &fields).await;
        assert_eq!(changed.location(), address);
        let page = ines.get(&address).await;
        page.assert_sound();
        assert_eq!(page.h1(), "Rédiger et relire la procédure");
        assert!(page.all(".j-history details").remove(0).contains("Rédiger la procédure"));
        let [seen, _, due] = fields;
        let crossed = carbonnel.post(&form, &[seen, ("titre", "Autre chose"), due]).await;
        assert_eq!(crossed.status, StatusCode::UNPROCESSABLE_ENTITY);
        crossed.assert_sound();
        assert_eq!(events(house, "portfolio.objective_changed").await, 1);
    }

    async fn a_remediation_comes_out_of_an_interview_and_waits_by_name(house) {
        let cast = Cast::new(house).await;
        let address = held(&cast).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let page = carbonnel.get(&address).await;
        let form = page.attributes("a[href*='/objectifs/nouveau']", "href").remove(0);
        let page = carbonnel.get(&form).await;
        page.assert_sound();
        let interview = page.attributes("[name=entretien]", "value").remove(0);
        let fields = [("entretien", &*interview), ("nature", "remediation"), ("titre", "Reprendre les droits"), ("echeance", "2027-03-10")];
        let written = carbonnel.post(format!("/personnes/{}/objectifs/nouveau", cast.ines), &fields).await;
        assert_eq!(written.status, StatusCode::SEE_OTHER);
        assert!(carbonnel.get(&address).await.text().contains("Reprendre les droits"));
        // The interview of one learner is nothing to another.
        let other = carbonnel.post(format!("/personnes/{}/objectifs/nouveau", cast.paul), &fields).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);

        let mine = |page: &web::testing::Answer| page.all(".j-reminders > li");
        let page = carbonnel.get("/relances").await;
        page.assert_sound();
        // They came today: nobody is late for what there was no time for.
        let rows = mine(&page);
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert!(rows[0].starts_with("Ferrand Inès") && rows[0].contains("Compte rendu à écrire"), "{rows:?}");
        assert!(!rows[0].contains("Objectif en retard"));
        house.app.clock.advance(chrono::Duration::days(2));
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let page = carbonnel.get("/relances?raison=objectif").await;
        page.assert_sound();
        let rows = mine(&page);
        assert!(rows.len() == 1 && rows[0].contains("Reprendre les droits"), "{rows:?}");
        // A colleague of another class sees none of them.
        let mut stranger = cast.browser(cast.stranger).await;
        let page = stranger.get("/relances").await;
        page.assert_sound();
        assert!(mine(&page).is_empty());
        // Nor does somebody without a class.
        let mut alone = cast.with_role(Role::Teacher).await;
        let page = alone.get("/relances").await;
        page.assert_sound();
        assert!(page.text().contains("l’équipe d’aucune classe"));

        // In the corbeille it waits no more, and comes back.
        let goal = written.location();
        carbonnel.post(format!("{goal}/supprimer"), &[]).await;
        assert!(mine(&carbonnel.get("/relances?raison=objectif").await).is_empty());
        assert_eq!(carbonnel.get(goal).await.status, StatusCode::NOT_FOUND);
        carbonnel.post(format!("{goal}/restaurer"), &[]).await;
        assert_eq!(carbonnel.get(goal).await.status, StatusCode::OK);
    }

    async fn the_first_weeks_of_a_class_name_nobody_and_then_who_was_forgotten(house) {
        let cast = Cast::new(house).await;
        let named = async || {
            let page = cast.browser(cast.carbonnel).await.get("/relances").await;
            page.assert_sound();
            page.all(".j-reminders > li")
        };
        assert_eq!(named().await, [""; 0], "on the first day");
        house.app.clock.advance(chrono::Duration::weeks(4));
        let late = cast.school.learner("Zoé", "Tardive").await;
        cast.school.enrol(cast.class, &[late]).await;
        assert_eq!(named().await, [""; 0], "four weeks later");
        house.app.clock.advance(chrono::Duration::weeks(2));
        let rows = named().await;
        assert_eq!(rows.len(), 2, "{rows:?}");
        assert!(rows.iter().all(|row| row.contains("Aucun entretien pour l’instant")), "{rows:?}");
        assert!(rows.iter().all(|row| !row.contains("Tardive")), "{rows:?}");
        house.app.clock.advance(chrono::Duration::weeks(4));
        assert!(named().await.iter().any(|row| row.starts_with("Tardive Zoé")));
    }

    async fn an_objective_is_its_learners_and_their_teams_alone(house) {
        let cast = Cast::new(house).await;
        let mut ines = cast.browser(cast.ines).await;
        let written = ines.post(OWN, &[("titre", "Rédiger la procédure")]).await;
        let address = written.location().to_owned();
        for account in [cast.paul, cast.stranger] {
            let mut browser = cast.browser(account).await;
            for below in ["", "/modifier"] {
                assert_eq!(browser.get(format!("{address}{below}")).await.status, StatusCode::NOT_FOUND);
            }
            for below in ["modifier", "suivi"] {
                let answer = browser.post(format!("{address}/{below}"), &[("titre", "x")]).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND);
            }
        }
        for role in [Role::Head, Role::Guardian, Role::Inspector] {
            let mut browser = cast.with_role(role).await;
            assert_eq!(browser.get(&address).await.status, StatusCode::FORBIDDEN, "{role}");
        }
        // The learner keeps a trace: they do not put what the team follows in the corbeille.
        let answer = ines.post(format!("{address}/supprimer"), &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        // Without a class there is nothing to aim at.
        let alone = cast.school.learner("Zoé", "Seule").await;
        let mut alone = cast.browser(alone).await;
        assert_eq!(alone.get(OWN).await.status, StatusCode::CONFLICT);
        alone.get("/dossier/entretiens").await.assert_sound();
    }

    async fn the_list_of_a_learner_says_what_is_to_do_first(house) {
        let cast = Cast::new(house).await;
        planned(&cast).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let form = format!("/personnes/{}/entretiens/nouveau", cast.ines);
        let later = post(&mut carbonnel, &form, &plan(cast.carbonnel), &[("jour", "2027-03-20")]).await;
        assert_eq!(later.status, StatusCode::SEE_OTHER);
        let page = carbonnel.get(format!("/personnes/{}/entretiens", cast.ines)).await;
        page.assert_sound();
        let coming = page.all("[aria-labelledby=a-venir] .j-records a");
        assert!(coming[0].contains("10 mars") && coming[1].contains("20 mars"), "{coming:?}");
    }
}
