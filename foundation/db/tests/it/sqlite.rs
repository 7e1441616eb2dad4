//! What only SQLite needs: one writer, readers that cannot write, a file.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use db::testing::TestDb;
use db::{Db, DbConfig, DbError};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseConnection, EntityTrait, PaginatorTrait, Set,
    Statement,
};
use tokio::sync::oneshot;

use crate::schema::{child, list, note};

async fn open() -> TestDb {
    TestDb::sqlite(&[list]).await
}

async fn pragma<T: sea_orm::TryGetable>(connection: &impl ConnectionTrait, name: &str) -> T {
    let statement =
        Statement::from_string(connection.get_database_backend(), format!("PRAGMA {name}"));
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn file_of(reader: &DatabaseConnection) -> std::path::PathBuf {
    let statement = Statement::from_string(reader.get_database_backend(), "PRAGMA database_list");
    let row = reader.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get::<String>("", "file").unwrap().into()
}

/// How many transactions have changed the file: the counter of the header of
/// the WAL index.
async fn commits(db: &Db) -> u32 {
    let mut index = file_of(db.reader()).await.into_os_string();
    index.push("-shm");
    let bytes = std::fs::read(index).unwrap();
    u32::from_ne_bytes(bytes[8..12].try_into().unwrap())
}

/// Starts a write that waits inside until the sender speaks or goes.
async fn hold(
    db: &Db,
) -> (
    oneshot::Sender<()>,
    tokio::task::JoinHandle<Result<(), DbError>>,
) {
    let (inside, entered) = oneshot::channel();
    let (leave, left) = oneshot::channel();
    let signals = Arc::new(Mutex::new(Some((inside, left))));
    let db = db.clone();
    let writing = tokio::spawn(async move {
        db.write(move |tx| {
            let signals = signals.lock().unwrap().take();
            async move {
                note(1, "tient la base").insert(&tx).await?;
                if let Some((inside, left)) = signals {
                    let _nobody = inside.send(());
                    let _gone = left.await;
                }
                Ok(())
            }
        })
        .await
    });
    entered.await.unwrap();
    (leave, writing)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_refuse_to_write() {
    let db = open().await;
    let written = note(1, "interdite").insert(db.reader()).await;
    assert!(written.unwrap_err().to_string().contains("readonly"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_path_of_the_file_is_taken_as_it_is() {
    let directory = tempfile::tempdir().unwrap();
    for name in ["école d’été.sqlite", "a%20b?mode=ro#c.sqlite"] {
        let path = directory.path().join(name);
        let setting = path.to_str().unwrap();
        Db::open(&DbConfig::from_setting(setting)).await.unwrap();
        assert!(path.is_file(), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_acknowledged_survives_a_power_cut() {
    let db = open().await;
    let settings: (i32, String, i32) = db
        .write(|tx| async move {
            Ok::<_, DbError>((
                pragma(&tx, "synchronous").await,
                pragma(&tx, "journal_mode").await,
                pragma(&tx, "foreign_keys").await,
            ))
        })
        .await
        .unwrap();
    // 2 is FULL.
    assert_eq!(settings, (2, "wal".into(), 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_that_wait_share_a_commit_and_a_failing_one_undoes_only_itself() {
    let db = open().await;
    let before = commits(&db).await;
    let (leave, held) = hold(&db).await;
    let waiting: Vec<_> = (2_u128..42)
        .map(|id| {
            let db = db.clone();
            tokio::spawn(async move {
                db.write(move |tx| async move {
                    note(id, "en attente").insert(&tx).await?;
                    match id % 10 {
                        0 => Err(DbError::Conflict),
                        1 => panic!("a mistake in a command"),
                        _ => Ok(id),
                    }
                })
                .await
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    leave.send(()).unwrap();
    held.await.unwrap().unwrap();
    let mut saved = 0;
    for write in waiting {
        saved += u64::from(write.await.unwrap().is_ok());
    }
    assert_eq!(saved, 32);
    assert_eq!(note::Entity::find().count(db.reader()).await.unwrap(), 33);
    let used = commits(&db).await - before;
    assert!(used <= 4, "41 writes took {used} commits");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_database_is_said_in_a_sentence() {
    let db = open().await;
    let other = Db::open(db.config()).await.unwrap();
    let (leave, held) = hold(&other).await;
    let refused: DbError = db
        .write(|tx| async move {
            note(2, "refusée").insert(&tx).await?;
            Ok::<_, DbError>(())
        })
        .await
        .unwrap_err();
    assert!(matches!(refused, DbError::Busy(_)), "{refused:?}");
    assert_eq!(
        refused.to_string(),
        "La base de données est très occupée. Rien n’a été modifié\u{a0}; réessayez dans un instant."
    );
    leave.send(()).unwrap();
    held.await.unwrap().unwrap();
    // And it works again.
    db.write(|tx| async move {
        note(3, "acceptée").insert(&tx).await?;
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_room_what_is_acknowledged_is_saved_and_the_rest_is_said() {
    let db = open().await;
    db.write(|tx| async move {
        let pages: i64 = pragma(&tx, "page_count").await;
        pragma::<i64>(&tx, &format!("max_page_count = {}", pages + 4)).await;
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
    let (leave, held) = hold(&db).await;
    let big: &str = "x".repeat(100_000).leak();
    let waiting: Vec<_> = (2_u128..12)
        .map(|id| {
            let db = db.clone();
            tokio::spawn(async move {
                db.write(move |tx| async move {
                    let text = if id == 6 { big } else { "courte" };
                    note(id, text).insert(&tx).await?;
                    Ok::<_, DbError>(())
                })
                .await
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    leave.send(()).unwrap();
    let mut saved = u64::from(held.await.unwrap().is_ok());
    for (id, write) in (2..).zip(waiting) {
        match write.await.unwrap() {
            Ok(()) => saved += 1,
            Err(error) if id == 6 => {
                assert!(matches!(error, DbError::Full(_)), "{error:?}");
                assert!(error.to_string().starts_with("Il n’y a plus de place"));
            }
            Err(_) => {}
        }
    }
    assert_eq!(
        note::Entity::find().count(db.reader()).await.unwrap(),
        saved
    );
}

/// An error may have SQLite end the transaction by itself, which the driver
/// does not notice: what follows must not be acknowledged inside what the
/// driver takes for a transaction that is still open.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_transaction_that_broke_what_is_acknowledged_is_saved() {
    let db = open().await;
    for round in 1_u128..4 {
        let broken: Result<(), DbError> = db
            .write(move |tx| async move {
                note(1_000 + round, "perdue").insert(&tx).await?;
                tx.execute_unprepared("ROLLBACK").await?;
                Ok(())
            })
            .await;
        assert!(broken.is_err());
        // And one whose commit fails, as it does on a full disk.
        let lost: Result<(), DbError> = db
            .write(move |tx| async move {
                tx.execute_unprepared("PRAGMA defer_foreign_keys = ON")
                    .await?;
                let id = Set(uuid::Uuid::from_u128(round));
                let parent_id = Set(uuid::Uuid::from_u128(9_999));
                child::ActiveModel { id, parent_id }.insert(&tx).await?;
                Ok(())
            })
            .await;
        assert!(lost.is_err());
        db.write(move |tx| async move {
            note(round, "acceptée").insert(&tx).await?;
            Ok::<_, DbError>(())
        })
        .await
        .unwrap();
        // Another program sees it: it is committed.
        let other = Db::open(db.config()).await.unwrap();
        let saved = note::Entity::find().count(other.reader()).await.unwrap();
        assert_eq!(u128::from(saved), round);
    }
}
