//! Results of Pix: from a file to the profile of a learner.

use http::StatusCode;
use kernel::Role;
use web::testing::{Answer, Browser};

use crate::cast::{Cast, events, outsider};

const HEAD: &str = "\u{feff}\"Nom de l'organisation\";\"ID Campagne\";\"Code\";\"Nom de la campagne\";\"Nom du Participant\";\"Prénom du Participant\";\"Envoi (O/N)\";\"Date et heure de l'envoi (Europe/Paris)\";\"Nombre de pix total\";\"Certifiable (O/N)\";\"Nombre de compétences certifiables\";\"Niveau pour la compétence Interagir\";\"Nombre de pix pour la compétence Interagir\"\n";

/// A collection of profiles: last name, first name, what follows « Envoi ».
fn profiles(organisation: &str, campaign: u32, people: &[(&str, &str, &str)]) -> String {
    let mut file = HEAD.to_owned();
    for (last, first, sent) in people {
        file.push_str(&format!(
            "\"{organisation}\";{campaign};\"ABCDEF123\";\"Pix de rentrée\";\"{last}\";\"{first}\";{sent}\n"
        ));
    }
    file
}

const SENT: &str = "\"Oui\";\"08/03/2027 10:15\";412;\"Oui\";5;4;34";
const NOT_SENT: &str = "\"Non\";\"NA\";\"NA\";\"NA\";\"NA\";\"NA\";\"NA\"";
const HERE: &str = "Lycée 0009017B";

async fn send(browser: &mut Browser, cast: &Cast<'_>, file: &str) -> Answer {
    let address = format!("/classes/{}/pix", cast.class);
    browser
        .upload(address, &[], "pix.csv", file.as_bytes())
        .await
}

/// Sends a file that is taken; its page.
async fn staged(browser: &mut Browser, cast: &Cast<'_>, file: &str) -> (String, Answer) {
    let answer = send(browser, cast, file).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let address = answer.location().to_owned();
    let page = browser.get(&address).await;
    page.assert_sound();
    (address, page)
}

/// The numbers at the top of the preview.
fn counts(page: &Answer) -> Vec<String> {
    page.all(".j-import-counts a")
}

/// Agrees to what the page shows, with choices.
async fn agree(
    browser: &mut Browser,
    address: &str,
    page: &Answer,
    choices: &[(&str, &str)],
) -> Answer {
    let stamp = page.attributes("[name=etat]", "value").remove(0);
    let mut fields = vec![("etat", stamp.as_str())];
    fields.extend(choices);
    browser.post(format!("{address}/importer"), &fields).await
}

people::on_both_engines! {
    modules: vec![portfolio::module()];

    async fn a_file_of_pix_is_shown_then_kept_once(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let file = profiles(HERE, 12, &[
            ("FERRAND", "Ines", SENT),
            ("Martin", "Paul", NOT_SENT),
            ("Dehors", "Zoé", SENT),
        ]);
        let (address, page) = staged(&mut carbonnel, &cast, &file).await;
        assert_eq!(counts(&page), ["1 À garder", "1 Hors de la classe", "1 Pas encore envoyés"]);
        let text = page.text();
        assert!(text.contains("N’est pas dans CS SNO") && text.contains("Dehors Zoé"));
        assert!(text.contains("Nom du Participant"), "by which column");
        assert!(text.contains("412\u{a0}pix"));
        // Nothing is written before somebody agrees.
        let mut ines = cast.browser(cast.ines).await;
        assert!(!ines.get("/dossier/numerique").await.text().contains("Pix de rentrée"));

        let done = agree(&mut carbonnel, &address, &page, &[]).await;
        assert_eq!(done.location(), address);
        let page = carbonnel.get(&address).await;
        page.assert_sound();
        assert!(page.h1().contains("est importé") && page.text().contains("1\u{a0}résultat gardé"));
        assert!(!page.text().contains("Dehors"), "names outside the class are forgotten");
        assert_eq!(events(house, "portfolio.pix_imported").await, 1);

        let profile = ines.get("/dossier/numerique").await;
        profile.assert_sound();
        let text = profile.text();
        assert!(text.contains("Pix de rentrée") && text.contains("412\u{a0}pix"));
        assert!(profile.all("[data-steps='8'] .j-marker--pix").len() == 1);
        let skill = ines.get("/dossier/transversales/crcn-2.1").await;
        skill.assert_sound();
        assert!(skill.all("#pix ~ ol li").join(" ").contains("Niveau 4, Indépendant (34 pix)"));

        // The same file again changes nothing.
        let (_, page) = staged(&mut carbonnel, &cast, &file).await;
        assert_eq!(counts(&page), ["1 Hors de la classe", "1 Pas encore envoyés", "1 Déjà importés"]);
        assert!(page.text().contains("Ce fichier ne changerait rien"));
        let again = carbonnel.post(format!("{address}/importer"), &[]).await;
        assert_eq!(again.status, 303, "done already: said, not done again");
        // A later sending is another result; the first one stays.
        let later = SENT.replace("08/03/2027 10:15", "09/03/2027 08:00").replace("412", "500");
        let file = profiles(HERE, 12, &[("Ferrand", "Inès", &later)]);
        let (address, page) = staged(&mut carbonnel, &cast, &file).await;
        agree(&mut carbonnel, &address, &page, &[]).await;
        let text = ines.get("/dossier/numerique").await.text();
        assert!(text.contains("412\u{a0}pix") && text.contains("500\u{a0}pix"));
    }

    async fn homonyms_are_told_apart_by_hand(house) {
        let cast = Cast::new(house).await;
        let other = cast.school.learner("Paul", "Martin").await;
        cast.school.enrol(cast.class, &[other]).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let file = profiles(HERE, 12, &[("Martin", "Paul", SENT), ("Ferrand", "Inès", SENT)]);
        let (address, page) = staged(&mut carbonnel, &cast, &file).await;
        assert_eq!(counts(&page), ["1 À décider", "1 À garder"]);
        assert!(page.text().contains("2 personnes de CS SNO s’appellent ainsi"));
        let refused = agree(&mut carbonnel, &address, &page, &[("ligne-2", "")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert!(refused.all(".j-error").join(" ").contains("Ligne 2 : choisissez une personne"));
        // All or nothing: the other line was not kept either.
        assert!(!cast.browser(cast.ines).await.get("/dossier/numerique").await.text().contains("Pix de rentrée"));
        // Somebody who is no candidate is refused.
        let stranger = cast.ines.to_string();
        let refused = agree(&mut carbonnel, &address, &page, &[("ligne-2", &stranger)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let chosen = other.to_string();
        assert_eq!(agree(&mut carbonnel, &address, &page, &[("ligne-2", &chosen)]).await.status, 303);
        assert!(cast.browser(other).await.get("/dossier/numerique").await.text().contains("Pix de rentrée"));
        assert!(!cast.browser(cast.paul).await.get("/dossier/numerique").await.text().contains("Pix de rentrée"));
    }

    async fn a_learner_twice_in_the_file_counts_once_or_is_asked_about(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let file = profiles(HERE, 12, &[("Ferrand", "Inès", SENT), ("FERRAND", "INES", SENT)]);
        let (address, page) = staged(&mut carbonnel, &cast, &file).await;
        assert_eq!(counts(&page), ["1 À garder", "1 Laissées de côté"]);
        assert!(page.text().contains("La ligne\u{a0}2 dit exactement la même chose"));
        carbonnel.post(format!("{address}/abandonner"), &[]).await;
        assert_eq!(carbonnel.get(&address).await.status, StatusCode::NOT_FOUND);
        let other = SENT.replace("412", "77").replace("10:15", "11:00");
        let file = profiles(HERE, 12, &[("Ferrand", "Inès", SENT), ("Ferrand", "Inès", &other)]);
        let (address, page) = staged(&mut carbonnel, &cast, &file).await;
        assert_eq!(counts(&page), ["2 À décider"]);
        let ines = cast.ines.to_string();
        let choices = [("ligne-2", ines.as_str()), ("ligne-3", "laisser")];
        assert_eq!(agree(&mut carbonnel, &address, &page, &choices).await.status, 303);
        let text = cast.browser(cast.ines).await.get("/dossier/numerique").await.text();
        assert!(text.contains("412\u{a0}pix") && !text.contains("77\u{a0}pix"));
    }

    async fn a_file_of_another_school_or_campaign_says_so(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        // Nobody of the class: refused at once.
        let foreign = profiles("Lycée Lointain", 12, &[("Dehors", "Zoé", SENT)]);
        let refused = send(&mut carbonnel, &cast, &foreign).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        let said = refused.all(".j-error").join(" ");
        assert!(said.contains("Personne de CS SNO") && said.contains("Lycée Lointain"), "{said}");
        // A namesake is in it: somebody has to say that the name is theirs.
        let file = profiles("Lycée Lointain", 12, &[("Ferrand", "Inès", SENT)]);
        let (address, page) = staged(&mut carbonnel, &cast, &file).await;
        assert!(page.text().contains("que Jalon ne connaît pas"));
        let refused = agree(&mut carbonnel, &address, &page, &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.assert_sound();
        assert!(refused.all(".j-error").join(" ").contains("cochez la case"));
        assert_eq!(agree(&mut carbonnel, &address, &page, &[("confirmation", "oui")]).await.status, 303);
        // Once said, it is remembered.
        let file = profiles("Lycée Lointain", 13, &[("Ferrand", "Inès", SENT)]);
        let (_, page) = staged(&mut carbonnel, &cast, &file).await;
        assert!(!page.text().contains("que Jalon ne connaît pas"));
        // The code that was announced is another campaign's.
        let address = format!("/classes/{}/pix", cast.class);
        let refused = carbonnel.upload(&address, &[("code", "ZZZ999")], "pix.csv", file.as_bytes()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.all(".j-error").join(" ").contains("ABCDEF123"));
        assert_eq!(refused.attributes("#code", "value"), ["ZZZ999"], "what was typed is kept");
        // Two campaigns in one file.
        let mut mixed = profiles(HERE, 12, &[("Ferrand", "Inès", SENT)]);
        mixed.push_str(&profiles(HERE, 99, &[("Martin", "Paul", SENT)])[HEAD.len()..]);
        let refused = send(&mut carbonnel, &cast, &mixed).await;
        assert!(refused.all(".j-error").join(" ").contains("mélange deux campagnes"));
    }

    async fn a_broken_file_is_refused_with_its_sentence(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let whole = profiles(HERE, 12, &[("Ferrand", "Inès", SENT)]);
        for (file, said) in [
            (whole.replace("Prénom du Participant", "Autre"), "la colonne «\u{202f}Prénom du Participant\u{202f}»"),
            (whole.replace("compétence Interagir", "compétence Jongler"), "Aucune colonne"),
            (HEAD.to_owned(), "aucun participant"),
            ("Nom;Prénom\nFerrand;Inès\n".to_owned(), "n’est pas un export de résultats de Pix"),
            ("%PDF-1.7".to_owned(), "n’est pas un export de résultats de Pix"),
            (whole.replace("Inès", "InÃ¨s"), "abîmées"),
            (String::new(), "vide"),
        ] {
            let refused = send(&mut carbonnel, &cast, &file).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
            refused.assert_sound();
            let shown = refused.all(".j-error").join(" ");
            let folded = said.replace(['\u{202f}', '\u{a0}'], " ");
            assert!(shown.replace(['\u{202f}', '\u{a0}'], " ").contains(&folded), "{shown}");
        }
        // One bad value costs its line alone, which is named.
        let bad = SENT.replace(";4;34", ";neuf;34");
        let file = profiles(HERE, 12, &[("Ferrand", "Inès", &bad), ("Martin", "Paul", SENT), (NASTY_NAME, "x", SENT)]);
        let (_, page) = staged(&mut carbonnel, &cast, &file).await;
        assert_eq!(counts(&page), ["1 À garder", "1 Laissées de côté", "1 Hors de la classe"]);
        assert!(page.text().contains("neuf") && !page.text().contains("<script>alert"));
    }

    async fn what_changed_since_the_check_stops_the_import(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let file = profiles(HERE, 12, &[("Ferrand", "Inès", SENT)]);
        let (address, page) = staged(&mut carbonnel, &cast, &file).await;
        let namesake = cast.school.learner("Inès", "Ferrand").await;
        cast.school.enrol(cast.class, &[namesake]).await;
        let refused = agree(&mut carbonnel, &address, &page, &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("ont changé depuis cette vérification"));
        assert_eq!(counts(&refused), ["1 À décider"]);
        // Two colleagues agree to the same import: once.
        let mut lemoine = cast.browser(cast.lemoine).await;
        let chosen = cast.ines.to_string();
        let page = lemoine.get(&address).await;
        assert_eq!(agree(&mut lemoine, &address, &page, &[("ligne-2", &chosen)]).await.status, 303);
        let late = agree(&mut carbonnel, &address, &page, &[("ligne-2", &chosen)]).await;
        assert_eq!(late.status, 303);
        assert_eq!(events(house, "portfolio.pix_imported").await, 1);
        assert_eq!(carbonnel.post(format!("{address}/abandonner"), &[]).await.status, StatusCode::CONFLICT);
    }

    async fn only_the_team_brings_results_in_and_old_files_are_forgotten(house) {
        let cast = Cast::new(house).await;
        let mut carbonnel = cast.browser(cast.carbonnel).await;
        let file = profiles(HERE, 12, &[("Ferrand", "Inès", SENT)]);
        let (address, _) = staged(&mut carbonnel, &cast, &file).await;
        let list = format!("/classes/{}/pix", cast.class);
        for account in [cast.stranger] {
            let mut browser = cast.browser(account).await;
            assert_eq!(browser.get(&list).await.status, StatusCode::NOT_FOUND);
            assert_eq!(browser.get(&address).await.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(outsider(house).await.get(&address).await.status, StatusCode::NOT_FOUND);
        for role in [Role::Learner, Role::Head, Role::Inspector, Role::Guardian] {
            assert_eq!(cast.with_role(role).await.get(&list).await.status, StatusCode::FORBIDDEN, "{role}");
        }
        assert_eq!(house.anonymous().get(&list).await.status, StatusCode::SEE_OTHER);
        let page = carbonnel.get(&list).await;
        page.assert_sound();
        assert_eq!(page.attributes(".j-records a", "href"), std::slice::from_ref(&address));
        house.app.clock.advance(chrono::Duration::days(13));
        house.run_jobs().await;
        assert_eq!(cast.browser(cast.carbonnel).await.get(&address).await.status, StatusCode::OK);
        house.app.clock.advance(chrono::Duration::days(2));
        house.run_jobs().await;
        assert_eq!(cast.browser(cast.carbonnel).await.get(&address).await.status, StatusCode::NOT_FOUND);
    }
}

/// A name that a file may hold.
const NASTY_NAME: &str = "<script>alert(1)</script>";
