//! Situations from one school to another, and what they are printed as.

use std::io::{Cursor, Read, Write};

use kernel::{AccountId, Role};
use learning::api::{self, By, DocumentPlace, SituationId};
use learning::situations::{store, whole};
use people::testing::{House, School};
use web::testing::{Answer, Browser};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const HERE: &str = "0009017B";
const THERE: &str = "0750001U";
const IMPORT: &str = "/situations/importer";
/// The smallest document that its content says to be a PDF.
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// The entries of an archive.
fn entries(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            (entry.name().unwrap().to_string(), content)
        })
        .collect()
}

fn archive(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer
            .start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn sheet(bytes: &[u8]) -> serde_json::Value {
    let (_, json) = entries(bytes)
        .into_iter()
        .find(|(name, _)| name == "situation.json")
        .unwrap();
    serde_json::from_slice(&json).unwrap()
}

/// The same archive with its sheet changed.
fn changed(bytes: &[u8], change: impl Fn(&mut serde_json::Value)) -> Vec<u8> {
    let mut all = entries(bytes);
    for (name, content) in &mut all {
        if name == "situation.json" {
            let mut value = serde_json::from_slice(content).unwrap();
            change(&mut value);
            *content = value.to_string().into_bytes();
        }
    }
    archive(&all)
}

async fn send(browser: &mut Browser, bytes: &[u8]) -> Answer {
    browser
        .upload(IMPORT, &[], "Situation.jalon-situation", bytes)
        .await
}

/// Sends a file and agrees; the address of what was created.
async fn import(browser: &mut Browser, bytes: &[u8]) -> String {
    let sent = send(browser, bytes).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let preview = sent.location().to_owned();
    browser.get(&preview).await.assert_sound();
    let created = browser.post(&preview, &[]).await;
    assert_eq!(created.status, 303);
    created.location().to_owned()
}

/// A PDF for the team and a picture for the first mission.
async fn attach(house: &House, school: &School<'_>, by: AccountId, situation: SituationId) {
    let reader = house.app.db.reader();
    let row = store::find(reader, school.id, situation)
        .await
        .unwrap()
        .unwrap();
    let whole = whole::read(reader, &row).await.unwrap();
    let mission = whole.missions[0].row.id;
    let picture = files::testing::jpeg(40, 30);
    for (name, bytes, mission) in [
        ("Consigne.pdf", PDF.to_vec(), None),
        ("Schéma.jpg", picture, Some(mission)),
    ] {
        let stream = futures::stream::iter([Ok::<_, std::io::Error>(bytes.into())]);
        let incoming = house.app.files.receive(stream, name).await.unwrap();
        let prepared = house
            .app
            .files
            .accept(school.id, by, incoming)
            .await
            .unwrap();
        let place = DocumentPlace {
            situation,
            mission,
            id: None,
        };
        let by = By {
            school: school.id,
            account: by,
        };
        let work = (house.app.clock.clone(), house.app.files.clone(), prepared);
        house
            .app
            .db
            .write(move |tx| {
                let (clock, files, prepared) = work.clone();
                async move {
                    api::add_document(&tx, &clock, &files, by, place, &prepared, "Le réseau").await
                }
            })
            .await
            .unwrap();
    }
}

people::on_both_engines! {
    modules: vec![learning::module()];

    async fn the_five_situations_of_the_guide_travel_and_come_out_the_same(house) {
        let (here, there) = (house.school(HERE).await, house.school(THERE).await);
        let carbonnel = here.teacher("Carbonnel").await;
        let sarr = there.teacher("Sarr").await;
        let (mut here, mut there) = (here.browser(carbonnel).await, there.browser(sarr).await);
        let page = here.get(IMPORT).await;
        page.assert_sound();
        for number in 1..=5 {
            let original = here.get(format!("/situations/vosreves/{number}")).await;
            assert!(original.headers["content-disposition"].to_str().unwrap().contains(".jalon-situation"));
            let first = import(&mut here, &original.body).await;
            let exported = here.get(format!("{first}/fichier")).await;
            assert_eq!(sheet(&exported.body), sheet(&original.body), "situation {number}");
            let second = import(&mut there, &exported.body).await;
            let again = there.get(format!("{second}/fichier")).await;
            assert_eq!(again.body, exported.body, "situation {number}");
        }
        // All five joined the organisation that came with the first.
        let text = here.get("/situations/organisations").await.text();
        assert_eq!(text.matches("VosRêves").count().min(1), 1);
        assert_eq!(here.get("/situations/vosreves/6").await.status, 404);
    }

    async fn attachments_travel_and_nothing_of_their_authors_does(house) {
        let (here, there) = (house.school(HERE).await, house.school(THERE).await);
        let carbonnel = here.teacher("Carbonnel").await;
        let mut browser = here.browser(carbonnel).await;
        let original = browser.get("/situations/vosreves/1").await;
        let address = import(&mut browser, &original.body).await;
        let id: SituationId = address.rsplit('/').next().unwrap().parse().unwrap();
        attach(house, &here, carbonnel, id).await;
        let file = browser.get(format!("{address}/fichier")).await;
        let said = sheet(&file.body);
        assert_eq!(said["attachments"][0]["name"], "Consigne.pdf");
        assert_eq!(said["attachments"][1]["mission"], 0);
        assert_eq!(said["attachments"][1]["description"], "Le réseau");
        for (name, content) in entries(&file.body) {
            let text = String::from_utf8_lossy(&content);
            for secret in ["Carbonnel", &carbonnel.to_string(), HERE, "Lycée"] {
                assert!(!text.contains(secret), "{secret} in {name}");
            }
        }
        let sarr = there.teacher("Sarr").await;
        let mut other = there.browser(sarr).await;
        let there = import(&mut other, &file.body).await;
        let again = other.get(format!("{there}/fichier")).await;
        let strip = |bytes: &[u8]| {
            let mut all = entries(bytes);
            all.retain(|(name, _)| name.ends_with(".pdf"));
            all
        };
        assert_eq!(strip(&again.body), strip(&file.body));
        assert_eq!(sheet(&again.body)["attachments"][1]["description"], "Le réseau");
    }

    async fn what_cannot_be_taken_says_why_and_creates_nothing(house) {
        let school = house.school(HERE).await;
        let carbonnel = school.teacher("Carbonnel").await;
        let mut browser = school.browser(carbonnel).await;
        let good = browser.get("/situations/vosreves/1").await.body;
        let with = |entry: &str, content: Vec<u8>| {
            let mut all = entries(&good);
            all.push((entry.to_owned(), content));
            archive(&all)
        };
        let attached = |size: u64, sha: &str, content: Option<&[u8]>| {
            let bytes = changed(&good, |value| {
                value["attachments"] = serde_json::json!([{"path": "pieces/1.pdf", "name": "Consigne.pdf", "size": size, "sha256": sha}]);
            });
            let mut all = entries(&bytes);
            all.extend(content.map(|content| ("pieces/1.pdf".to_owned(), content.to_vec())));
            archive(&all)
        };
        let zeros = "0".repeat(64);
        let mut damaged = good.clone();
        let middle = damaged.len() / 3;
        damaged[middle..middle + 40].fill(7);
        // 250 million zeros fold into a quarter of a megabyte.
        let bomb = with("pieces/1.pdf", vec![0; 250_000_000]);
        assert!(bomb.len() < 1_000_000);
        for (bytes, sentence) in [
            (Vec::new(), "Ce fichier est vide"),
            (b"Bonjour".to_vec(), "Ce n’est pas un fichier de situation Jalon"),
            (archive(&[("mimetype".into(), b"application/zip".to_vec())]), "autre chose qu’une situation"),
            (archive(&[]), "Ce n’est pas un fichier de situation Jalon"),
            (good[..good.len() - 60].to_vec(), "Ce n’est pas un fichier de situation Jalon"),
            (damaged, "abîmé ou incomplet"),
            (changed(&good, |value| value["version"] = 9.into()), "version plus récente de Jalon (format\u{a0}9)"),
            (changed(&good, |value| value["format"] = "autre".into()), "Ce n’est pas un fichier de situation Jalon"),
            (changed(&good, |value| value["situation"]["auteur"] = "Mme Carbonnel".into()), "n’est pas celui d’une situation"),
            (changed(&good, |value| value["curriculum"] = "BTS-SIO".into()), "référentiel «\u{202f}BTS-SIO\u{202f}»"),
            (bomb, "dépasse 200\u{a0}Mo"),
            (with("../../etc/cron.d/jalon", b"x".to_vec()), "chemin interdit"),
            (with("pieces/.cache", b"x".to_vec()), "autre chose qu’une situation"),
            (attached(3, &zeros, None), "«\u{202f}Consigne.pdf\u{202f}» manque"),
            (attached(3, &zeros, Some(b"abc")), "n’est plus celle qui a été exportée"),
            (attached(2, &zeros, Some(b"abc")), "n’est plus celle qui a été exportée"),
        ] {
            let refused = send(&mut browser, &bytes).await;
            assert_eq!(refused.status, 422, "{sentence}");
            refused.assert_sound();
            let said = refused.all(".j-error").join("");
            let sentence = sentence.replace(['\u{a0}', '\u{202f}'], " ");
            assert!(said.contains(&sentence), "{sentence} ≠ {said}");
        }
        let nothing = browser.upload(IMPORT, &[], "", b"x").await;
        assert_eq!(nothing.status, 422);
        assert_eq!(house.uploads_waiting(), 0);
    }

    async fn an_attachment_that_no_upload_would_take_is_named_and_the_rest_is_kept(house) {
        let school = house.school(HERE).await;
        let carbonnel = school.teacher("Carbonnel").await;
        let mut browser = school.browser(carbonnel).await;
        let good = browser.get("/situations/vosreves/2").await.body;
        // The SHA-256 of « MZ ».
        let sha = {
            use sha2::{Digest, Sha256};
            Sha256::digest(b"MZ\x90\x00\x03\x00\x00\x00").iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        };
        let bytes = changed(&good, |value| {
            value["missions"][0]["targets"] = serde_json::json!(["C1.1", "C9.9"]);
            value["attachments"] = serde_json::json!([{"path": "pieces/1.pdf", "name": "Consigne.pdf", "size": 8, "sha256": sha}]);
        });
        let mut all = entries(&bytes);
        all.push(("pieces/1.pdf".into(), b"MZ\x90\x00\x03\x00\x00\x00".to_vec()));
        let sent = send(&mut browser, &archive(&all)).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let preview = browser.get(sent.location()).await;
        preview.assert_sound();
        let notices = preview.all(".j-notice").join(" ");
        assert!(notices.contains("Consigne.pdf"), "{notices}");
        assert!(notices.contains("C9.9 n’est pas dans SNO"), "{notices}");
        let created = browser.post(sent.location(), &[]).await.location().to_owned();
        let exported = sheet(&browser.get(format!("{created}/fichier")).await.body);
        assert_eq!(exported["missions"][0]["targets"], serde_json::json!(["C1.1"]));
        assert_eq!(exported["attachments"], serde_json::json!([]));
    }

    async fn a_situation_that_came_before_is_said_and_never_silently_doubled(house) {
        let school = house.school(HERE).await;
        let carbonnel = school.teacher("Carbonnel").await;
        let mut browser = school.browser(carbonnel).await;
        // From Jalon itself, without a file.
        let sent = browser.post("/situations/vosreves/3", &[]).await;
        let preview = sent.location().to_owned();
        assert!(browser.get(&preview).await.all(".j-notice").is_empty());
        let first = browser.post(&preview, &[]).await.location().to_owned();
        // The same form once more creates nothing; the preview leads to what was created.
        assert_eq!(browser.post(&preview, &[]).await.location(), first);
        assert_eq!(browser.get(&preview).await.location(), first);

        let file = browser.get(format!("{first}/fichier")).await;
        let sent = send(&mut browser, &file.body).await;
        let preview = sent.location().to_owned();
        let page = browser.get(&preview).await;
        page.assert_sound();
        assert!(page.attributes(".j-notice a", "href").contains(&first));
        assert!(page.text().contains("Importer une copie"));
        let copy = browser.post(&preview, &[]).await.location().to_owned();
        assert_ne!(copy, first);

        // Given up: nothing is created, and the file is gone.
        let sent = send(&mut browser, &file.body).await;
        let preview = sent.location().to_owned();
        assert_eq!(browser.post(format!("{preview}/abandonner"), &[]).await.location(), IMPORT);
        assert_eq!(browser.get(&preview).await.status, 404);
    }

    async fn files_that_nobody_imports_are_forgotten(house) {
        let school = house.school(HERE).await;
        let carbonnel = school.teacher("Carbonnel").await;
        let mut browser = school.browser(carbonnel).await;
        let waiting = browser.post("/situations/vosreves/1", &[]).await.location().to_owned();
        let done = browser.post("/situations/vosreves/2", &[]).await.location().to_owned();
        let created = browser.post(&done, &[]).await.location().to_owned();
        house.app.clock.advance(chrono::Duration::days(15));
        house.run_jobs().await;
        let mut browser = school.browser(carbonnel).await;
        assert_eq!(browser.get(&waiting).await.status, 404);
        assert_eq!(browser.get(&done).await.location(), created);
    }

    async fn whoever_reads_takes_whoever_writes_brings_and_nobody_else(house) {
        let school = house.school(HERE).await;
        let carbonnel = school.teacher("Carbonnel").await;
        let mut browser = school.browser(carbonnel).await;
        let preview = browser.post("/situations/vosreves/1", &[]).await.location().to_owned();
        // A colleague does not see what another one is about to import.
        let sarr = school.teacher("Sarr").await;
        let mut colleague = school.browser(sarr).await;
        assert_eq!(colleague.get(&preview).await.status, 404);
        assert_eq!(colleague.post(&preview, &[]).await.status, 404);
        assert_eq!(colleague.post(format!("{preview}/abandonner"), &[]).await.status, 404);
        let situation = browser.post(&preview, &[]).await.location().to_owned();
        let outputs = ["fichier", "fiche.pdf", "tableau.xlsx"].map(|what| format!("{situation}/{what}"));
        for (role, reads, writes) in [
            (Role::Teacher, 200, 200),
            (Role::Head, 200, 403),
            (Role::Inspector, 200, 403),
            (Role::DigitalLead, 200, 403),
            (Role::Learner, 403, 403),
            (Role::Guardian, 403, 403),
            (Role::Admin, 403, 403),
        ] {
            let person = school.person("Camille", role.code(), &[role]).await;
            let mut browser = school.browser(person).await;
            for output in &outputs {
                assert_eq!(browser.get(output).await.status, reads, "{role} {output}");
            }
            assert_eq!(browser.get(IMPORT).await.status, writes, "{role}");
        }
        let there = house.school(THERE).await;
        let stranger = there.teacher("Vidal").await;
        let mut stranger = there.browser(stranger).await;
        for output in outputs.iter().chain([&preview]) {
            assert_eq!(stranger.get(output).await.status, 404, "{output}");
        }
    }
}
