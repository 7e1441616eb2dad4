//! What only PostgreSQL needs: patience with a row that somebody holds.

use db::testing::TestDb;
use db::{Db, DbError};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, PaginatorTrait};
use tokio::sync::oneshot;

use crate::schema::{list, note};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_stays_locked_is_said_in_a_sentence() {
    let Some(db) = TestDb::postgres(&[list]).await else {
        return;
    };
    let lock = |tx: db::Tx| async move {
        tx.execute_unprepared("SELECT * FROM notes FOR UPDATE")
            .await?;
        Ok::<_, DbError>(tx)
    };
    db.write(|tx| async move {
        note(1, "convoitée").insert(&tx).await?;
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
    let (inside, entered) = oneshot::channel();
    let inside = std::sync::Mutex::new(Some(inside));
    let holder: Db = db.clone();
    let held = tokio::spawn(async move {
        holder
            .write(move |tx| {
                let inside = inside.lock().unwrap().take();
                async move {
                    lock(tx).await?;
                    if let Some(inside) = inside {
                        inside.send(()).unwrap();
                    }
                    tokio::time::sleep(std::time::Duration::from_secs(7)).await;
                    Ok::<_, DbError>(())
                }
            })
            .await
    });
    entered.await.unwrap();
    let refused = db
        .write(move |tx| async move { lock(tx).await.map(drop) })
        .await;
    assert!(matches!(refused, Err(DbError::Busy(_))), "{refused:?}");
    held.await.unwrap().unwrap();
}

/// What PostgreSQL says when its own disk is full.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_room_is_said_in_a_sentence() {
    let Some(db) = TestDb::postgres(&[list]).await else {
        return;
    };
    let refused = db
        .write(|tx| async move {
            note(1, "écrite avant").insert(&tx).await?;
            tx.execute_unprepared(
                "DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$",
            )
            .await?;
            Ok::<_, DbError>(())
        })
        .await;
    let Err(error @ DbError::Full(_)) = refused else {
        panic!("{refused:?}");
    };
    assert!(error.to_string().starts_with("Il n’y a plus de place"));
    let kept = note::Entity::find().count(db.reader()).await.unwrap();
    assert_eq!(kept, 0, "nothing is half-written");
}
