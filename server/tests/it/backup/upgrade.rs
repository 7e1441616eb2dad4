//! Before a new version, and without the key of the trail.

use std::fs;

use db::DbError;
use jalon::wiring;
use kernel::SchoolId;

use super::Attached;

/// A new version on an existing database: saved first.
#[tokio::test]
async fn an_older_database_is_saved_before_it_is_migrated() {
    let folder = tempfile::tempdir().unwrap();
    let settings = jalon::settings::Settings {
        data_dir: folder.path().to_path_buf(),
        ..jalon::settings::Settings::default()
    };
    let saved = || fs::read_dir(folder.path().join("sauvegardes")).map_or(0, Iterator::count);
    let lists = wiring::migrations();
    let db = wiring::open_database(&settings.database()).await.unwrap();
    db.migrate(&lists[..1]).await.unwrap();
    let steps = jalon::upgrade::run(&settings, &db).await.unwrap();
    assert!(steps > 0);
    assert_eq!(saved(), 1);
    // Nothing to do, nothing to save.
    assert_eq!(jalon::upgrade::run(&settings, &db).await.unwrap(), 0);
    assert_eq!(saved(), 1);
    db.close().await.unwrap();
}

/// A second node without the first one's key would seal a trail of its own.
#[tokio::test]
async fn a_sealed_trail_without_its_key_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let settings = jalon::settings::Settings {
        data_dir: folder.path().to_path_buf(),
        ..jalon::settings::Settings::default()
    };
    let config = || web::Config {
        public_url: settings.public_url(),
        trusted_proxies: 0,
        installation_code: None,
    };
    let house = wiring::open(&settings, config()).await.unwrap();
    let (clock, school) = (
        house.app.clock.clone(),
        SchoolId::generate(&house.app.clock),
    );
    house
        .app
        .db
        .write(move |tx| {
            let clock = clock.clone();
            async move {
                db::audit::record(&tx, &clock, school, None, &Attached).await?;
                Ok::<_, DbError>(())
            }
        })
        .await
        .unwrap();
    db::audit::seal(&house.app.db, &house.audit_key)
        .await
        .unwrap();
    fs::remove_file(wiring::audit_key_path(folder.path())).unwrap();
    let refused = wiring::open(&settings, config()).await.err().unwrap();
    assert!(
        refused.to_string().contains("La clé du journal manque"),
        "{refused}"
    );
}
