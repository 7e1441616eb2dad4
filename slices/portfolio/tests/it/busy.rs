//! Another program holds the database: said in a sentence, and nothing typed
//! is lost. SQLite alone has a lock that all writers share.

use db::Engine;
use db::sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use http::StatusCode;
use portfolio::report::State;

use crate::cast::Cast;
use crate::reports::{NEW, address, typed};
use crate::retouching::add;

async fn file_of(reader: &DatabaseConnection) -> std::path::PathBuf {
    let statement = Statement::from_string(reader.get_database_backend(), "PRAGMA database_list");
    let row = reader.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get::<String>("", "file").unwrap().into()
}

/// Another program that holds the lock of the writers.
async fn hold(file: &std::path::Path) -> DatabaseConnection {
    let mut options = ConnectOptions::new(format!("sqlite://{}", file.display()));
    options.max_connections(1);
    let other = Database::connect(options).await.unwrap();
    other.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
    other
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_database_is_said_and_what_was_typed_is_still_there() {
    let house = people::testing::house(Engine::Sqlite, vec![portfolio::module()])
        .await
        .unwrap();
    let cast = Cast::new(&house).await;
    let report = cast.report(cast.ines, "Le site", State::Draft, &[]).await;
    let mut ines = cast.browser(cast.ines).await;
    let page = ines.get(address(report)).await;
    let version = page.attributes("[name=version]", "value").remove(0);
    let piece = add(&mut ines, report, "bureau.jpg").await;
    let retouch = format!("/dossier{piece}/retouche");
    let page = ines.get(&retouch).await;
    let origin = page.attributes("[name=origine]", "value").remove(0);
    let zone = [
        ("origine", &*origin),
        ("faire", "enregistrer"),
        ("zone_x", "7"),
        ("zone_y", "8"),
        ("zone_largeur", "90"),
        ("zone_hauteur", "60"),
    ];

    let file = file_of(house.app.db.reader()).await;
    let other = hold(&file).await;
    let fields = [
        ("version", &*version),
        ("titre", "Un titre neuf"),
        ("learned", "À ne pas perdre"),
        ("cible", "C1.1"),
    ];
    let save = format!("{}/enregistrer", address(report));
    let submit = format!("{}/soumettre", address(report));
    let begin = [
        ("titre", "Un autre"),
        ("nature", "synthesis"),
        ("debut", "2027-03-04"),
    ];
    let (mut script, mut plain, mut last) = (ines.clone(), ines.clone(), ines.clone());
    let (mut new, mut retoucher) = (ines.clone(), ines.clone());
    let (by_script, by_page, submitted, begun, retouched) = tokio::join!(
        script.post_by_script(&save, &fields),
        plain.post(&save, &fields),
        last.post(&submit, &fields),
        new.post(NEW, &begin),
        retoucher.post(&retouch, &zone),
    );
    other.execute_unprepared("ROLLBACK").await.unwrap();

    assert_eq!(by_script.status, StatusCode::SERVICE_UNAVAILABLE);
    let message = by_script.json()["message"].as_str().unwrap().to_owned();
    assert!(
        message.starts_with("La base de données est très occupée."),
        "{message}"
    );
    for page in [by_page, submitted] {
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        page.assert_sound();
        let alert = page.all("form [role=alert]").remove(0);
        assert!(
            alert.contains("très occupée") && alert.contains("encore dans cette page"),
            "{alert}"
        );
        assert_eq!(typed(&page, "learned"), "À ne pas perdre");
        assert_eq!(page.attributes("[name=titre]", "value"), ["Un titre neuf"]);
        assert_eq!(page.attributes("[name=cible][checked]", "value"), ["C1.1"]);
        assert_eq!(page.attributes("[name=version]", "value"), [&*version]);
    }
    assert_eq!(begun.status, StatusCode::SERVICE_UNAVAILABLE);
    begun.assert_sound();
    let alert = begun.all("form [role=alert]").remove(0);
    assert!(alert.contains("très occupée"), "{alert}");
    assert_eq!(begun.attributes("[name=titre]", "value"), ["Un autre"]);
    assert_eq!(begun.attributes("[name=debut]", "value"), ["2027-03-04"]);
    let kind = begun.attributes("[name=nature] [selected]", "value");
    assert_eq!(kind, ["synthesis"]);
    assert_eq!(retouched.status, StatusCode::SERVICE_UNAVAILABLE);
    retouched.assert_sound();
    let alert = retouched.all("form [role=alert]").remove(0);
    assert!(alert.contains("très occupée"), "{alert}");
    assert_eq!(retouched.attributes("#zone-1-largeur", "value"), ["90"]);
    assert_eq!(
        retouched.attributes("[name=origine]", "value"),
        [&*origin],
        "the picture is still the original"
    );
    // Nothing was half saved, and the same form goes through now.
    assert_eq!(ines.get(address(report)).await.h1(), "Le site");
    assert_eq!(
        ines.post(&save, &fields).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        typed(&ines.get(address(report)).await, "learned"),
        "À ne pas perdre"
    );
}
