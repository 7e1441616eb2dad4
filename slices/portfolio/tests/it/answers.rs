//! Reading a report and answering it.

use http::StatusCode;
use kernel::Role;
use portfolio::report::State;

use crate::cast::{Cast, NASTY, events, outsider};

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn a_teacher_reads_answers_positions_and_sends_back(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Submitted, &["C1.1", "C1.1.2", "C1.1-S1"]).await;
        let next = cast.report(cast.paul, "Suivant", State::Submitted, &[]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let address = format!("/lecture/{report}");

        // Looking at the page alone notes nothing; the button does.
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        let open = page.attributes("form.j-notice", "action").remove(0);
        let done = carbonnel.post(&open, &[]).await;
        assert_eq!(done.location(), address);
        let page = carbonnel.get(&address).await;
        assert_eq!(page.all("form.j-notice").len(), 0);
        assert_eq!(page.attributes("form:has([data-key=n])", "action"), [format!("/lecture/{next}/ouvrir")]);
        assert_eq!(page.all("[name='niveau-C1.1']").len(), 4);
        assert_eq!(page.all("[name='niveau-C1.1-S1']").len(), 0, "a savoir has no level");

        let version = page.attributes("[name=version]", "value").remove(0);
        let fields = [
            ("version", &*version), ("section", "produced"), ("points_forts", "Clair."), ("ameliorer", NASTY),
            ("niveau-C1.1", "2"), ("commentaire-C1.1", "Avec aide"),
        ];
        let done = carbonnel.post(format!("{address}/a-reprendre"), &fields).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, &*address));
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        assert!(!page.text().contains("<script>alert"));
        let thread = page.all("article[id^=retour]").remove(0);
        assert!(thread.contains("Ce que j’ai produit") && thread.contains("Clair.") && thread.contains("🦊"), "{thread}");
        assert_eq!(page.all("[formaction]").len(), 0, "nothing is left to decide");

        let mut ines = cast.browser(cast.ines).await;
        let dossier = ines.get("/dossier").await;
        dossier.assert_sound();
        assert!(dossier.all(".j-panel").remove(0).contains("Mme Carbonnel vous écrit"));
        assert_eq!(dossier.attributes("#c1-1 .j-path", "data-team"), ["2"]);
        let told = ines.get("/notifications").await;
        assert!(told.text().contains("est à reprendre"));
        assert!(!told.text().contains("Clair."), "a notification holds the title alone");
        for action in ["feedback_given", "positioned"] {
            assert_eq!(events(house, &format!("portfolio.{action}")).await, 1, "{action}");
        }
    }

    async fn the_learner_and_the_team_talk_about_a_feedback(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Submitted, &[]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let address = format!("/lecture/{report}");
        carbonnel.post(format!("{address}/retour"), &[("version", "1"), ("questions", "Pourquoi ?")]).await;
        let page = carbonnel.get(&address).await;
        let reply = page.attributes("article[id^=retour] form", "action").remove(0);
        let mut ines = cast.browser(cast.ines).await;
        let done = ines.post(&reply, &[("reponse", NASTY)]).await;
        assert!(done.location().starts_with(&format!("/dossier/comptes-rendus/{report}#retour-")), "{}", done.location());
        let mut lemoine = cast.browser(cast.lemoine).await;
        let done = lemoine.post(&reply, &[("reponse", "Bonne question.")]).await;
        assert!(done.location().starts_with(&format!("{address}#retour-")));
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        assert_eq!(page.all("article[id^=retour] .j-feedback li").len(), 2);
        assert!(!page.text().contains("<script>alert"));
        assert!(carbonnel.get("/notifications").await.text().contains("Une réponse vous attend"));

        let empty = ines.post(&reply, &[("reponse", " \n")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.assert_sound();
        let long = "é".repeat(4_000);
        let kept = ines.post(&reply, &[("reponse", &*long)]).await;
        assert_eq!(kept.all("textarea"), [long]);

        for account in [cast.paul, cast.stranger] {
            let refused = cast.browser(account).await.post(&reply, &[("reponse", "Moi aussi")]).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(outsider(house).await.post(&reply, &[("reponse", "x")]).await.status, StatusCode::NOT_FOUND);
        let head = cast.with_role(Role::Head).await.post(&reply, &[("reponse", "x")]).await;
        assert_eq!(head.status, StatusCode::FORBIDDEN);
        assert_eq!(house.anonymous().post(&reply, &[("reponse", "x")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(events(house, "portfolio.feedback_replied").await, 2);
    }

    async fn a_decision_that_came_too_late_keeps_what_was_typed(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Submitted, &["C1.1"]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let mut lemoine = cast.browser(cast.lemoine).await;
        let done = lemoine.post(format!("/lecture/{report}/valider"), &[("version", "1")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let fields = [("version", "1"), ("ameliorer", "Encore un effort"), ("niveau-C1.1", "1")];
        let page = carbonnel.post(format!("/lecture/{report}/a-reprendre"), &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.assert_sound();
        assert_eq!(page.all("[name=ameliorer]"), ["Encore un effort"]);
        assert_eq!(page.attributes("[name='niveau-C1.1'][checked]", "value"), ["1"]);
        // Nothing of it was sent: neither the feedback nor the level.
        assert_eq!(events(house, "portfolio.feedback_given").await, 0);
        assert_eq!(events(house, "portfolio.positioned").await, 0);
        // It can still be sent as an answer.
        let done = carbonnel.post(format!("/lecture/{report}/retour"), &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
    }

    async fn what_is_wrong_is_said_at_its_field(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Submitted, &["C1.1"]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let long = "é".repeat(6_000);
        for (action, fields, id) in [
            ("retour", vec![], "points-forts"),
            ("a-reprendre", vec![("niveau-C1.1", "2")], "ameliorer"),
            ("retour", vec![("points_forts", "x"), ("section", NASTY)], "section"),
            ("retour", vec![("points_forts", "x"), ("niveau-C1.1", "9")], "niveaux"),
            ("retour", vec![("points_forts", "x"), ("commentaire-C1.1", NASTY)], "niveaux"),
            ("retour", vec![("interet", &*long)], "interet"),
        ] {
            let page = carbonnel.post(format!("/lecture/{report}/{action}"), &fields).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{id}");
            page.assert_sound();
            assert_eq!(page.all(&format!("#{id}-erreur")).len(), 1, "{id}");
            assert!(!page.text().contains("<script>alert"));
        }
        assert_eq!(events(house, "portfolio.feedback_given").await, 0);
    }

    async fn a_report_is_read_by_its_team_and_those_who_look(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Submitted, &[]).await;
        let draft = cast.report(cast.ines, "Brouillon", State::Draft, &[]).await;
        let shared = cast.shared_draft(cast.ines, "Montré", &[]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let page = carbonnel.get(format!("/lecture/{shared}")).await;
        page.assert_sound();
        assert!(page.text().contains("Brouillon partagé"));
        assert_eq!(page.all("[formaction]").len(), 0);
        assert_eq!(carbonnel.get(format!("/lecture/{draft}")).await.status, StatusCode::NOT_FOUND);
        for role in [Role::Head, Role::Inspector] {
            let mut looks = cast.with_role(role).await;
            let page = looks.get(format!("/lecture/{report}")).await;
            assert_eq!(page.status, StatusCode::OK, "{role}");
            page.assert_sound();
            assert_eq!(page.all("main form").len(), 0, "{role}");
            assert_eq!(looks.get(format!("/lecture/{shared}")).await.status, StatusCode::NOT_FOUND, "{role}");
            for action in ["ouvrir", "retour", "a-reprendre", "valider"] {
                let answer = looks.post(format!("/lecture/{report}/{action}"), &[("points_forts", "x")]).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role} {action}");
            }
        }
        let mut stranger = cast.browser(cast.stranger).await;
        let mut outsider = outsider(house).await;
        for browser in [&mut stranger, &mut outsider] {
            assert_eq!(browser.get(format!("/lecture/{report}")).await.status, StatusCode::NOT_FOUND);
            for action in ["ouvrir", "retour", "a-reprendre", "valider"] {
                let answer = browser.post(format!("/lecture/{report}/{action}"), &[("points_forts", "x")]).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{action}");
            }
        }
        let mut ines = cast.browser(cast.ines).await;
        assert_eq!(ines.get(format!("/lecture/{report}")).await.status, StatusCode::FORBIDDEN);
        let answer = ines.post(format!("/lecture/{report}/valider"), &[]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert_eq!(house.anonymous().get(format!("/lecture/{report}")).await.status, StatusCode::SEE_OTHER);
    }

    async fn what_was_taken_back_unread_is_not_the_teams_any_more(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Repris", State::Submitted, &["C1.1"]).await;
        cast.withdraw(cast.ines, report).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        assert_eq!(carbonnel.get(format!("/lecture/{report}")).await.status, StatusCode::NOT_FOUND);
        let path = carbonnel.get(format!("/personnes/{}/parcours", cast.ines)).await;
        assert!(!path.text().contains("Repris"));
        assert!(carbonnel.get("/lecture").await.text().contains("Tout est lu"));
    }

    async fn an_answer_to_a_version_that_never_was_is_refused_and_kept(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Submitted, &[]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        for version in ["", "0", "7", "-1", NASTY] {
            let fields = [("version", version), ("points_forts", "Clair.")];
            let page = carbonnel.post(format!("/lecture/{report}/retour"), &fields).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{version}");
            page.assert_sound();
            assert_eq!(page.all("[name=points_forts]"), ["Clair."]);
            assert_eq!(page.attributes("[name=version]", "value"), ["1"]);
        }
        assert_eq!(events(house, "portfolio.feedback_given").await, 0);
    }
}
