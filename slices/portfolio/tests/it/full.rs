//! No room left, in the database or for files: said in a sentence, nothing
//! half-written, everything acknowledged is there, and work goes on once
//! there is room again.

use db::sea_orm::{ConnectionTrait, DbBackend, Statement};
use db::{DbError, Engine};
use files::testing::{SmallDisk, jpeg};
use http::StatusCode;
use people::testing::House;
use portfolio::report::{ReportId, State};
use web::testing::{Answer, Browser};

use crate::cast::Cast;
use crate::reports::{address, typed};
use crate::retouching::{ZONE, add, press};

/// Says how many pages more the database may take; none: as it was.
async fn leave(house: &House, pages: Option<i64>) {
    house
        .app
        .db
        .write(move |tx| async move {
            let taken = number(&tx, "PRAGMA page_count").await;
            let most = pages.map_or(1_000_000, |pages| taken + pages);
            number(&tx, &format!("PRAGMA max_page_count = {most}")).await;
            Ok::<_, DbError>(())
        })
        .await
        .unwrap();
}

async fn number(connection: &impl ConnectionTrait, sql: &str) -> i64 {
    let statement = Statement::from_string(DbBackend::Sqlite, sql);
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn count(house: &House, table: &str) -> i64 {
    number(
        house.app.db.reader(),
        &format!("SELECT count(*) FROM {table}"),
    )
    .await
}

/// The files that the editor of a report lists.
async fn pieces(browser: &mut Browser, report: ReportId) -> Vec<String> {
    let page = browser.get(address(report)).await;
    page.all("[data-upload-list] .j-files strong")
}

async fn save(browser: &mut Browser, report: ReportId, version: &str, text: &str) -> Answer {
    let fields = [
        ("version", version),
        ("titre", "Le site"),
        ("learned", text),
    ];
    browser
        .post_by_script(format!("{}/enregistrer", address(report)), &fields)
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_database_is_said_and_keeps_what_was_acknowledged() {
    let house = people::testing::house(Engine::Sqlite, vec![portfolio::module()])
        .await
        .unwrap();
    let cast = Cast::new(&house).await;
    let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
    let mut ines = cast.browser(cast.ines).await;
    let page = ines.get(address(report)).await;
    let mut version = page.attributes("[name=version]", "value").remove(0);
    leave(&house, Some(2)).await;

    // Texts that grow, until one does not fit.
    let mut kept = String::new();
    let refused = loop {
        let text = format!("{kept}{}", "Une phrase de plus. ".repeat(100));
        assert!(text.len() < 19_000, "the database is never full");
        let answer = save(&mut ines, report, &version, &text).await;
        if answer.status != StatusCode::OK {
            break answer;
        }
        version = answer.json()["version"].to_string();
        kept = text;
    };
    assert_eq!(refused.status, StatusCode::INSUFFICIENT_STORAGE);
    let message = refused.json()["message"].as_str().unwrap().to_owned();
    assert!(message.starts_with("Il n’y a plus de place"), "{message}");
    assert!(message.contains("Rien n’a été modifié"), "{message}");
    let page = ines.get(address(report)).await;
    assert_eq!(typed(&page, "learned").trim(), kept.trim());

    // The page keeps what was typed.
    let long = "À ne pas perdre. ".repeat(1_000);
    let fields = [
        ("version", &*version),
        ("titre", "Le site"),
        ("learned", &*long),
    ];
    let page = ines
        .post(format!("{}/enregistrer", address(report)), &fields)
        .await;
    assert_eq!(page.status, StatusCode::INSUFFICIENT_STORAGE);
    page.assert_sound();
    let alert = page.all("form [role=alert]").remove(0);
    assert!(alert.contains("plus de place"), "{alert}");
    assert_eq!(typed(&page, "learned"), long.trim());

    // Uploads, until there is no room for one line more about a file.
    let to = format!("{}/pieces", address(report));
    let mut taken = 0;
    let refused = loop {
        assert!(taken < 500, "the database is never full");
        let content = format!("Notes, numéro {taken}.");
        let answer = ines
            .upload(&to, &[], &format!("notes-{taken}.txt"), content.as_bytes())
            .await;
        if answer.status != StatusCode::SEE_OTHER {
            break answer;
        }
        taken += 1;
    };
    assert_eq!(refused.status, StatusCode::INSUFFICIENT_STORAGE);
    refused.assert_sound();
    let text = refused.text();
    assert!(
        text.contains("plus de place") && text.contains("n’a pas été ajouté"),
        "{text}"
    );
    assert_eq!(pieces(&mut ines, report).await.len(), taken);
    assert_eq!(
        count(&house, "files").await,
        count(&house, "evidence").await
    );
    assert_eq!(house.uploads_waiting(), 0);

    // Room again, without a restart.
    leave(&house, None).await;
    let saved = save(&mut ines, report, &version, "Il y a de la place.").await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let sent = ines.upload(&to, &[], "enfin.txt", b"Enfin.").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(pieces(&mut ines, report).await.len(), taken + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_said_and_no_file_is_half_there() {
    let disk = SmallDisk::default();
    let house = people::testing::house(Engine::Sqlite, vec![portfolio::module()])
        .await
        .unwrap();
    let house = House(house.0.over(disk.store()));
    let cast = Cast::new(&house).await;
    let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
    let mut ines = cast.browser(cast.ines).await;
    let to = format!("{}/pieces", address(report));
    let before = ines.upload(&to, &[], "avant.txt", b"Avant.").await;
    assert_eq!(before.status, StatusCode::SEE_OTHER);

    disk.fill(true);
    for (name, content) in [
        ("photo.jpg", jpeg(60, 40)),
        ("notes.txt", b"Notes.".to_vec()),
    ] {
        let refused = ines.upload(&to, &[], name, &content).await;
        assert_eq!(refused.status, StatusCode::INSUFFICIENT_STORAGE, "{name}");
        refused.assert_sound();
        let text = refused.text();
        assert!(
            text.contains("plus de place") && text.contains(name),
            "{text}"
        );
    }
    assert_eq!(pieces(&mut ines, report).await, ["avant.txt"]);
    assert_eq!(count(&house, "files").await, 1);
    assert_eq!(house.uploads_waiting(), 0);
    // What is written has its place in the database, not among the files.
    let page = ines.get(address(report)).await;
    let version = page.attributes("[name=version]", "value").remove(0);
    let saved = save(&mut ines, report, &version, "Le texte, lui, passe.").await;
    assert_eq!(saved.status, StatusCode::OK);

    disk.fill(false);
    let sent = ines.upload(&to, &[], "photo.jpg", &jpeg(60, 40)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(pieces(&mut ines, report).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_that_finds_no_room_stays_as_it_was_with_what_was_drawn() {
    let disk = SmallDisk::default();
    let house = people::testing::house(Engine::Sqlite, vec![portfolio::module()])
        .await
        .unwrap();
    let house = House(house.0.over(disk.store()));
    let cast = Cast::new(&house).await;
    let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
    let mut ines = cast.browser(cast.ines).await;
    let piece = add(&mut ines, report, "bureau.jpg").await;
    let before = ines.get(&piece).await.body;

    disk.fill(true);
    let refused = press(&mut ines, &piece, "enregistrer", &ZONE).await;
    assert_eq!(refused.status, StatusCode::INSUFFICIENT_STORAGE);
    refused.assert_sound();
    let alert = refused.all("form [role=alert]").remove(0);
    assert!(alert.contains("plus de place"), "{alert}");
    assert_eq!(refused.attributes("#zone-1-x", "value"), ["500"]);
    assert_eq!(ines.get(&piece).await.body, before);

    disk.fill(false);
    let saved = press(&mut ines, &piece, "enregistrer", &ZONE).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_ne!(ines.get(&piece).await.body, before);
}
