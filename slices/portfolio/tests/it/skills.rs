//! The digital profile, the transversal competences, positioning on them.

use http::StatusCode;
use kernel::Role;
use portfolio::report::State;

use crate::cast::{Cast, NASTY, events, outsider};

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn a_learner_places_themself_on_the_crcn_and_the_history_stays(house) {
        let cast = Cast::new(house).await;
        let mut ines = cast.browser(cast.ines).await;
        let page = ines.get("/dossier/numerique").await;
        page.assert_sound();
        assert_eq!(page.h1(), "Mes compétences numériques");
        assert_eq!(page.all(".j-skills > li").len(), 16);
        assert_eq!(page.all(".j-radar").len(), 0, "nothing to draw yet");
        let address = "/dossier/transversales/crcn-4.1";
        let form = ines.get(address).await;
        form.assert_sound();
        assert_eq!(form.all("[name=niveau]").len(), 8);
        let refused = ines.post(address, &[("niveau", "9"), ("commentaire", NASTY)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert_eq!(refused.all(".j-error"), ["Choisissez un niveau dans la liste."]);
        assert_eq!(refused.raw("#commentaire")[0].trim(), NASTY);
        for level in ["2", "5"] {
            house.app.clock.advance(chrono::Duration::minutes(5));
            assert_eq!(ines.post(address, &[("niveau", level)]).await.location(), address);
        }
        let page = ines.get(address).await;
        assert_eq!(page.all("#vue-self ~ ol strong"), ["Niveau 5, Avancé", "Niveau 2, Novice"]);
        assert_eq!(events(house, "portfolio.skill_positioned").await, 2);
        let page = ines.get("/dossier/numerique").await;
        page.assert_sound();
        assert_eq!(page.all(".j-radar tbody tr:nth-child(4) > *"), ["4 Protection et sécurité", "5 sur 24"]);
        assert!(page.all("desc").join(" ").contains("5 niveaux sur 24"));
    }

    async fn what_was_handed_in_works_the_crcn_and_drafts_do_not(house) {
        let cast = Cast::new(house).await;
        cast.report(cast.ines, "Un", State::Submitted, &["C2.3.1"]).await;
        cast.report(cast.ines, "Deux", State::Validated, &["C3.2"]).await;
        cast.report(cast.ines, "Brouillon", State::Draft, &["C2.3"]).await;
        let page = cast.browser(cast.ines).await.get("/dossier/numerique").await;
        let worked = page.all("#domaine-4 ~ ul > li:first-child p").join(" ");
        assert!(worked.contains("Travaillée avec C2.3 et C3.2 : 2 comptes rendus."), "{worked}");
        let programming = page.all("#domaine-3 ~ ul > li:last-child p").join(" ");
        assert!(programming.contains("Le diplôme ne la travaille pas"), "{programming}");
    }

    async fn points_of_view_stay_apart_on_a_transversal_competence(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le salon", State::Submitted, &["C1.1"]).await;
        let mut ines = cast.browser(cast.ines).await;
        let own = "/dossier/transversales/aefa-08";
        let refused = ines.post(own, &[("niveau", "3")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.all(".j-error").join(" ").contains("Dites dans quelle situation"));
        let id = report.to_string();
        assert_eq!(ines.post(own, &[("niveau", "3"), ("compte_rendu", &id)]).await.status, 303);
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let theirs = format!("/personnes/{}/transversales/aefa-08", cast.ines);
        let done = carbonnel.post(&theirs, &[("niveau", "2"), ("situation", "Projet Congés")]).await;
        assert_eq!(done.location(), theirs);
        let page = carbonnel.get(&theirs).await;
        page.assert_sound();
        assert_eq!(page.all("#vue-self ~ ol li").len(), 1);
        assert_eq!(page.attributes("#vue-self ~ ol a", "href"), [format!("/lecture/{report}")]);
        assert_eq!(page.all("#vue-team ~ ol strong"), ["Niveau 2, Réalise avec aide"]);
        let list = ines.get("/dossier/transversales").await;
        list.assert_sound();
        assert_eq!(list.all(".j-skills > li").len(), 16, "four of the diploma, twelve of the AEFA");
        assert!(list.text().contains("Vue dans 2\u{a0}situations différentes"));
        assert!(list.text().contains("paliers officiels") && list.text().contains("échelle Jalon"));
        let official = ines.get("/dossier/transversales/aefa-04").await;
        assert!(official.text().contains("Personnalise les ressources informatiques"));
        // A report of somebody else is none of the choices.
        let foreign = cast.report(cast.paul, "Autre", State::Submitted, &[]).await.to_string();
        let refused = ines.post(own, &[("niveau", "3"), ("compte_rendu", &foreign)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn those_who_look_cannot_position_and_others_see_nothing(house) {
        let cast = Cast::new(house).await;
        let pages = ["numerique", "transversales", "transversales/crcn-2.1"]
            .map(|page| format!("/personnes/{}/{page}", cast.ines));
        for role in [Role::Head, Role::Inspector] {
            let mut browser = cast.with_role(role).await;
            for page in &pages {
                let page = browser.get(page).await;
                assert_eq!(page.status, StatusCode::OK, "{role}");
                page.assert_sound();
                assert_eq!(page.all("main form[method=post]").len(), 0);
            }
            assert_eq!(browser.post(&pages[2], &[("niveau", "2")]).await.status, StatusCode::FORBIDDEN);
        }
        let mut team = cast.browser(cast.carbonnel).await;
        let mut outsider = outsider(house).await;
        for page in &pages {
            team.get(page).await.assert_sound();
            assert_eq!(cast.browser(cast.stranger).await.get(page).await.status, StatusCode::NOT_FOUND);
            assert_eq!(outsider.get(page).await.status, StatusCode::NOT_FOUND);
            assert_eq!(cast.browser(cast.paul).await.get(page).await.status, StatusCode::FORBIDDEN);
            assert_eq!(cast.with_role(Role::Guardian).await.get(page).await.status, StatusCode::FORBIDDEN);
        }
        let unknown = "/dossier/transversales/crcn-9.9";
        assert_eq!(cast.browser(cast.ines).await.get(unknown).await.status, StatusCode::NOT_FOUND);
        assert_eq!(cast.browser(cast.ines).await.post(unknown, &[]).await.status, StatusCode::NOT_FOUND);
    }

    async fn somebody_without_a_class_can_still_place_themself(house) {
        let cast = Cast::new(house).await;
        let mut alone = cast.with_role(Role::Learner).await;
        let page = alone.get("/dossier/numerique").await;
        page.assert_sound();
        assert!(page.text().contains("aucune classe"));
        alone.get("/dossier/transversales").await.assert_sound();
        assert_eq!(alone.post("/dossier/transversales/crcn-1.1", &[("niveau", "1")]).await.status, 303);
        assert_eq!(alone.get("/dossier/transversales/ref-CT1").await.status, StatusCode::NOT_FOUND);
    }
}
