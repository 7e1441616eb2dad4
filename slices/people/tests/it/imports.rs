//! Importing the files that schools export.

use std::io::Write as _;

use people::testing::{House, School};
use web::testing::Browser;

use crate::{HERE, THERE};

const SIECLE: &str = include_str!("../data/ElevesSansAdresses.xml");
const GUARDIANS: &str = include_str!("../data/ResponsablesAvecAdresses.xml");
const STS: &str = include_str!("../data/sts_emp_0009017B_2026.xml");

/// As the application of origin writes it: ISO-8859-15.
fn latin(text: &str) -> Vec<u8> {
    encoding_rs::ISO_8859_15.encode(text).0.into_owned()
}

fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer
        .start_file(name, zip::write::SimpleFileOptions::default())
        .unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap().into_inner()
}

async fn administrator(school: &School<'_>) -> Browser {
    let admin = school.admin().await;
    school.browser(admin).await
}

/// Sends a file; the address of its import.
async fn send(browser: &mut Browser, name: &str, bytes: &[u8]) -> String {
    let answer = browser
        .upload("/admin/imports/nouveau", &[], name, bytes)
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

/// Confirms an import and waits for it.
async fn confirm(house: &House, browser: &mut Browser, address: &str) {
    let answer = browser.post(format!("{address}/importer"), &[]).await;
    assert_eq!(answer.status, 303);
    let waiting = browser.get(address).await;
    assert_eq!(waiting.h1(), "Import en cours");
    waiting.assert_sound();
    house.run_jobs().await;
    let done = browser.get(address).await;
    assert_eq!(done.h1(), "Import terminé", "{}", done.text());
    done.assert_sound();
}

/// The numbers of the page: all, to create, to change, problems, aside, same.
async fn counts(browser: &mut Browser, address: &str) -> Vec<String> {
    let page = browser.get(address).await;
    page.assert_sound();
    page.all(".j-import-counts strong")
}

people::on_both_engines! {
    modules: vec![];

    async fn a_siecle_zip_fills_an_empty_school_and_the_same_one_changes_nothing(house) {
        let school = house.school(HERE).await;
        let mut admin = administrator(&school).await;
        let file = zipped("ElevesSansAdresses.xml", &latin(SIECLE));
        let address = send(&mut admin, "ExportXML_ElevesSansAdresses.zip", &file).await;
        // Two to create in the class of the diploma, one who left, one of another diploma.
        assert_eq!(counts(&mut admin, &address).await, ["4", "2", "0", "0", "2", "0"]);
        assert_eq!(admin.get("/admin/personnes").await.all("tbody th").len(), 1, "nothing yet");
        confirm(house, &mut admin, &address).await;
        let classes = admin.get("/admin/classes").await;
        assert_eq!(classes.all("tbody th"), ["CSSNO1"]);
        let class = classes.attributes("tbody th a", "href")[0].clone();
        let page = admin.get(&class).await.text();
        assert!(page.contains("Ferrand Inès") && page.contains("L’Étoile Tom"), "{page}");
        assert!(page.contains("apprentissage"), "{page}");
        let people = admin.get("/admin/personnes?q=ferrand").await;
        let ines = people.attributes("tbody th a", "href")[0].clone();
        assert!(admin.get(&ines).await.text().contains("080000001AA"));
        // Twice the same file: no doubles.
        let again = send(&mut admin, "ElevesSansAdresses.xml", &latin(SIECLE)).await;
        assert_eq!(counts(&mut admin, &again).await, ["4", "0", "0", "0", "2", "2"]);
        assert!(admin.get(&again).await.text().contains("ne changerait rien"));
    }

    async fn guardians_and_staff_follow_the_learners(house) {
        let school = house.school(HERE).await;
        let mut admin = administrator(&school).await;
        let address = send(&mut admin, "eleves.xml", &latin(SIECLE)).await;
        confirm(house, &mut admin, &address).await;
        let younger = SIECLE.replace("02/11/2008", "02/11/2012");
        let address = send(&mut admin, "eleves.xml", &latin(&younger)).await;
        // The INE recognises her; her birth date changes.
        assert_eq!(counts(&mut admin, &address).await, ["4", "0", "1", "0", "2", "1"]);
        assert!(admin.get(format!("{address}?etat=change")).await.text().contains("2 novembre 2012"));
        confirm(house, &mut admin, &address).await;
        let address = send(&mut admin, "responsables.xml", &latin(GUARDIANS)).await;
        assert_eq!(counts(&mut admin, &address).await, ["2", "1", "0", "0", "1", "0"]);
        confirm(house, &mut admin, &address).await;
        let address = send(&mut admin, "responsables.xml", &latin(GUARDIANS)).await;
        assert_eq!(counts(&mut admin, &address).await, ["2", "0", "0", "0", "1", "1"]);
        let address = send(&mut admin, "sts_emp.xml", &latin(STS)).await;
        assert_eq!(counts(&mut admin, &address).await, ["2", "1", "0", "0", "1", "0"]);
        confirm(house, &mut admin, &address).await;
        let classes = admin.get("/admin/classes").await;
        let class = classes.attributes("tbody th a", "href")[0].clone();
        assert!(admin.get(&class).await.text().contains("Carbonnel"));
    }

    async fn a_table_asks_for_its_columns_and_remembers_them(house) {
        let school = house.school(HERE).await;
        let class = school.class("CS SNO 1").await;
        let mut admin = administrator(&school).await;
        let table = "Apprenant;Arrivée au monde\nDIALLO Fatou;14/02/2009\n<script>alert(1)</script> Zoé;\n=CMD Léa;03/09/2008\n";
        let address = send(&mut admin, "liste.csv", table.as_bytes()).await;
        let page = admin.get(&address).await;
        assert_eq!(page.h1(), "Indiquer les colonnes");
        page.assert_sound();
        assert!(!page.text().contains("<script>alert"));
        let empty = admin.post(format!("{address}/colonnes"), &[("colonne", ""), ("colonne", "naissance")]).await;
        assert_eq!(empty.status, 422);
        assert!(empty.text().contains("Indiquez la colonne du nom"));
        admin.post(format!("{address}/colonnes"), &[("colonne", "nom_prenom"), ("colonne", "naissance")]).await;
        assert_eq!(counts(&mut admin, &address).await, ["3", "0", "0", "0", "3", "0"]);
        let into = format!("into:{class}");
        admin.post(format!("{address}/classes"), &[("classe", &into)]).await;
        assert_eq!(counts(&mut admin, &address).await, ["3", "3", "0", "0", "0", "0"]);
        let report = admin.get(format!("{address}/rapport.csv")).await;
        assert!(report.text().contains("\"'=CMD Léa\""), "{}", report.text());
        confirm(house, &mut admin, &address).await;
        let again = send(&mut admin, "liste.csv", table.as_bytes()).await;
        let page = admin.get(&again).await;
        assert_eq!(page.attributes("select option[selected]", "value"), ["nom_prenom", "naissance"]);
    }

    async fn a_file_that_cannot_be_taken_says_why_and_changes_nothing(house) {
        let school = house.school(HERE).await;
        let mut admin = administrator(&school).await;
        let other = SIECLE.replace(HERE, THERE);
        let old = SIECLE.replace("<ANNEE_SCOLAIRE>2026", "<ANNEE_SCOLAIRE>2021");
        let cases: [(Vec<u8>, &str); 6] = [
            (latin(&other), "celui de l’établissement 0750001U"),
            (latin(&old), "2021-2022"),
            (latin(SIECLE)[..900].to_vec(), "incomplet"),
            (SIECLE.as_bytes().to_vec(), "accentuées"),
            (b"%PDF-1.7".to_vec(), "ne reconnaît pas"),
            (Vec::new(), "vide"),
        ];
        for (bytes, words) in cases {
            let answer = admin.upload("/admin/imports/nouveau", &[], "a.xml", &bytes).await;
            assert_eq!(answer.status, 422, "{words}");
            answer.assert_sound();
            assert!(answer.text().contains(words), "{words}");
        }
        assert!(admin.get("/admin/imports").await.text().contains("Aucun fichier"));
    }

    async fn what_changed_since_the_check_stops_the_import_whole(house) {
        let school = house.school(HERE).await;
        let mut admin = administrator(&school).await;
        let address = send(&mut admin, "eleves.xml", &latin(SIECLE)).await;
        school.learner("Inès", "Ferrand").await;
        admin.post(format!("{address}/importer"), &[]).await;
        house.run_jobs().await;
        let page = admin.get(&address).await;
        assert!(page.text().contains("a changé depuis la vérification"), "{}", page.text());
        assert!(admin.get("/admin/classes").await.all("tbody th").is_empty());
        // The namesake without birth date is now a problem to look at.
        admin.post(format!("{address}/verifier"), &[]).await;
        assert_eq!(counts(&mut admin, &address).await, ["4", "1", "0", "1", "2", "0"]);
        // Confirmed twice, written once.
        admin.post(format!("{address}/importer"), &[]).await;
        admin.post(format!("{address}/importer"), &[]).await;
        house.run_jobs().await;
        assert_eq!(admin.get(&address).await.h1(), "Import terminé");
    }

    async fn an_import_given_up_is_forgotten(house) {
        let school = house.school(HERE).await;
        let mut admin = administrator(&school).await;
        let address = send(&mut admin, "eleves.xml", &latin(SIECLE)).await;
        let answer = admin.post(format!("{address}/abandonner"), &[]).await;
        assert_eq!(answer.location(), "/admin/imports");
        assert_eq!(admin.get(&address).await.status, 404);
        admin.post(format!("{address}/importer"), &[]).await;
        house.run_jobs().await;
        assert_eq!(admin.get("/admin/personnes").await.all("tbody th").len(), 1);
    }

    async fn the_import_of_another_school_is_unknown(house) {
        let school = house.school(HERE).await;
        let mut admin = administrator(&school).await;
        let address = send(&mut admin, "eleves.xml", &latin(SIECLE)).await;
        let other = house.school(THERE).await;
        let mut stranger = administrator(&other).await;
        for path in ["", "/rapport.csv"] {
            assert_eq!(stranger.get(format!("{address}{path}")).await.status, 404);
        }
        for path in ["colonnes", "classes", "verifier", "importer", "abandonner"] {
            assert_eq!(stranger.post(format!("{address}/{path}"), &[]).await.status, 404, "{path}");
        }
    }

    async fn three_thousand_learners_are_written_at_once(house) {
        let school = house.school(HERE).await;
        let class = school.class("C0").await;
        let mut admin = administrator(&school).await;
        let mut table = String::from("Nom;Prénom;Date de naissance;INE;Classe\n");
        for n in 0..3_000 {
            table.push_str(&format!("Nom{n};Léa;02/11/2008;{n:010}A;C0\n"));
        }
        let address = send(&mut admin, "liste.csv", table.as_bytes()).await;
        let columns = ["nom", "prenom", "naissance", "ine", "classe"].map(|code| ("colonne", code));
        admin.post(format!("{address}/colonnes"), &columns).await;
        assert_eq!(counts(&mut admin, &address).await, ["3000", "3000", "0", "0", "0", "0"]);
        let page = admin.get(&address).await;
        let next = page.attributes(".j-pagination a", "href")[0].clone();
        assert!(admin.get(&next).await.text().contains("Nom50 "));
        confirm(house, &mut admin, &address).await;
        let size = people::api::learners_of_class(&house.app.db, school.id, class).await.unwrap();
        assert_eq!(size.len(), 3_000);
    }
}
