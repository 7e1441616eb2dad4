//! The life of a report after it was written: the team's answer, sharing, the
//! corbeille, the list, whose it is.

use http::StatusCode;
use kernel::Role;
use portfolio::report::commands::{self, Refused};
use portfolio::report::{ReportId, State};

use crate::cast::{Cast, events, outsider};
use crate::reports::{LIST, NEW, address, typed};

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn a_report_sent_back_shows_why_beside_the_sections(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Submitted, &["C1.1"]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let answer = [("version", "1"), ("section", "how_why"), ("ameliorer", "Expliquez vos choix.")];
        carbonnel.post(format!("/lecture/{report}/a-reprendre"), &answer).await;
        let mut ines = cast.browser(cast.ines).await;
        let page = ines.get(address(report)).await;
        page.assert_sound();
        assert!(page.all(".j-card .j-notice--warn").remove(0).contains("Mme Carbonnel vous demande de reprendre"));
        let comment = page.all("#s-how_why .j-comment").remove(0);
        assert!(comment.contains("Expliquez vos choix."), "{comment}");
        let described = page.attributes("#how-why", "aria-describedby").remove(0);
        assert!(described.contains("sur-"), "the feedback is read with the text area");
        assert_eq!(page.all(".j-steps [aria-current=step]").remove(0).split(' ').next(), Some("À"));
        let old = page.attributes("[name=version]", "value").remove(0);
        let fields = [("version", &*old), ("titre", "Le site"), ("how_why", "Parce que."), ("cible", "C1.1")];
        ines.post(format!("{}/soumettre", address(report)), &fields).await;
        let page = ines.get(address(report)).await;
        page.assert_sound();
        assert!(page.all(".j-steps [aria-current=step]").remove(0).starts_with("Soumis à nouveau"));
        assert!(carbonnel.get("/notifications").await.text().contains("soumis à nouveau"));

        // Once read, the copy is not taken back.
        carbonnel.post(format!("/lecture/{report}/ouvrir"), &[]).await;
        let page = ines.get(address(report)).await;
        assert!(!page.text().contains("Reprendre ma copie"));
        ines.post(format!("{}/reprendre", address(report)), &[]).await;
        assert!(ines.get(address(report)).await.text().contains("ne peut plus être repris"));

        let version = carbonnel.get(format!("/lecture/{report}")).await.attributes("[name=version]", "value").remove(0);
        carbonnel.post(format!("/lecture/{report}/valider"), &[("version", &*version)]).await;
        let page = ines.get(address(report)).await;
        page.assert_sound();
        assert!(page.text().contains("Ce compte rendu est validé"));
        let open = ines.post(format!("{}/rouvrir", address(report)), &[]).await;
        assert_eq!(open.location(), address(report));
        let page = ines.get(address(report)).await;
        page.assert_sound();
        assert_eq!(typed(&page, "how_why"), "Parce que.");
        // The team still reads the validated version.
        assert!(carbonnel.get(format!("/lecture/{report}")).await.text().contains("Parce que."));
    }

    async fn a_draft_is_shown_to_the_team_and_hidden_again(house) {
        let cast = Cast::new(house).await;
        let draft = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let sent = cast.report(cast.ines, "Soumis", State::Submitted, &[]).await;
        let (mut ines, mut carbonnel) = (cast.browser(cast.ines).await, cast.browser(cast.carbonnel).await);
        let share = format!("{}/partager", address(draft));
        ines.post(&share, &[("partage", "oui")]).await;
        let page = ines.get(address(draft)).await;
        page.assert_sound();
        assert!(page.text().contains("Ne plus montrer"));
        assert_eq!(carbonnel.get(format!("/lecture/{draft}")).await.status, StatusCode::OK);
        ines.post(&share, &[]).await;
        assert_eq!(carbonnel.get(format!("/lecture/{draft}")).await.status, StatusCode::NOT_FOUND);
        ines.post(format!("{}/partager", address(sent)), &[("partage", "oui")]).await;
        assert!(ines.get(address(sent)).await.text().contains("Rien n’a changé"));
        // The command itself refuses: a submission may come in between.
        let (clock, school, author) = (house.app.clock.clone(), cast.school.id, cast.ines);
        let shared = house.app.db.write(move |tx| {
            let clock = clock.clone();
            async move { commands::share(&tx, &clock, school, author, sent, true).await }
        });
        assert!(matches!(shared.await, Err(Refused::Because(_))));
        assert_eq!(events(house, "portfolio.draft_shared").await, 1);
    }

    async fn while_one_writes_a_version_is_kept_every_ten_minutes_at_most(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Mon site", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let editor = address(report);
        let mut version = ines.get(&editor).await.attributes("[name=version]", "value").remove(0);
        for (minutes, text, kept) in [(5, "alpha", 0), (6, "alpha bêta", 1), (9, "alpha bêta gamma", 1), (2, "alpha bêta gamma delta", 2)] {
            house.app.clock.advance(chrono::Duration::minutes(minutes));
            let fields = [("version", &*version), ("titre", "Mon site"), ("learned", text)];
            let saved = ines.post_by_script(format!("{editor}/enregistrer"), &fields).await;
            version = saved.json()["version"].to_string();
            let page = ines.get(format!("{editor}/versions")).await;
            assert_eq!(page.all("a[href$='/comparer']").len(), kept, "after « {text} »");
        }
        // A version holds what was there before the words that followed.
        for (number, last, next) in [(1, "alpha", "bêta"), (2, "gamma", "delta")] {
            let page = ines.get(format!("{editor}/versions/{number}")).await;
            assert!(page.text().contains(last) && !page.text().contains(next), "version {number}");
        }
    }

    async fn the_corbeille_gives_back_what_it_holds(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let sent = cast.report(cast.ines, "Soumis", State::Submitted, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let trash = format!("{LIST}/corbeille");
        let page = ines.get(&trash).await;
        page.assert_sound();
        assert!(page.text().contains("La corbeille est vide"));
        assert_eq!(ines.post(format!("{}/supprimer", address(report)), &[]).await.location(), LIST);
        assert_eq!(ines.get(LIST).await.all(".j-records li").len(), 1);
        let page = ines.get(&trash).await;
        page.assert_sound();
        assert_eq!(page.all("main li strong"), ["Le site"]);
        let page = ines.get(address(report)).await;
        page.assert_sound();
        assert_eq!(page.all("main textarea").len(), 0);
        // Saving from a page left open says so.
        let late = ines.post_by_script(format!("{}/enregistrer", address(report)), &[("version", "1"), ("titre", "x")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.json()["message"].as_str().unwrap().contains("corbeille"));
        ines.post(format!("{}/restaurer", address(report)), &[]).await;
        assert_eq!(ines.get(LIST).await.all(".j-records li").len(), 2);
        // What is with the team is not deleted under its eyes.
        ines.post(format!("{}/supprimer", address(sent)), &[]).await;
        assert!(ines.get(address(sent)).await.text().contains("reprenez votre copie"));
    }

    async fn the_list_is_filtered_and_paged_without_losing_a_report(house) {
        let cast = Cast::new(house).await;
        for number in 0..23 {
            let state = if number % 2 == 0 { State::Draft } else { State::Validated };
            cast.report(cast.ines, &format!("Numéro {number}"), state, &[]).await;
            house.app.clock.advance(chrono::Duration::minutes(1));
        }
        cast.report(cast.paul, "Pas le mien", State::Draft, &[]).await;
        let mut ines = cast.browser(cast.ines).await;
        let mut titles = Vec::new();
        let mut next = LIST.to_owned();
        let mut pages = 0;
        loop {
            let page = ines.get(&next).await;
            page.assert_sound();
            titles.extend(page.all(".j-records a"));
            pages += 1;
            match page.attributes("[rel=next]", "href").pop() {
                Some(href) => next = href,
                None => break,
            }
        }
        let expected: Vec<String> = (0..23).rev().map(|number| format!("Numéro {number}")).collect();
        assert_eq!((titles, pages), (expected, 2));
        let previous = ines.get(&next).await.attributes("[rel=prev]", "href").remove(0);
        assert_eq!(ines.get(previous).await.all(".j-records li").len(), 20);
        let page = ines.get(format!("{LIST}?etat=validated")).await;
        assert_eq!(page.all(".j-records li").len(), 11);
        let page = ines.get(format!("{LIST}?etat=submitted")).await;
        page.assert_sound();
        assert!(page.text().contains("Aucun de vos comptes rendus"));
        assert_eq!(ines.get(format!("{LIST}?etat=%3Cscript%3E&page=zz")).await.all(".j-records li").len(), 20);
    }

    async fn a_report_is_its_learner_s_alone(house) {
        let cast = Cast::new(house).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
        let unknown = ReportId::generate(&house.app.clock);
        let (mut paul, mut outsider) = (cast.browser(cast.paul).await, outsider(house).await);
        let mut ines = cast.browser(cast.ines).await;
        let posts = [
            "enregistrer", "soumettre", "reprendre", "rouvrir", "partager", "supprimer", "restaurer", "liens",
            "versions/1/restaurer",
        ];
        for (browser, id) in [
            (&mut paul, report.to_string()), (&mut outsider, report.to_string()),
            (&mut ines.clone(), unknown.to_string()), (&mut ines.clone(), "n’importe quoi".to_owned()),
        ] {
            let id = id.replace(' ', "%20");
            for below in ["", "/apercu", "/versions", "/versions/1", "/versions/1/comparer"] {
                let answer = browser.get(format!("{LIST}/{id}{below}")).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{below}");
            }
            for below in posts {
                let answer = browser.post(format!("{LIST}/{id}/{below}"), &[("titre", "x"), ("version", "1")]).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{below}");
            }
        }
        for role in [Role::Teacher, Role::Head, Role::Guardian, Role::Admin] {
            let mut browser = cast.with_role(role).await;
            assert_eq!(browser.get(address(report)).await.status, StatusCode::FORBIDDEN, "{role}");
            for below in posts {
                let answer = browser.post(format!("{}/{below}", address(report)), &[]).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role} {below}");
            }
        }
        assert_eq!(house.anonymous().get(address(report)).await.status, StatusCode::SEE_OTHER);
        let signed_out = house.anonymous().post_by_script(format!("{}/enregistrer", address(report)), &[]).await;
        assert_eq!(signed_out.status, StatusCode::UNAUTHORIZED);
        // Somebody else's identifier in the form of a new report takes nothing over.
        let stolen = [("id", &*report.to_string()), ("titre", "Volé")].map(|(name, value)| (name, value.to_owned()));
        let fields: Vec<_> = stolen.iter().map(|(name, value)| (*name, &**value)).collect();
        let answer = paul.post(NEW, &fields).await;
        assert_eq!(paul.get(answer.location()).await.h1(), "Volé", "it begins a report of his own");
        assert_eq!(ines.get(address(report)).await.h1(), "Le site");
    }

    async fn without_a_class_there_is_nothing_to_write_yet(house) {
        let cast = Cast::new(house).await;
        let alone = cast.school.learner("Zoé", "Seule").await;
        let mut browser = cast.browser(alone).await;
        let page = browser.get(NEW).await;
        page.assert_sound();
        assert!(page.text().contains("aucune classe"));
        let refused = browser.post(NEW, &[("titre", "x")]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
    }
}
