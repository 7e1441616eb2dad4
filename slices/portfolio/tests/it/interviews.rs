//! Formative interviews: planned, prepared, reported, signed by both.

use http::StatusCode;
use kernel::{AccountId, Role};
use web::testing::{Answer, Browser};

use crate::cast::{Cast, NASTY, events, outsider};
use crate::reports::typed;

/// The fields of a plan for tomorrow (the tests live on 9 March 2027).
pub fn plan(teacher: AccountId) -> Vec<(&'static str, String)> {
    vec![
        ("jour", "2027-03-10".to_owned()),
        ("heure", "14:30".to_owned()),
        ("duree", "30".to_owned()),
        ("lieu", "Salle B12".to_owned()),
        ("objet", "Bilan de la période".to_owned()),
        ("avec", teacher.to_string()),
    ]
}

/// Posts fields, some of them changed.
pub async fn post(
    browser: &mut Browser,
    address: &str,
    fields: &[(&'static str, String)],
    changed: &[(&'static str, &str)],
) -> Answer {
    let mut all: Vec<(&str, &str)> = fields
        .iter()
        .filter(|(name, _)| changed.iter().all(|(other, _)| other != name))
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    all.extend(changed);
    browser.post(address, &all).await
}

/// An interview of Inès with Mme Carbonnel, planned: its address.
pub async fn planned(cast: &Cast<'_>) -> String {
    let mut carbonnel = cast.browser(cast.carbonnel).await;
    let form = format!("/personnes/{}/entretiens/nouveau", cast.ines);
    let answer = post(&mut carbonnel, &form, &plan(cast.carbonnel), &[]).await;
    answer.location().to_owned()
}

/// … which took place and whose report says something.
pub async fn held(cast: &Cast<'_>) -> String {
    let address = planned(cast).await;
    let mut carbonnel = cast.browser(cast.carbonnel).await;
    carbonnel.post(format!("{address}/mener"), &[]).await;
    let fields = [("version", "2"), ("lived", "Elle a installé le site.")];
    let saved = carbonnel
        .post(format!("{address}/compte-rendu"), &fields)
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    address
}

/// The version that a page carries.
pub fn version(page: &Answer) -> String {
    page.attributes("[name=version]", "value").remove(0)
}

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn an_interview_goes_from_plan_to_both_signatures(house) {
        let cast = Cast::new(house).await;
        let (mut ines, mut carbonnel) = (cast.browser(cast.ines).await, cast.browser(cast.carbonnel).await);
        let page = ines.get("/dossier/entretiens").await;
        page.assert_sound();
        assert!(page.text().contains("Aucun entretien n’est prévu"));
        let form = format!("/personnes/{}/entretiens/nouveau", cast.ines);
        carbonnel.get(&form).await.assert_sound();

        // A slip: what was typed stays.
        let refused = post(&mut carbonnel, &form, &plan(cast.carbonnel), &[("heure", "midi"), ("lieu", NASTY)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert_eq!(refused.all(".j-error"), ["Choisissez une heure : par exemple 14:30."]);
        assert_eq!(refused.attributes("[name=lieu]", "value"), [NASTY]);

        let answer = post(&mut carbonnel, &form, &plan(cast.carbonnel), &[]).await;
        let address = answer.location().to_owned();
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        assert_eq!(page.h1(), "Bilan de la période");
        assert!(page.text().contains("mercredi 10 mars 2027, de 14\u{a0}h\u{a0}30 à 15\u{a0}h\u{a0}00"));
        let told = ines.get("/notifications").await.text();
        assert!(told.contains("Un entretien formatif est prévu le 10 mars 2027") && !told.contains("Bilan"));

        // The calendar is told where and when, and no name.
        let file = ines.get(format!("{address}/calendrier.ics")).await;
        assert_eq!(file.headers["content-type"], "text/calendar; charset=utf-8");
        let text = file.text();
        assert!(text.contains("DTSTART:20270310T133000Z") && text.contains("LOCATION:Salle B12"));
        for secret in ["Inès", "Ferrand", "Carbonnel", "Bilan"] {
            assert!(!text.contains(secret), "{secret}\n{text}");
        }

        // Prepared: what the dossier shows, then choices that the learner sees.
        cast.report(cast.ines, "Le site", portfolio::report::State::Submitted, &["C1.1"]).await;
        let page = carbonnel.get(format!("{address}/preparer")).await;
        page.assert_sound();
        let first = page.all(".j-standing > li").remove(0);
        assert!(first.contains("C1.1") && first.contains("l’équipe n’a pas encore positionné"), "{first}");
        let fields = [("version", version(&page)), ("cible", "C1.1".to_owned()), ("question", "vecu-debut".to_owned())];
        let saved = post(&mut carbonnel, &format!("{address}/preparer"), &fields, &[]).await;
        assert_eq!(saved.location(), address);
        let page = ines.get(&address).await;
        page.assert_sound();
        assert!(page.text().contains("Par quoi avez-vous commencé"));
        assert!(page.text().contains("rien n’est réservé à l’équipe"));

        // Reported with a script that saves; the learner reads it as it is written.
        let begun = carbonnel.post(format!("{address}/mener"), &[]).await;
        let editor = begun.location().to_owned();
        let page = carbonnel.get(&editor).await;
        page.assert_sound();
        let fields = [("version", &*version(&page)), ("lived", NASTY), ("decisions", "Refaire la procédure.")];
        let saved = carbonnel.post_by_script(&editor, &fields).await;
        assert_eq!(saved.status, StatusCode::OK);
        assert!(ines.get(&address).await.text().contains("Refaire la procédure."));
        assert!(!ines.get(&address).await.text().contains("<script>alert"));
        let late = ines.post(format!("{address}/signature"), &[("version", "9")]).await;
        assert_eq!(late.location(), address, "it does not wait for the learner yet");

        // Signed by one: a page left open keeps its text beside.
        let now = saved.json()["version"].to_string();
        let fields = [("version", &*now), ("lived", NASTY), ("decisions", "Refaire la procédure.")];
        let signed = carbonnel.post(format!("{address}/signer"), &fields).await;
        assert_eq!(signed.location(), address);
        let open = carbonnel.post_by_script(&editor, &[("version", &*now), ("lived", "Autre chose")]).await;
        assert_eq!(open.status, StatusCode::CONFLICT);
        assert!(open.json()["message"].as_str().unwrap().contains("gardé à part"));
        let kept = carbonnel.get(open.json()["conflict_url"].as_str().unwrap()).await;
        kept.assert_sound();
        assert!(kept.text().contains("Autre chose") && !kept.text().contains("Prendre cette version"));

        // … by both.
        assert!(ines.get("/notifications").await.text().contains("attend votre signature"));
        let page = ines.get("/dossier/entretiens").await;
        page.assert_sound();
        assert!(page.text().contains("Lire et signer"));
        let page = ines.get(&address).await;
        page.assert_sound();
        let signature = [("version", &*version(&page))];
        ines.post(format!("{address}/signature"), &signature).await;
        let page = ines.get(&address).await;
        page.assert_sound();
        assert!(page.all(".j-chip").contains(&"Signé".to_owned()));
        assert!(carbonnel.get("/notifications").await.text().contains("signé par les deux"));
        assert_eq!(events(house, "portfolio.interview_signed_by_learner").await, 1);

        // What is signed does not change: neither reopened, nor deleted, nor moved.
        for below in ["reprendre", "supprimer", "annuler", "mener"] {
            carbonnel.post(format!("{address}/{below}"), &[("version", "6")]).await;
            assert!(ines.get(&address).await.all(".j-chip").contains(&"Signé".to_owned()), "{below}");
        }
        // A complement does not change it either.
        let empty = ines.post(format!("{address}/complements"), &[("texte", " ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        empty.assert_sound();
        ines.post(format!("{address}/complements"), &[("texte", "J’ai aussi fait la sauvegarde.")]).await;
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        assert!(page.text().contains("J’ai aussi fait la sauvegarde."));
    }

    async fn two_who_write_at_once_keep_both_texts(house) {
        let cast = Cast::new(house).await;
        let address = held(&cast).await;
        let (mut carbonnel, mut lemoine) = (cast.browser(cast.carbonnel).await, cast.browser(cast.lemoine).await);
        let editor = format!("{address}/compte-rendu");
        let before = version(&carbonnel.get(&editor).await);
        let fields = |text| [("version", before.as_str()), ("lived", text)];
        let first = carbonnel.post_by_script(&editor, &fields("Un premier récit")).await;
        assert_eq!(first.status, StatusCode::OK);
        let second = lemoine.post(&editor, &fields("Un second récit")).await;
        let compare = second.location().to_owned();
        let page = lemoine.get(&compare).await;
        page.assert_sound();
        assert!(page.text().contains("Un premier récit") && page.text().contains("Un second récit"));
        let take = page.attributes("form[action$='/prendre']", "action").remove(0);
        lemoine.post(&take, &[]).await;
        assert_eq!(typed(&lemoine.get(&editor).await, "lived"), "Un second récit");
        // The one that was in place is kept.
        let page = lemoine.get(format!("{address}/versions/2")).await;
        assert!(page.text().contains("Un premier récit"));
        // Only who leads the interview signs it.
        let page = lemoine.get(&editor).await;
        assert!(!page.text().contains("formaction"));
        let refused = lemoine.post(format!("{address}/signer"), &[("lived", "x")]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }

    async fn a_report_that_was_taken_up_again_is_not_signed_unread(house) {
        let cast = Cast::new(house).await;
        let address = held(&cast).await;
        let (mut ines, mut carbonnel) = (cast.browser(cast.ines).await, cast.browser(cast.carbonnel).await);
        let editor = format!("{address}/compte-rendu");
        let sign = async |carbonnel: &mut Browser, text: &str| {
            let now = version(&carbonnel.get(&editor).await);
            carbonnel.post(format!("{address}/signer"), &[("version", &*now), ("lived", text)]).await
        };
        // An empty report is not signed, and what was typed elsewhere stays.
        let empty = sign(&mut carbonnel, " ").await;
        assert_eq!(empty.location(), editor);
        assert!(carbonnel.get(&editor).await.text().contains("avant de le signer"));
        sign(&mut carbonnel, "Une version").await;
        let read = version(&ines.get(&address).await);
        carbonnel.post(format!("{address}/reprendre"), &[]).await;
        sign(&mut carbonnel, "Une tout autre version").await;
        ines.post(format!("{address}/signature"), &[("version", &*read)]).await;
        let page = ines.get(&address).await;
        assert!(page.text().contains("a changé pendant que vous lisiez"));
        assert!(page.all(".j-chip").contains(&"À signer".to_owned()));
        // What was signed first is kept.
        let kept = carbonnel.get(format!("{address}/versions/1")).await;
        assert!(kept.text().contains("Une version"));
    }

    async fn an_interview_is_moved_cancelled_planned_again_deleted_and_restored(house) {
        let cast = Cast::new(house).await;
        let address = planned(&cast).await;
        let (mut ines, mut carbonnel) = (cast.browser(cast.ines).await, cast.browser(cast.carbonnel).await);
        let form = format!("{address}/modifier");
        let page = carbonnel.get(&form).await;
        page.assert_sound();
        assert_eq!(page.attributes("[name=heure]", "value"), ["14:30"]);
        let seen = version(&page);
        let fields = plan(cast.carbonnel);
        post(&mut carbonnel, &form, &fields, &[("version", &seen), ("jour", "2027-03-12")]).await;
        assert!(ines.get("/notifications").await.text().contains("Un entretien formatif a changé"));
        let page = ines.get(&address).await;
        assert!(page.text().contains("vendredi 12 mars 2027") && page.text().contains("Prévu avant le"));
        // Of two who move it at once the second is told and keeps what was typed.
        let late = post(&mut carbonnel, &form, &fields, &[("version", &seen), ("lieu", "Ailleurs")]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        late.assert_sound();
        assert_eq!(late.attributes("[name=lieu]", "value"), ["Ailleurs"]);
        assert_eq!(version(&late), "2");

        let cancel = [("version", "2"), ("texte", "Grève des transports")];
        carbonnel.post(format!("{address}/annuler"), &cancel).await;
        let page = ines.get(&address).await;
        page.assert_sound();
        assert!(page.text().contains("Grève des transports"));
        assert!(ines.get(format!("{address}/calendrier.ics")).await.text().contains("STATUS:CANCELLED"));
        post(&mut carbonnel, &form, &fields, &[("version", "3")]).await;
        assert!(ines.get(&address).await.all(".j-chip").contains(&"Prévu".to_owned()));

        carbonnel.post(format!("{address}/supprimer"), &[]).await;
        for (browser, what) in [(&mut ines, "learner"), (&mut carbonnel, "team")] {
            assert_eq!(browser.get(&address).await.status, StatusCode::NOT_FOUND, "{what}");
        }
        let page = carbonnel.get("/relances/corbeille").await;
        page.assert_sound();
        let restore = page.attributes("form[action$='/restaurer']", "action").remove(0);
        carbonnel.post(&restore, &[]).await;
        assert_eq!(ines.get(&address).await.status, StatusCode::OK);
    }

    async fn what_stayed_thirty_days_in_the_corbeille_is_removed_for_good(house) {
        let cast = Cast::new(house).await;
        let address = planned(&cast).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        carbonnel.post(format!("{address}/supprimer"), &[]).await;
        house.app.clock.advance(chrono::Duration::days(29));
        house.run_jobs().await;
        assert_eq!(events(house, "portfolio.interview_purged").await, 0);
        house.app.clock.advance(chrono::Duration::days(2));
        house.run_jobs().await;
        assert_eq!(events(house, "portfolio.interview_purged").await, 1);
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        assert!(carbonnel.get("/relances/corbeille").await.text().contains("La corbeille est vide"));
    }

    async fn an_interview_is_its_learners_and_their_teams_alone(house) {
        let cast = Cast::new(house).await;
        let address = held(&cast).await;
        let gets = ["", "/calendrier.ics"];
        let team_gets = ["/modifier", "/preparer", "/compte-rendu", "/versions/1"];
        let posts = ["modifier", "annuler", "preparer", "mener", "compte-rendu", "signer", "reprendre", "supprimer", "restaurer", "versions/1/prendre"];
        // Another learner, another team, another school.
        let mut strangers = [cast.browser(cast.paul).await, cast.browser(cast.stranger).await, outsider(house).await];
        for browser in &mut strangers {
            for below in gets {
                assert_eq!(browser.get(format!("{address}{below}")).await.status, StatusCode::NOT_FOUND, "{below}");
            }
            for below in ["signature", "complements"] {
                let answer = browser.post(format!("{address}/{below}"), &[("texte", "x")]).await;
                assert!(answer.status == StatusCode::NOT_FOUND || answer.status == StatusCode::FORBIDDEN, "{below}");
            }
        }
        let [_, stranger, _] = &mut strangers;
        for below in team_gets {
            assert_eq!(stranger.get(format!("{address}{below}")).await.status, StatusCode::NOT_FOUND, "{below}");
        }
        for below in posts {
            let answer = stranger.post(format!("{address}/{below}"), &[("version", "3")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{below}");
        }
        assert_eq!(stranger.get(format!("/personnes/{}/entretiens", cast.ines)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.get(format!("/classes/{}/entretiens", cast.class)).await.status, StatusCode::NOT_FOUND);
        // Heads and inspectors look at work that is handed in, not at this.
        for role in [Role::Head, Role::Inspector, Role::Admin] {
            let mut browser = cast.with_role(role).await;
            assert_eq!(browser.get(&address).await.status, StatusCode::FORBIDDEN, "{role}");
        }
        let (mut parent, child) = cast.guardian_of((2011, 1, 1)).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let form = format!("/personnes/{child}/entretiens/nouveau");
        let theirs = post(&mut carbonnel, &form, &plan(cast.carbonnel), &[]).await;
        assert_eq!(parent.get(theirs.location()).await.status, StatusCode::FORBIDDEN);
        let path = parent.get(format!("/personnes/{child}/parcours")).await;
        assert!(!path.text().contains("/entretiens"));
        // The learner does not lead.
        let mut ines = cast.browser(cast.ines).await;
        for below in posts {
            let answer = ines.post(format!("{address}/{below}"), &[]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{below}");
        }
        assert_eq!(house.anonymous().get(&address).await.status, StatusCode::SEE_OTHER);
    }

    async fn the_class_and_the_reminders_cost_no_more_statements_for_thirty_than_for_three(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let pages = [
            format!("/classes/{}/entretiens", cast.class),
            "/relances".to_owned(),
        ];
        planned(&cast).await;
        let mut counts = Vec::new();
        for round in 0..2 {
            if round == 1 {
                for number in 0..28 {
                    let learner = cast.school.learner("Ada", &format!("Numéro{number}")).await;
                    cast.school.enrol(cast.class, &[learner]).await;
                    let form = format!("/personnes/{learner}/entretiens/nouveau");
                    post(&mut carbonnel, &form, &plan(cast.carbonnel), &[]).await;
                }
            }
            for address in &pages {
                carbonnel.get(address).await;
                let before = house.app.db.statements();
                let page = carbonnel.get(address).await;
                page.assert_sound();
                counts.push(house.app.db.statements() - before);
            }
        }
        assert_eq!(counts[..2], counts[2..]);
        assert!(counts.iter().all(|n| *n <= 9), "{counts:?}");
        assert_eq!(carbonnel.get(&pages[0]).await.all("tbody tr").len(), 30);
    }
}
