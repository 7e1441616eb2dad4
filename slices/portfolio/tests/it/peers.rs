//! Readings between peers, from their preparation to what the author reads:
//! who sees which name when, and what nobody sees.

use http::StatusCode;
use kernel::Role;
use portfolio::report::{ReportId, State};
use web::testing::{Answer, Browser};

use crate::cast::{Cast, NASTY, events, outsider};

const MINE: &str = "/dossier/relectures";

/// The fields that prepare a round on the productions of Inès and Paul.
fn round_fields<'a>(reports: &'a [String], anonymous: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("titre", "Relire le guide"),
        ("consigne", "Mettez-vous à la place d’un agent."),
        ("criteres", "C1.1"),
        ("propres", "On comprend sans aide"),
        ("lecteurs", "1"),
        ("anonymat", anonymous),
        ("cloture", "2099-12-31"),
    ];
    fields.extend(reports.iter().map(|id| ("comptes", id.as_str())));
    fields
}

/// A round between Inès and Paul, prepared by Mme Carbonnel: its address.
async fn prepared(cast: &Cast<'_>, carbonnel: &mut Browser, anonymous: &str) -> String {
    let mut reports = Vec::new();
    for (learner, title) in [
        (cast.ines, "Le guide d’Inès"),
        (cast.paul, "Le guide de Paul"),
    ] {
        let id = cast
            .report(learner, title, State::Submitted, &["C1.1"])
            .await;
        reports.push(id.to_string());
    }
    let address = format!("/classes/{}/relectures/nouvelle?mission=tous", cast.class);
    let page = carbonnel.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    page.assert_sound();
    let done = carbonnel
        .post(&address, &round_fields(&reports, anonymous))
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    done.location().to_owned()
}

/// Hands in a report of Inès as it stands.
async fn submit(house: &people::testing::House, cast: &Cast<'_>, report: ReportId) {
    let (clock, school, learner) = (house.app.clock.clone(), cast.school.id, cast.ines);
    house
        .app
        .db
        .write(move |tx| {
            let clock = clock.clone();
            async move { portfolio::api::submit(&tx, &clock, school, learner, report).await }
        })
        .await
        .unwrap();
}

async fn act(browser: &mut Browser, round: &str, what: &str) -> Answer {
    let version = version(browser, round).await;
    browser
        .post(format!("{round}/{what}"), &[("version", &version)])
        .await
}

async fn version(browser: &mut Browser, round: &str) -> String {
    let page = browser.get(round).await;
    page.assert_sound();
    let versions = page.attributes("[name=version]", "value");
    versions.first().cloned().unwrap_or_else(|| "1".to_owned())
}

/// The address of the only production that somebody has to read.
async fn to_read(reader: &mut Browser) -> String {
    let page = reader.get(MINE).await;
    page.assert_sound();
    page.attributes("[aria-labelledby=a-relire] a", "href")
        .remove(0)
}

const SAID: [(&str, &str); 6] = [
    ("version", "1"),
    ("critere-1", "3"),
    ("critere-2", "sans-avis"),
    ("point_fort", "Les captures sont nettes."),
    ("question", "Pourquoi ce profil ?"),
    ("rendre", "oui"),
];

async fn hand_in(reader: &mut Browser) -> String {
    let address = to_read(reader).await;
    let done = reader.post(&address, &SAID).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    address
}

people::on_both_engines! {
    modules: vec![learning::module(), portfolio::module()];

    async fn a_production_is_read_by_a_peer_and_handed_over_by_the_team(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let mut ines = cast.browser(cast.ines).await;
        let mut paul = cast.browser(cast.paul).await;
        let round = prepared(&cast, &mut carbonnel, "oui").await;
        // Nobody sees what is only prepared.
        assert!(ines.get(MINE).await.text().contains("Rien à relire"));
        act(&mut carbonnel, &round, "ouvrir").await;

        let address = to_read(&mut paul).await;
        let page = paul.get(&address).await;
        page.assert_sound();
        assert!(page.text().contains("J’ai fait ce qui était demandé."));
        assert!(page.text().contains("l’équipe, elle, voit toujours le vôtre"));
        assert!(!page.text().contains("Inès Ferrand"), "anonymous both ways");
        hand_in(&mut paul).await;
        // Nothing reaches the author before the team hands it over, and the
        // paths do not show it either.
        assert!(!ines.get(MINE).await.text().contains("Une relecture"));
        let received = format!("{MINE}/recues/{}", round.rsplit('/').next().unwrap());
        assert_eq!(ines.get(&received).await.status, StatusCode::NOT_FOUND);
        assert_eq!(ines.get("/dossier").await.all(".j-bloc .j-marker--peer").len(), 0);
        let early = act(&mut carbonnel, &round, "remettre").await;
        assert_eq!(early.status, StatusCode::SEE_OTHER);
        assert_eq!(events(house, "portfolio.peers_released").await, 0);

        act(&mut carbonnel, &round, "clore").await;
        act(&mut carbonnel, &round, "remettre").await;
        let page = ines.get(&received).await;
        page.assert_sound();
        assert!(page.text().contains("Les captures sont nettes."));
        assert!(page.text().contains("Réalise en autonomie") && page.text().contains("Ne peut pas le dire"));
        assert!(!page.text().contains("Paul") && page.text().contains("Relecture 1"));
        assert_eq!(page.all(".j-level").len(), 0, "words, never a number");
        // One point of view of the peers, apart, without a name.
        let path = ines.get("/dossier").await;
        assert_eq!(path.all("#c1-1 .j-marker--peer").len(), 1);
        let history = ines.get("/dossier/positionnements/C1.1").await;
        assert!(history.text().contains("Un·e camarade") && !history.text().contains("Paul"));
        let team = format!("/personnes/{}/positionnements/C1.1", cast.ines);
        assert!(carbonnel.get(&team).await.text().contains("Paul Martin"));
        // Paul wrote; nobody wrote for him.
        let his = received.clone();
        assert_eq!(paul.get(&his).await.status, StatusCode::NOT_FOUND);
        let told = ines.get("/notifications").await;
        assert!(told.text().contains("Vos camarades ont relu votre travail"));
        assert!(!told.text().contains("captures"));
        for action in ["prepared", "opened", "closed", "released"] {
            assert_eq!(events(house, &format!("portfolio.peers_{action}")).await, 1, "{action}");
        }
    }

    async fn names_are_shown_when_the_round_is_not_anonymous(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let mut ines = cast.browser(cast.ines).await;
        let mut paul = cast.browser(cast.paul).await;
        let round = prepared(&cast, &mut carbonnel, "non").await;
        act(&mut carbonnel, &round, "ouvrir").await;
        let address = hand_in(&mut paul).await;
        assert!(paul.get(&address).await.text().contains("Inès Ferrand"));
        act(&mut carbonnel, &round, "clore").await;
        act(&mut carbonnel, &round, "remettre").await;
        let received = format!("{MINE}/recues/{}", round.rsplit('/').next().unwrap());
        assert!(ines.get(received).await.text().contains("Paul Martin"));
    }

    async fn an_unkind_remark_is_hidden_kept_and_frozen(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let mut ines = cast.browser(cast.ines).await;
        let mut paul = cast.browser(cast.paul).await;
        let round = prepared(&cast, &mut carbonnel, "oui").await;
        act(&mut carbonnel, &round, "ouvrir").await;
        let address = hand_in(&mut paul).await;
        let reading = address.rsplit('/').next().unwrap();
        let fields = [("relecture", reading), ("remarque", "question"), ("masquer", "oui")];
        let hide = format!("{round}/masquer");
        assert_eq!(carbonnel.post(&hide, &fields).await.status, StatusCode::SEE_OTHER);
        // Its author sees that it is hidden and cannot put another in its place.
        let page = paul.get(&address).await;
        page.assert_sound();
        assert!(page.text().contains("masqué par l’équipe") && page.text().contains("Pourquoi ce profil"));
        let again = [("version", "2"), ("question", "Encore pire"), ("point_fort", "Clair.")];
        assert_eq!(paul.post(&address, &again).await.status, StatusCode::SEE_OTHER);
        let team = carbonnel.get(&round).await;
        assert!(team.text().contains("Pourquoi ce profil") && !team.text().contains("Encore pire"));
        assert_eq!(team.all(".is-hidden").len(), 1);
        act(&mut carbonnel, &round, "clore").await;
        act(&mut carbonnel, &round, "remettre").await;
        let received = format!("{MINE}/recues/{}", round.rsplit('/').next().unwrap());
        let page = ines.get(&received).await;
        assert!(page.text().contains("Clair.") && !page.text().contains("Pourquoi ce profil"));
        // Shown again after all.
        let fields = [("relecture", reading), ("remarque", "question"), ("masquer", "non")];
        carbonnel.post(&hide, &fields).await;
        assert!(ines.get(&received).await.text().contains("Pourquoi ce profil"));
        assert_eq!(events(house, "portfolio.peer_remark_hidden").await, 1);
        assert_eq!(events(house, "portfolio.peer_remark_shown").await, 1);
        // A reading of another round is not hidden from here.
        let foreign = [("relecture", "00000000-0000-0000-0000-000000000000"), ("remarque", "question")];
        assert_eq!(carbonnel.post(&hide, &foreign).await.status, StatusCode::NOT_FOUND);
    }

    async fn a_production_and_its_pieces_are_open_to_their_reader_while_the_round_is(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let mut paul = cast.browser(cast.paul).await;
        let report = cast.report(cast.ines, "Avec pièces", State::Draft, &["C1.1"]).await;
        cast.links(cast.ines, report, 0..1).await;
        let mut ines = cast.browser(cast.ines).await;
        submit(house, &cast, report).await;
        let mine = cast.report(cast.paul, "Le mien", State::Submitted, &["C1.1"]).await;
        let address = format!("/classes/{}/relectures/nouvelle?mission=tous", cast.class);
        let reports = [report.to_string(), mine.to_string()];
        let round = carbonnel.post(&address, &round_fields(&reports, "oui")).await.location().to_owned();
        act(&mut carbonnel, &round, "ouvrir").await;
        let reading = to_read(&mut paul).await;
        let piece = paul.get(&reading).await.attributes(".j-report .j-files a", "href").remove(0);
        assert!(piece.starts_with("https://example.org"), "{piece}");
        let pieces = ines.get("/dossier/pieces").await.attributes(".j-files .wide a", "href");
        let piece = pieces.iter().find(|href| href.starts_with("/dossier/pieces/")).unwrap();
        let piece = piece.replace("/dossier", "");
        assert_eq!(paul.get(&piece).await.status, StatusCode::SEE_OTHER);
        act(&mut carbonnel, &round, "clore").await;
        assert_eq!(paul.get(&piece).await.status, StatusCode::NOT_FOUND);
        let closed = paul.get(&reading).await;
        closed.assert_sound();
        assert!(!closed.text().contains("J’ai fait ce qui était demandé."));
        // Too late: refused, and what was typed is shown.
        let late = paul.post(&reading, &SAID).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.text().contains("Les captures sont nettes."));
        // The report itself never opens by the door of the team or of its author.
        for address in [format!("/lecture/{report}"), format!("/dossier/comptes-rendus/{report}")] {
            assert_ne!(paul.get(&address).await.status, StatusCode::OK, "{address}");
        }
        // Reopened: he reads again.
        let version = version(&mut carbonnel, &round).await;
        let fields = [("version", version.as_str()), ("cloture", "2099-12-31")];
        carbonnel.post(format!("{round}/rouvrir"), &fields).await;
        assert_eq!(paul.get(&piece).await.status, StatusCode::SEE_OTHER);
        assert_eq!(events(house, "portfolio.peers_reopened").await, 1);
        // Taken back by its author: nobody reads it.
        cast.withdraw(cast.ines, report).await;
        assert_eq!(paul.get(&piece).await.status, StatusCode::NOT_FOUND);
        let gone = paul.get(&reading).await;
        gone.assert_sound();
        assert!(!gone.text().contains("J’ai fait ce qui était demandé."));
    }

    async fn who_has_left_the_class_reads_no_more(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let round = prepared(&cast, &mut carbonnel, "oui").await;
        act(&mut carbonnel, &round, "ouvrir").await;
        let mut paul = cast.browser(cast.paul).await;
        let reading = to_read(&mut paul).await;
        let mut admin = cast.with_role(Role::Admin).await;
        let out = format!("/admin/classes/{}/apprenants/{}/sortie", cast.class, cast.paul);
        assert_eq!(admin.post(out, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(paul.get(&reading).await.status, StatusCode::NOT_FOUND);
        assert!(paul.get(MINE).await.text().contains("Rien à relire"));
    }

    async fn who_reads_whom_is_changed_but_never_taken_from_who_has_begun(house) {
        let cast = Cast::new(house).await;
        let zoe = cast.school.learner("Zoé", "Petit").await;
        cast.school.enrol(cast.class, &[zoe]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let round = prepared(&cast, &mut carbonnel, "oui").await;
        let form = format!("{round}/repartition");
        let page = carbonnel.get(&form).await;
        page.assert_sound();
        let names: Vec<String> = page.attributes("select", "name");
        let (of_ines, of_paul) = (names[0].clone(), names[3].clone());
        let (ines, paul, zoe) = (cast.ines.to_string(), cast.paul.to_string(), zoe.to_string());
        let save = async |browser: &mut Browser, first: &str, second: &str| {
            let version = version(browser, &form).await;
            let fields = [("version", version.as_str()), (&*of_ines, first), (&*of_paul, second)];
            browser.post(&form, &fields).await
        };
        // Nobody reads themself, and nobody is left without a reader.
        for (first, second) in [(ines.as_str(), ines.as_str()), ("", ines.as_str())] {
            let refused = save(&mut carbonnel, first, second).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            refused.assert_sound();
        }
        assert_eq!(save(&mut carbonnel, &zoe, &ines).await.status, StatusCode::SEE_OTHER);
        act(&mut carbonnel, &round, "ouvrir").await;
        let mut reader = cast.browser(zoe.parse().unwrap()).await;
        hand_in(&mut reader).await;
        // Zoé has written: she stays, whoever is added.
        assert_eq!(save(&mut carbonnel, &paul, &ines).await.status, StatusCode::SEE_OTHER);
        let text = carbonnel.get(&round).await.text();
        assert!(text.contains("Zoé Petit") && text.contains("Paul Martin"), "{text}");
        // Two colleagues at once: the second is told, and keeps their choices.
        let late = [("version", "1"), (&*of_ines, &*paul), (&*of_paul, &*ines)];
        let refused = carbonnel.post(&form, &late).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("collègue"));
    }

    async fn what_is_wrong_is_said_and_what_was_typed_is_kept(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let round = prepared(&cast, &mut carbonnel, "oui").await;
        let address = format!("/classes/{}/relectures/nouvelle?mission=tous", cast.class);
        let refused = carbonnel.post(&address, &[("titre", NASTY), ("propres", NASTY)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert!(refused.text().contains("🦊") && !refused.text().contains("<script>alert"));
        for id in ["comptes", "lecteurs", "anonymat", "cloture"] {
            assert_eq!(refused.all(&format!("#{id}-erreur")).len(), 1, "{id}");
        }
        act(&mut carbonnel, &round, "ouvrir").await;
        let mut paul = cast.browser(cast.paul).await;
        let reading = to_read(&mut paul).await;
        let long = "é".repeat(2_000);
        let fields = [("version", "1"), ("question", NASTY), ("suggestion", &*long), ("rendre", "oui")];
        let refused = paul.post(&reading, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        for id in ["criteres", "point-fort", "suggestion"] {
            assert_eq!(refused.all(&format!("#{id}-erreur")).len(), 1, "{id}");
        }
        assert!(refused.text().contains("🦊") && !refused.text().contains("<script>alert"));
        // Kept with gaps, then from an older tab.
        let kept = paul.post(&reading, &[("version", "1"), ("point_fort", "Bien")]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER);
        let late = paul.post(&reading, &[("version", "1"), ("point_fort", "Autre onglet")]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.text().contains("Autre onglet") && late.text().contains("autre onglet"));
        assert_eq!(late.attributes("[name=version]", "value"), ["2"]);
        // What is only kept is not handed over.
        act(&mut carbonnel, &round, "clore").await;
        act(&mut carbonnel, &round, "remettre").await;
        let received = format!("{MINE}/recues/{}", round.rsplit('/').next().unwrap());
        let mut ines = cast.browser(cast.ines).await;
        assert_eq!(ines.get(received).await.status, StatusCode::NOT_FOUND);
    }

    async fn others_see_nothing_of_it(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let round = prepared(&cast, &mut carbonnel, "oui").await;
        act(&mut carbonnel, &round, "ouvrir").await;
        let mut paul = cast.browser(cast.paul).await;
        let reading = hand_in(&mut paul).await;
        let prepare = format!("/classes/{}/relectures/nouvelle", cast.class);
        let mut stranger = cast.browser(cast.stranger).await;
        let mut outsider = outsider(house).await;
        for browser in [&mut stranger, &mut outsider] {
            for address in [&round, &format!("{round}/repartition"), &prepare] {
                assert_eq!(browser.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
            }
            for what in ["ouvrir", "clore", "remettre", "rouvrir", "masquer", "repartition"] {
                let refused = browser.post(format!("{round}/{what}"), &[("version", "2")]).await;
                assert_eq!(refused.status, StatusCode::NOT_FOUND, "{what}");
            }
        }
        assert!(!stranger.get("/relectures").await.text().contains("Relire le guide"));
        // Her own reading is hers; that of Paul is his.
        let mut ines = cast.browser(cast.ines).await;
        assert_eq!(ines.get(&reading).await.status, StatusCode::NOT_FOUND);
        assert_eq!(ines.post(&reading, &SAID).await.status, StatusCode::NOT_FOUND);
        assert_eq!(ines.get(&round).await.status, StatusCode::FORBIDDEN);
        for role in [Role::Head, Role::Inspector, Role::Guardian, Role::Admin] {
            let mut looks = cast.with_role(role).await;
            for address in [round.as_str(), "/relectures", MINE, &reading] {
                assert_eq!(looks.get(address).await.status, StatusCode::FORBIDDEN, "{role} {address}");
            }
        }
        assert_eq!(house.anonymous().get(&round).await.status, StatusCode::SEE_OTHER);
    }

    async fn thirty_readings_cost_no_more_statements_than_two(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let few = prepared(&cast, &mut carbonnel, "oui").await;
        let mut reports = Vec::new();
        for n in 0..15 {
            let learner = cast.school.learner("Camille", &format!("Nom{n}")).await;
            cast.school.enrol(cast.class, &[learner]).await;
            reports.push(cast.report(learner, "Un travail", State::Submitted, &["C1.1"]).await.to_string());
        }
        let address = format!("/classes/{}/relectures/nouvelle?mission=tous", cast.class);
        let before = statements(house, &mut carbonnel, &address).await;
        let mut fields = round_fields(&reports, "oui");
        for field in &mut fields {
            if field.0 == "lecteurs" { field.1 = "2"; }
        }
        let many = carbonnel.post(&address, &fields).await.location().to_owned();
        for browser in [&mut carbonnel] {
            for round in [&few, &many] {
                act(browser, round, "ouvrir").await;
            }
            let counts = [
                (statements(house, browser, &few).await, statements(house, browser, &many).await),
                (
                    statements(house, browser, &format!("{few}/repartition")).await,
                    statements(house, browser, &format!("{many}/repartition")).await,
                ),
            ];
            for (few, many) in counts {
                assert_eq!(few, many);
                assert!(many <= 10, "{many}");
            }
            assert!(statements(house, browser, "/relectures").await <= 4);
        }
        assert!(before <= 11, "{before}");
        let mut paul = cast.browser(cast.paul).await;
        assert!(statements(house, &mut paul, MINE).await <= 6);
    }
}

async fn statements(house: &people::testing::House, browser: &mut Browser, address: &str) -> u64 {
    browser.get(address).await;
    let before = house.app.db.statements();
    let page = browser.get(address).await;
    assert_eq!(page.status, StatusCode::OK, "{address}");
    house.app.db.statements() - before
}
