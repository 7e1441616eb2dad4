//! « Mon parcours », and the path of a learner for those who accompany them.

use http::StatusCode;
use kernel::Role;
use portfolio::report::State;

use crate::cast::{Cast, NASTY, outsider};

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn a_new_learner_is_welcomed_with_one_thing_to_do(house) {
        let cast = Cast::new(house).await;
        let page = cast.browser(cast.ines).await.get("/dossier").await;
        page.assert_sound();
        assert_eq!(page.h1(), "Mon parcours");
        assert_eq!(page.attributes(".btn-accent", "href"), ["/dossier/comptes-rendus/nouveau"]);
        assert_eq!(page.all("main .btn-primary").len(), 0);
        assert_eq!(page.all(".j-bloc").len(), 3);
        assert_eq!(page.all(".j-panel").len(), 1);
    }

    async fn somebody_without_a_class_is_told_so_and_can_still_write(house) {
        let cast = Cast::new(house).await;
        let page = cast.with_role(Role::Learner).await.get("/dossier").await;
        page.assert_sound();
        assert!(page.text().contains("aucune classe"));
        assert_eq!(page.all(".btn-accent").len(), 1);
    }

    async fn the_panel_follows_what_the_team_waits_for(house) {
        let cast = Cast::new(house).await;
        let mut ines = cast.browser(cast.ines).await;
        cast.report(cast.ines, "Mon site", State::Submitted, &["C1.1.1"]).await;
        let page = ines.get("/dossier").await;
        assert_eq!(page.attributes(".btn-accent", "href"), ["/dossier/positionnements/C1.1"]);
        let draft = cast.report(cast.ines, NASTY, State::Draft, &[]).await;
        let page = ines.get("/dossier").await;
        page.assert_sound();
        assert_eq!(page.attributes(".btn-accent", "href"), [format!("/dossier/comptes-rendus/{draft}")]);
        assert!(!page.text().contains("<script>alert"));
        assert_eq!(page.all(".j-panel").len(), 1);
        let revise = cast.report(cast.ines, "À revoir", State::ToRevise, &["C1.1"]).await;
        let page = ines.get("/dossier").await;
        assert_eq!(page.attributes(".btn-accent", "href"), [format!("/dossier/comptes-rendus/{revise}")]);
        assert_eq!(page.all(".j-todo li").len(), 3);
        // One detailed competence out of 24 has a proof; drafts count for nothing.
        assert_eq!(page.all(".j-gauge .big"), ["1"]);
        // What hangs on nothing is pointed out.
        assert_eq!(page.attributes("#sans-competence a", "href"), [format!("/dossier/comptes-rendus/{draft}")]);
    }

    async fn the_team_sees_what_was_submitted_and_the_drafts_that_are_shared(house) {
        let cast = Cast::new(house).await;
        let submitted = cast.report(cast.ines, "Soumis", State::Submitted, &["C1.1"]).await;
        cast.report(cast.ines, "Caché", State::Draft, &["C1.1"]).await;
        let shared = cast.shared_draft(cast.ines, "Montré", &["C1.1"]).await;
        let address = format!("/personnes/{}/parcours", cast.ines);
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        assert_eq!(page.h1(), "Parcours d’Inès Ferrand");
        let mut links = page.attributes("#c1-1 .j-detail a[href^='/lecture/']", "href");
        links.sort();
        let mut expected = [format!("/lecture/{submitted}"), format!("/lecture/{shared}")];
        expected.sort();
        assert_eq!(links, expected);
        assert!(!page.text().contains("Caché"));
        assert!(page.text().contains("Brouillon partagé"));
        assert!(page.all("#c1-1 a").join(" ").contains("Positionner"));

        // Filters: a bloc, a state, a period; what cannot be read is left out.
        let page = carbonnel.get(format!("{address}?bloc=2")).await;
        page.assert_sound();
        assert_eq!(page.all(".j-bloc").len(), 1);
        let page = carbonnel.get(format!("{address}?etat=draft")).await;
        assert_eq!(page.attributes("#c1-1 .j-detail a[href^='/lecture/']", "href"), [format!("/lecture/{shared}")]);
        let page = carbonnel.get(format!("{address}?au=2027-03-08")).await;
        assert_eq!(page.all("#c1-1 .j-detail a[href^='/lecture/']").len(), 0);
        for query in ["bloc=9", "etat=%3Cscript%3E", "du=hier&au=31/02/2027", "bloc=%00"] {
            let page = carbonnel.get(format!("{address}?{query}")).await;
            assert_eq!(page.status, StatusCode::OK, "{query}");
            page.assert_sound();
        }
    }

    async fn those_who_look_cannot_act_and_others_see_nothing(house) {
        let cast = Cast::new(house).await;
        cast.report(cast.ines, "Soumis", State::Submitted, &["C1.1"]).await;
        cast.shared_draft(cast.ines, "Montré", &["C1.1"]).await;
        let address = format!("/personnes/{}/parcours", cast.ines);
        for role in [Role::Head, Role::Inspector] {
            let page = cast.with_role(role).await.get(&address).await;
            assert_eq!(page.status, StatusCode::OK, "{role}");
            page.assert_sound();
            assert!(!page.all("#c1-1 a").join(" ").contains("Positionner "), "{role}");
            assert!(!page.text().contains("Montré"), "a draft is shown to the team alone");
        }
        for account in [cast.stranger] {
            assert_eq!(cast.browser(account).await.get(&address).await.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(outsider(house).await.get(&address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(cast.browser(cast.paul).await.get(&address).await.status, StatusCode::FORBIDDEN);
        assert_eq!(cast.with_role(Role::Dpo).await.get(&address).await.status, StatusCode::FORBIDDEN);
        assert_eq!(cast.browser(cast.carbonnel).await.get("/dossier").await.status, StatusCode::FORBIDDEN);
        assert_eq!(house.anonymous().get("/dossier").await.status, StatusCode::SEE_OTHER);
        // A person of the school who is no learner has no path.
        let teacher = format!("/personnes/{}/parcours", cast.lemoine);
        assert_eq!(cast.browser(cast.carbonnel).await.get(teacher).await.status, StatusCode::NOT_FOUND);
    }

    async fn what_lies_in_ones_other_school_offers_to_change_over(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Soumis", State::Submitted, &["C1.1"]).await;
        let other = house.school("0009018C").await;
        let other_class = other.class("CS SNO").await;
        let stranger = other.teacher("Inconnue").await;
        other.assign(other_class, stranger, &[1], false).await;
        other.join(cast.carbonnel, &[Role::Teacher]).await;
        let offer = |page: &web::testing::Answer| page.attributes("form[action='/etablissement'] [name=ecole]", "value");
        let mut carbonnel = other.browser(cast.carbonnel).await;
        let page = carbonnel.get(format!("/lecture/{report}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        page.assert_sound();
        assert_eq!(offer(&page), [cast.school.id.to_string()]);
        let page = other.browser(stranger).await.get(format!("/lecture/{report}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(offer(&page).is_empty());
    }

    async fn a_guardian_sees_the_levels_of_a_minor_and_nothing_else(house) {
        let cast = Cast::new(house).await;
        let (mut parent, child) = cast.guardian_of((2010, 5, 1)).await;
        cast.report(child, "Texte de l’enfant", State::Submitted, &["C1.1"]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let fields = [("cible", "C1.1"), ("niveau", "2"), ("commentaire", "Entre nous")];
        carbonnel.post(format!("/personnes/{child}/positionnements"), &fields).await;
        let page = parent.get(format!("/personnes/{child}/parcours")).await;
        assert_eq!(page.status, StatusCode::OK);
        page.assert_sound();
        assert_eq!(page.attributes("#c1-1 .j-path", "data-team"), ["2"]);
        assert!(!page.text().contains("Texte de l’enfant") && !page.text().contains("Entre nous"));
        assert_eq!(page.all("main a[href^='/lecture'], main a[href*='positionnements']").len(), 0);
        let list = parent.get("/parcours").await;
        list.assert_sound();
        assert_eq!(list.attributes(".j-ways a", "href"), [format!("/personnes/{child}/parcours")]);
        assert_eq!(cast.browser(cast.carbonnel).await.get("/parcours").await.status, StatusCode::FORBIDDEN);
        let other = parent.get(format!("/personnes/{}/parcours", cast.ines)).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
        // Of age on the day of the tests.
        let (mut parent, adult) = cast.guardian_of((2009, 3, 9)).await;
        let page = parent.get(format!("/personnes/{adult}/parcours")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        let list = parent.get("/parcours").await;
        list.assert_sound();
        assert!(list.text().contains("Aucun parcours à montrer"));
    }
}
