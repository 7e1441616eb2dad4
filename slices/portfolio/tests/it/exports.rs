//! « Mon dossier en PDF »: what goes in, one job for two clicks, kept and
//! replaced, failures in a sentence, erased in time. The typesetter here writes
//! down what it is given; the real one is tested with the house as a whole.

use std::sync::Arc;

use chrono::Duration;
use db::jobs::Worker;
use db::sea_orm::{ConnectionTrait, Statement};
use documents::DocumentRenderer;
use files::testing::jpeg;
use http::StatusCode;
use kernel::AccountId;
use people::testing::House;
use portfolio::report::State;
use web::testing::{Answer, Browser};

use crate::cast::{Cast, events, outsider};
use crate::reports::address;
use crate::retouching::press;
use crate::typesetters::{Broken, Panics, Scribe, WithoutFonts};

const PAGE: &str = "/dossier/export";
const PDF: &str = "/dossier/export.pdf";
/// The usual form: all that was handed in. The test ticks what it wants in.
const USUAL: [(&str, &str); 1] = [("pieces", "oui")];

async fn make_with(house: &House, renderer: impl DocumentRenderer + 'static) {
    let worker = Worker::new(house.app.db.clone(), house.app.clock.clone());
    let worker = portfolio::api::register_exports(&house.app, worker, Arc::new(renderer));
    worker.run_until_idle().await.unwrap();
}

async fn make(house: &House) {
    make_with(house, Scribe).await;
}

async fn rows(house: &House, table: &str) -> usize {
    let reader = house.app.db.reader();
    let sql = format!("SELECT 1 AS one FROM {table}");
    let statement = Statement::from_string(reader.get_database_backend(), sql);
    reader.query_all_raw(statement).await.unwrap().len()
}

/// The ticked form of the page, with more fields.
async fn ask(browser: &mut Browser, more: &[(&str, &str)]) -> Answer {
    let page = browser.get(PAGE).await;
    page.assert_sound();
    let ticked = page.attributes("[name=comptes_rendus][checked]", "value");
    let mut fields: Vec<(&str, &str)> = ticked
        .iter()
        .map(|id| ("comptes_rendus", id.as_str()))
        .collect();
    fields.extend(USUAL);
    fields.extend(more);
    browser.post(PAGE, &fields).await
}

async fn pdf(browser: &mut Browser) -> String {
    let answer = browser.get(PDF).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.starts_with(b"%PDF"));
    answer.text()
}

async fn asked_and_made(house: &House, browser: &mut Browser, more: &[(&str, &str)]) -> String {
    assert_eq!(ask(browser, more).await.location(), PAGE);
    make(house).await;
    pdf(browser).await
}

async fn picture(browser: &mut Browser, place: &str, name: &str, side: u32) -> String {
    browser.upload(place, &[], name, &jpeg(side, 30)).await;
    let page = browser.get("/dossier/pieces").await;
    let names = page.all("[data-upload-list] .j-files strong");
    let links = page.attributes("[data-upload-list] .j-files a:has(strong)", "href");
    let at = names.iter().position(|one| one == name).expect("the piece");
    links[at].clone()
}

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn a_learner_asks_for_their_dossier_sees_how_far_it_is_and_fetches_it(house) {
        let cast = Cast::new(house).await;
        let mut ines = cast.browser(cast.ines).await;
        let report = cast.report(cast.ines, "Monter un site", State::Submitted, &["C1.1", "C2.1.1"]).await;
        cast.report(cast.ines, "Pas encore prêt", State::Draft, &["C1.2"]).await;
        cast.report(cast.paul, "Le texte de Paul", State::Submitted, &["C1.1"]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let said = [("version", "1"), ("points_forts", "La démarche est claire.")];
        carbonnel.post(format!("/lecture/{report}/retour"), &said).await;
        let level = [("cible", "C1.1"), ("niveau", "3"), ("commentaire", "")];
        carbonnel.post(format!("/personnes/{}/positionnements", cast.ines), &level).await;

        // From « Mon parcours » to the page.
        let home = ines.get("/dossier").await;
        assert!(home.attributes("main a", "href").contains(&PAGE.to_owned()));
        let page = ines.get(PAGE).await;
        page.assert_sound();
        assert_eq!(page.h1(), "Mon dossier en PDF");
        assert_eq!(page.all("form button").pop().unwrap(), "Préparer mon dossier");
        assert_eq!(ines.get(PDF).await.status, StatusCode::NOT_FOUND);

        assert_eq!(ask(&mut ines, &[]).await.location(), PAGE);
        let page = ines.get(PAGE).await;
        page.assert_sound();
        assert_eq!(page.attributes("progress", "value"), ["0"]);
        assert!(page.all("[role=status]").concat().contains("attend son tour"));
        assert!(page.attributes("main a", "href").contains(&PAGE.to_owned()), "« Actualiser »");
        let script = ines.get_by_script(PAGE).await.json();
        assert_eq!((&script["over"], &script["percent"]), (&false.into(), &0.into()));

        make(house).await;
        assert_eq!(ines.get_by_script(PAGE).await.json()["over"], true);
        let page = ines.get(PAGE).await;
        page.assert_sound();
        assert!(page.text().contains("Télécharger (PDF, 7\u{a0}pages"));
        assert!(page.text().contains("PDF/UA-1"));
        assert!(page.text().contains("1\u{a0}compte rendu, sans les brouillons"));
        assert!(!page.text().contains("a changé depuis"));
        let answer = ines.get(PDF).await;
        assert_eq!(answer.headers["cache-control"], "no-store");
        let disposition = answer.headers["content-disposition"].to_str().unwrap().to_owned();
        assert!(disposition.starts_with("attachment") && disposition.contains("pdf"), "{disposition}");

        let said = answer.text();
        for words in [
            "Inès Ferrand", "Monter un site", "J’ai fait ce qui était demandé.", "CS SNO", "Soumis le 9 mars 2027",
            "La démarche est claire.", "Points forts", "Carbonnel", "level: 3",
        ] {
            assert!(said.contains(words), "not in the document: {words}\n{said}");
        }
        for words in ["Pas encore prêt", "Le texte de Paul"] {
            assert!(!said.contains(words), "in the document: {words}");
        }
        assert_eq!(events(house, "portfolio.export_requested").await, 1);
        assert_eq!(events(house, "portfolio.export_made").await, 1);

        // It is theirs alone.
        for mut other in [cast.browser(cast.paul).await, outsider(house).await] {
            assert_eq!(other.get(PDF).await.status, StatusCode::NOT_FOUND);
            assert!(!other.get(PAGE).await.text().contains("Télécharger"));
        }
        assert_eq!(carbonnel.get(PDF).await.status, StatusCode::FORBIDDEN);
    }

    async fn drafts_and_other_pieces_go_in_when_ticked_and_reports_are_chosen(house) {
        let cast = Cast::new(house).await;
        let mut ines = cast.browser(cast.ines).await;
        let kept = cast.report(cast.ines, "À garder", State::Validated, &["C1.1"]).await;
        let left = cast.report(cast.ines, "À laisser", State::Submitted, &["C1.1"]).await;
        cast.report(cast.ines, "Mon brouillon", State::Draft, &["C1.1"]).await;
        ines.post("/dossier/pieces/liens", &[("adresse", "https://example.org/vitrine"), ("intitule", "Ma vitrine")]).await;

        let all = asked_and_made(house, &mut ines, &[("brouillons", "oui")]).await;
        for words in ["À garder", "À laisser", "Mon brouillon", "Validé le", "\"Brouillon\"", "Mes autres pièces", "Ma vitrine"] {
            assert!(all.contains(words), "{words}\n{all}");
        }
        // One report, without the pieces; the page remembers the choice.
        let chosen = [("comptes_rendus", &*kept.to_string())];
        assert_eq!(ines.post(PAGE, &chosen).await.location(), PAGE);
        make(house).await;
        let one = pdf(&mut ines).await;
        assert!(one.contains("À garder"));
        for words in ["À laisser", "Mon brouillon", "Mes autres pièces", "Ma vitrine"] {
            assert!(!one.contains(words), "{words}");
        }
        let words: String = one.split_whitespace().collect();
        assert!(words.contains("proofs:Some(1,)") && !words.contains("proofs:Some(2,)"), "only what is in it proves something");
        let page = ines.get(PAGE).await;
        assert_eq!(page.attributes("[name=comptes_rendus][checked]", "value"), [kept.to_string()]);
        assert!(page.text().contains("1 sur 2"));

        // None ticked is refused, and what was chosen is still there.
        let refused = ines.post(PAGE, &USUAL).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert!(refused.all(".j-error").concat().contains("Cochez au moins un compte rendu"));
        assert_eq!(refused.attributes("[name=pieces][checked]", "value").len(), 1);
        // A report of another learner is passed over.
        let foreign = cast.report(cast.paul, "Le texte de Paul", State::Submitted, &[]).await;
        let both = [("comptes_rendus", &*left.to_string()), ("comptes_rendus", &*foreign.to_string())];
        ines.post(PAGE, &both).await;
        make(house).await;
        let said = pdf(&mut ines).await;
        assert!(said.contains("À laisser") && !said.contains("Le texte de Paul"));
    }

    async fn the_last_submitted_version_goes_in_not_what_is_being_written(house) {
        let cast = Cast::new(house).await;
        let mut ines = cast.browser(cast.ines).await;
        let report = cast.report(cast.ines, "Le site", State::ToRevise, &["C1.1"]).await;
        let page = ines.get(address(report)).await;
        let version = page.attributes("[name=version]", "value").remove(0);
        let fields = [
            ("version", &*version), ("titre", "Titre en chantier"), ("nature", "activity"), ("contexte", "school"),
            ("produced", "Pas encore relu"),
        ];
        ines.post(format!("{}/enregistrer", address(report)), &fields).await;
        let back = cast.report(cast.ines, "Repris avant lecture", State::Submitted, &[]).await;
        cast.withdraw(cast.ines, back).await;
        ines.post(format!("{}/supprimer", address(cast.report(cast.ines, "Jeté", State::Draft, &[]).await)), &[]).await;

        let said = asked_and_made(house, &mut ines, &[]).await;
        assert!(said.contains("Le site") && said.contains("À reprendre") && said.contains("ce qui était demandé"));
        for words in ["chantier", "Pas encore relu", "Repris avant lecture", "Jeté"] {
            assert!(!said.contains(words), "{words}");
        }
    }

    async fn asking_twice_at_once_makes_one_job(house) {
        let cast = Cast::new(house).await;
        let (mut one, mut other) = (cast.browser(cast.ines).await, cast.browser(cast.ines).await);
        let (first, second) = tokio::join!(one.post(PAGE, &USUAL), other.post(PAGE, &USUAL));
        assert_eq!((first.location(), second.location()), (PAGE, PAGE));
        one.post(PAGE, &USUAL).await;
        assert_eq!(rows(house, "dossier_exports").await, 1);
        assert_eq!(rows(house, "jobs WHERE kind = 'portfolio.make_export'").await, 1);
        make(house).await;
        // The empty dossier of somebody who has just come is a dossier too.
        assert!(pdf(&mut one).await.contains("reports: []"));
        one.post(PAGE, &USUAL).await;
        assert_eq!(rows(house, "jobs WHERE kind = 'portfolio.make_export'").await, 2);
    }

    async fn an_image_without_description_is_said_led_to_and_mended(house) {
        let cast = Cast::new(house).await;
        let mut ines = cast.browser(cast.ines).await;
        let report = cast.report(cast.ines, "Le site", State::Draft, &["C1.1"]).await;
        let pieces = format!("{}/pieces", address(report));
        picture(&mut ines, &pieces, "ecran.jpg", 40).await;
        let loose = picture(&mut ines, "/dossier/pieces", "seule.jpg", 50).await;
        let version = ines.get(address(report)).await.attributes("[name=version]", "value").remove(0);
        let fields = [
            ("version", &*version), ("titre", "Le site"), ("nature", "activity"), ("contexte", "school"),
            ("produced", "Voir ecran.jpg."),
        ];
        let handed = ines.post(format!("{}/soumettre", address(report)), &fields).await;
        assert_eq!(handed.status, StatusCode::SEE_OTHER, "{}", handed.text());

        let said = asked_and_made(house, &mut ines, &[]).await;
        assert!(said.contains("ecran.jpg") && said.contains("seule.jpg"));
        assert!(!said.contains("None]"), "the bytes of an image were not read: {said}");
        let page = ines.get(PAGE).await;
        page.assert_sound();
        assert!(page.text().contains("2 sans description.") && page.text().contains("PDF/A-2"));
        assert!(page.text().contains("2\u{a0}images à décrire"));
        let links = page.attributes("main details a", "href");
        assert!(links.contains(&loose.replace("/pieces/", "/dossier/pieces/")), "{links:?}");

        for link in links {
            let described = [("description", "Un écran rouge et bleu")];
            let action = link.replace("/dossier/pieces/", "/pieces/");
            let done = ines.post(format!("{action}/description"), &described).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        }
        let page = ines.get(PAGE).await;
        page.assert_sound();
        assert!(page.text().contains("Votre dossier a changé depuis"));
        assert!(!page.text().contains("à décrire"));
        assert_eq!(page.all("form button").pop().unwrap(), "Refaire");

        // The next takes its place; neither counts among the learner's files.
        let before = ines.get("/dossier/pieces").await.all("#place ~ p").concat();
        assert!(asked_and_made(house, &mut ines, &[]).await.contains("Un écran rouge et bleu"));
        let page = ines.get(PAGE).await;
        assert!(page.text().contains("PDF/UA-1") && !page.text().contains("a changé depuis"));
        assert_eq!(rows(house, "files WHERE kind = 'pdf'").await, 1);
        assert_eq!(ines.get("/dossier/pieces").await.all("#place ~ p").concat(), before);
        assert_eq!(before, ines.get("/dossier/pieces").await.all("#place ~ p").concat());
    }

    async fn what_was_hidden_in_a_picture_does_not_go_on_in_an_older_pdf(house) {
        let cast = Cast::new(house).await;
        let mut ines = cast.browser(cast.ines).await;
        let piece = picture(&mut ines, "/dossier/pieces", "visage.jpg", 400).await;
        asked_and_made(house, &mut ines, &[]).await;
        ask(&mut ines, &[]).await;
        let zone = [("zone_x", "10"), ("zone_y", "5"), ("zone_largeur", "50"), ("zone_hauteur", "20")];
        let hidden = press(&mut ines, &piece, "enregistrer", &zone).await;
        assert_eq!(hidden.status, StatusCode::SEE_OTHER, "{}", hidden.text());
        assert_eq!(ines.get(PDF).await.status, StatusCode::NOT_FOUND);
        // Nor in the one that was on its way.
        make(house).await;
        assert_eq!(ines.get(PDF).await.status, StatusCode::NOT_FOUND);
        ines.get(PAGE).await.assert_sound();
        asked_and_made(house, &mut ines, &[]).await;
    }

    async fn a_failure_is_a_sentence_with_a_way_out_and_the_last_pdf_stays(house) {
        let cast = Cast::new(house).await;
        let mut ines = cast.browser(cast.ines).await;
        cast.report(cast.ines, "Le site", State::Submitted, &["C1.1"]).await;
        asked_and_made(house, &mut ines, &[]).await;
        for number in 0..3 {
            ask(&mut ines, &[]).await;
            match number {
                0 => make_with(house, Broken).await,
                1 => make_with(house, Panics).await,
                _ => make_with(house, WithoutFonts).await,
            }
            let page = ines.get(PAGE).await;
            page.assert_sound();
            let alert = page.all("[role=alert]").concat();
            assert!(alert.contains("Vos textes et vos pièces sont intacts."), "{alert}");
            assert_eq!(alert.contains("polices"), number == 2, "{alert}");
            assert!(!page.text().contains("a detail for the operator") && !page.text().contains("make assets"));
            assert_eq!(page.all("form button").pop().unwrap(), "Réessayer");
            assert!(pdf(&mut ines).await.contains("Le site"), "the last one is still there");
            assert_eq!(ines.get_by_script(PAGE).await.json()["over"], true);
        }
        ask(&mut ines, &[]).await;
        make(house).await;
        let page = ines.get(PAGE).await;
        assert!(page.all("[role=alert]").is_empty());
        assert_eq!(rows(house, "dossier_exports").await, 1);
        // Those who decide on failed jobs find why.
        assert_eq!(rows(house, "jobs WHERE state = 'failed'").await, 3);
    }

    async fn whoever_left_the_page_is_told_and_after_thirty_days_it_is_erased(house) {
        let cast = Cast::new(house).await;
        let mut ines = cast.browser(cast.ines).await;
        ask(&mut ines, &[]).await;
        house.app.clock.advance(Duration::minutes(5));
        make(house).await;
        let told = ines.get("/notifications").await;
        assert!(told.text().contains("Votre dossier en PDF est prêt."));

        house.app.clock.advance(Duration::days(29));
        house.run_jobs().await;
        let mut ines = cast.browser(cast.ines).await;
        assert_eq!(ines.get(PDF).await.status, StatusCode::OK);
        house.app.clock.advance(Duration::days(2));
        house.run_jobs().await;
        let mut ines = cast.browser(cast.ines).await;
        assert_eq!(ines.get(PDF).await.status, StatusCode::NOT_FOUND);
        let page = ines.get(PAGE).await;
        page.assert_sound();
        assert_eq!(page.all("form button").pop().unwrap(), "Préparer mon dossier");
        assert_eq!(rows(house, "dossier_exports").await + rows(house, "files").await, 0);
        assert_eq!(events(house, "portfolio.export_erased").await, 1);
    }

    async fn sixty_reports_cost_no_more_statements_than_three(house) {
        let cast = Cast::new(house).await;
        let write = async |n: usize| {
            for i in 0..n {
                let state = [State::Submitted, State::ToRevise, State::Draft, State::Validated][i % 4];
                let report = cast.report(cast.ines, "Un compte rendu", state, &["C1.1", "C2.1"]).await;
                cast.links(cast.ines, report, 0..1).await;
            }
        };
        write(4).await;
        let few = statements(house, &cast, cast.ines).await;
        write(60).await;
        let many = statements(house, &cast, cast.ines).await;
        assert_eq!(few.0, many.0);
        // How far it is is written once a second, whatever there is to read.
        assert!(many.1 <= few.1 + 4, "{few:?} then {many:?}");
        assert!(many.0 <= 20, "{many:?}");
    }
}

/// The statements of the page once a PDF is there, and of making one.
async fn statements(house: &House, cast: &Cast<'_>, who: AccountId) -> (u64, u64) {
    let mut browser = cast.browser(who).await;
    asked_and_made(house, &mut browser, &[("brouillons", "oui")]).await;
    ask(&mut browser, &[("brouillons", "oui")]).await;
    let before = house.app.db.statements();
    make(house).await;
    let made = house.app.db.statements() - before;
    let before = house.app.db.statements();
    let page = browser.get(PAGE).await;
    assert_eq!(page.status, 200);
    (house.app.db.statements() - before, made)
}
