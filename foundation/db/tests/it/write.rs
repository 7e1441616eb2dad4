//! The one door to writing.

use std::sync::Arc;
use std::time::Duration;

use db::{Db, DbError, Tx, expect_one, on_both_engines};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use tokio::sync::{Barrier, oneshot};
use uuid::Uuid;

use crate::schema::{child, note, parent};

async fn add(db: &Db, id: u128, name: &'static str) -> Result<(), DbError> {
    db.write(move |tx| async move {
        note(id, name).insert(&tx).await?;
        Ok(())
    })
    .await
}

async fn count(db: &Db) -> u64 {
    note::Entity::find().count(db.reader()).await.unwrap()
}

/// Reads the counter, lets others try, writes it back: what a lost update needs.
async fn increment(tx: &Tx) -> Result<(), DbError> {
    let found = note::Entity::find_by_id(Uuid::from_u128(1)).one(tx).await?;
    let found = found.expect("the note exists");
    tokio::task::yield_now().await;
    let mut changed: note::ActiveModel = found.clone().into();
    changed.counter = Set(found.counter + 1);
    changed.update(tx).await?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("not allowed")]
    NotAllowed,
    #[error(transparent)]
    Db(#[from] DbError),
}

on_both_engines! {
    migrations: [crate::schema::list];

    async fn what_succeeds_is_committed_and_what_fails_leaves_nothing(db: Db) {
        add(&db, 1, "gardée").await.unwrap();
        let refused: Result<(), Refused> = db
            .write(|tx| async move {
                note(2, "perdue").insert(&tx).await.map_err(DbError::from)?;
                Err(Refused::NotAllowed)
            })
            .await;
        assert!(matches!(refused, Err(Refused::NotAllowed)), "{refused:?}");
        assert_eq!(count(&db).await, 1);
    }

    async fn a_write_that_panics_is_undone_and_others_go_on(db: Db) {
        let panicked: Result<(), DbError> = db
            .write(|tx| async move {
                note(1, "perdue").insert(&tx).await?;
                panic!("a mistake in a command")
            })
            .await;
        assert!(matches!(panicked, Err(DbError::Other(_))), "{panicked:?}");
        add(&db, 2, "gardée").await.unwrap();
        assert_eq!(count(&db).await, 1);
    }

    async fn a_statement_that_failed_spoils_the_write_even_when_ignored(db: Db) {
        add(&db, 1, "première").await.unwrap();
        let spoiled: Result<(), DbError> = db
            .write(|tx| async move {
                note(2, "deuxième").insert(&tx).await?;
                let _same_key = note(1, "encore").insert(&tx).await;
                Ok(())
            })
            .await;
        assert!(spoiled.is_err());
        assert_eq!(count(&db).await, 1);
    }

    async fn a_handle_that_outlives_its_work_writes_nothing(db: Db) {
        let kept: Tx = db.write(|tx| async move { Ok::<_, DbError>(tx) }).await.unwrap();
        let late = note(1, "trop tard").insert(&kept).await;
        assert!(late.is_err());
        add(&db, 2, "à l’heure").await.unwrap();
        assert_eq!(count(&db).await, 1);
    }

    async fn sixteen_writers_at_once_lose_nothing(db: Db) {
        add(&db, 1, "compteur").await.unwrap();
        let start = Arc::new(Barrier::new(16));
        let writers: Vec<_> = (0..16)
            .map(|_| {
                let (db, start) = (db.clone(), start.clone());
                // Spawned: the future of a write is Send and owns what it needs.
                tokio::spawn(async move {
                    start.wait().await;
                    for _ in 0..5 {
                        db.write(|tx| async move { increment(&tx).await }).await.unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let found = note::Entity::find_by_id(Uuid::from_u128(1)).one(db.reader()).await.unwrap();
        assert_eq!(found.unwrap().counter, 80);
    }

    async fn of_two_who_change_the_same_version_the_second_is_told(db: Db) {
        add(&db, 1, "partagée").await.unwrap();
        let change = |name: &'static str| {
            db.write(move |tx| async move {
                let updated = note::Entity::update_many()
                    .col_expr(note::Column::Name, Expr::value(name))
                    .col_expr(note::Column::Version, Expr::col(note::Column::Version).add(1))
                    .filter(note::Column::Id.eq(Uuid::from_u128(1)))
                    .filter(note::Column::Version.eq(1))
                    .exec(&tx)
                    .await?;
                expect_one(updated.rows_affected)
            })
        };
        change("celle d’Inès").await.unwrap();
        let second = change("celle de Paul").await.unwrap_err();
        assert!(matches!(second, DbError::Conflict));
        assert!(second.to_string().starts_with("Quelqu’un a modifié la même chose"));
        let found = note::Entity::find_by_id(Uuid::from_u128(1)).one(db.reader()).await.unwrap();
        assert_eq!(found.unwrap().name, "celle d’Inès");
    }

    async fn a_reader_is_not_held_up_by_a_write(db: Db) {
        add(&db, 1, "déjà là").await.unwrap();
        let (inside, entered) = oneshot::channel();
        let (leave, left) = oneshot::channel::<()>();
        let signals = Arc::new(std::sync::Mutex::new(Some((inside, left))));
        let writing = tokio::spawn({
            let db = db.clone();
            async move {
                db.write(move |tx| {
                    let signals = signals.lock().unwrap().take();
                    async move {
                        note(2, "pas encore").insert(&tx).await?;
                        if let Some((inside, left)) = signals {
                            inside.send(()).unwrap();
                            left.await.unwrap();
                        }
                        Ok::<_, DbError>(())
                    }
                })
                .await
            }
        });
        entered.await.unwrap();
        let seen = tokio::time::timeout(Duration::from_secs(2), count(&db)).await;
        assert_eq!(seen.expect("the reader waits for the writer"), 1);
        leave.send(()).unwrap();
        writing.await.unwrap().unwrap();
        assert_eq!(count(&db).await, 2);
    }

    async fn a_write_that_waits_for_something_else_is_undone_after_a_while(db: Db) {
        let stuck: Result<(), DbError> = db
            .write(|tx| async move {
                note(1, "perdue").insert(&tx).await?;
                std::future::pending().await
            })
            .await;
        assert!(matches!(stuck, Err(DbError::Busy(_))), "{stuck:?}");
        add(&db, 2, "gardée").await.unwrap();
        assert_eq!(count(&db).await, 1);
    }

    async fn the_password_of_the_server_is_not_shown(db: Db, config: DbConfig) {
        let shown = format!("{db:?} {config:?}");
        assert!(!shown.contains("postgres://"), "{shown}");
    }

    async fn foreign_keys_and_unique_values_are_enforced_with_a_sentence(db: Db) {
        let orphan: Result<(), DbError> = db
            .write(|tx| async move {
                child::ActiveModel {
                    id: Set(Uuid::from_u128(1)),
                    parent_id: Set(Uuid::from_u128(404)),
                }
                .insert(&tx)
                .await?;
                Ok(())
            })
            .await;
        assert!(matches!(orphan, Err(DbError::Reference(_))), "{orphan:?}");
        let twins: Result<(), DbError> = db
            .write(|tx| async move {
                for id in [1, 2] {
                    parent::ActiveModel {
                        id: Set(Uuid::from_u128(id)),
                        name: Set("Martin".into()),
                    }
                    .insert(&tx)
                    .await?;
                }
                Ok(())
            })
            .await;
        let twins = twins.unwrap_err();
        assert!(matches!(twins, DbError::Duplicate(_)), "{twins:?}");
        assert_eq!(twins.to_string(), "Cette valeur existe déjà.");
    }
}
