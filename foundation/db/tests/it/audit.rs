//! The audit trail shows what was altered, removed or not yet sealed.

use db::audit::{AuditEvent, AuditKey, Damage, record, seal, seal_regularly, verify};
use db::jobs::Worker;
use db::{Db, DbError, on_both_engines};
use kernel::{AccountId, Clock, SchoolId};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

struct Submitted(u128);

impl AuditEvent for Submitted {
    fn action(&self) -> &'static str {
        "report.submitted"
    }
    fn object(&self) -> Option<(&'static str, Uuid)> {
        Some(("report", Uuid::from_u128(self.0)))
    }
}

fn key() -> AuditKey {
    AuditKey::new([7; 32])
}

fn school(number: u128) -> SchoolId {
    SchoolId(Uuid::from_u128(number))
}

async fn add(db: &Db, clock: &Clock, to: SchoolId, events: u128) {
    for number in 0..events {
        clock.advance(chrono::Duration::seconds(1));
        let clock = clock.clone();
        db.write(move |tx| {
            let clock = clock.clone();
            async move {
                let actor = Some(AccountId(Uuid::from_u128(12)));
                record(&tx, &clock, to, actor, &Submitted(number)).await
            }
        })
        .await
        .unwrap();
    }
}

/// Five sealed events of one school, three of another.
async fn sealed(db: &Db) -> Clock {
    let clock = Clock::manual(crate::schema::moment());
    add(db, &clock, school(1), 5).await;
    add(db, &clock, school(2), 3).await;
    assert_eq!(seal(db, &key()).await.unwrap(), 8);
    clock
}

/// Changes the rows behind the application's back.
async fn tamper(db: &Db, sql: &'static str) {
    let changed = db
        .write(move |tx| async move { Ok::<_, DbError>(tx.execute_unprepared(sql).await?) })
        .await
        .unwrap();
    assert!(changed.rows_affected() > 0);
}

async fn damages(db: &Db) -> Vec<Damage> {
    verify(db, &key()).await.unwrap().damages
}

on_both_engines! {
    migrations: [db::migrations::own];

    async fn events_are_sealed_in_the_order_of_their_time(db: Db) {
        let clock = sealed(&db).await;
        let report = verify(&db, &key()).await.unwrap();
        assert!(report.is_intact(), "{report:?}");
        assert_eq!((report.intact, report.unsealed), (8, 0));
        // In two rounds the chain goes on.
        add(&db, &clock, school(1), 2).await;
        assert_eq!(verify(&db, &key()).await.unwrap().unsealed, 2);
        assert_eq!(seal(&db, &key()).await.unwrap(), 2);
        assert_eq!(seal(&db, &key()).await.unwrap(), 0);
        let report = verify(&db, &key()).await.unwrap();
        assert_eq!((report.intact, report.unsealed, report.damages.len()), (10, 0, 0));
        let backend = db.reader().get_database_backend();
        let rows = db
            .reader()
            .query_all_raw(Statement::from_string(
                backend,
                "SELECT sequence FROM audit_events WHERE sequence IS NOT NULL ORDER BY school_id, at",
            ))
            .await
            .unwrap();
        let order: Vec<i64> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
        assert_eq!(order, [1, 2, 3, 4, 5, 6, 7, 1, 2, 3]);
    }

    async fn the_worker_seals_what_waits_every_minute(db: Db) {
        let clock = Clock::manual(crate::schema::moment());
        let worker = seal_regularly(Worker::new(db.clone(), clock.clone()), key());
        for minute in 1..=2 {
            add(&db, &clock, school(1), 3).await;
            worker.run_until_idle().await.unwrap();
            let report = verify(&db, &key()).await.unwrap();
            assert_eq!((report.intact, report.unsealed), (3 * minute, 0));
            clock.advance(chrono::Duration::minutes(1));
        }
    }

    async fn an_event_whose_write_failed_is_not_in_the_trail(db: Db) {
        let clock = Clock::manual(crate::schema::moment());
        let failed: Result<(), DbError> = db
            .write(move |tx| {
                let clock = clock.clone();
                async move {
                    record(&tx, &clock, school(1), None, &Submitted(1)).await?;
                    Err(DbError::Conflict)
                }
            })
            .await;
        assert!(failed.is_err());
        assert_eq!(verify(&db, &key()).await.unwrap().unsealed, 0);
    }

    async fn an_altered_line_is_named_and_the_other_school_stays_whole(db: Db) {
        sealed(&db).await;
        tamper(&db, "UPDATE audit_events SET action = 'report.read' WHERE sequence = 3 AND school_id IN (SELECT school_id FROM audit_events WHERE sequence = 5)").await;
        let report = verify(&db, &key()).await.unwrap();
        let [Damage::Altered { school: whose, sequence: 3, .. }] = report.damages[..] else {
            panic!("{report:?}");
        };
        assert_eq!(whose, school(1));
        assert_eq!(report.intact, 5);
        assert!(report.damages[0].to_string().contains("la ligne 3 du journal"));
    }

    async fn a_removed_line_is_named(db: Db) {
        sealed(&db).await;
        tamper(&db, "DELETE FROM audit_events WHERE sequence = 2 AND school_id IN (SELECT school_id FROM audit_events WHERE sequence = 5)").await;
        assert_eq!(damages(&db).await, [Damage::Missing { school: school(1), sequence: 2 }]);
    }

    async fn a_removed_tail_is_named(db: Db) {
        sealed(&db).await;
        tamper(&db, "DELETE FROM audit_events WHERE sequence >= 4").await;
        assert_eq!(damages(&db).await, [Damage::Missing { school: school(1), sequence: 4 }]);
    }

    async fn a_removed_trail_is_named(db: Db) {
        sealed(&db).await;
        tamper(&db, "DELETE FROM audit_events").await;
        let first = |number| Damage::Missing { school: school(number), sequence: 1 };
        assert_eq!(damages(&db).await, [first(1), first(2)]);
    }

    async fn an_end_mark_that_was_moved_or_removed_is_named(db: Db) {
        sealed(&db).await;
        tamper(&db, "DELETE FROM audit_events WHERE sequence = 5").await;
        tamper(&db, "UPDATE audit_heads SET sequence = 4, seal = (SELECT seal FROM audit_events WHERE sequence = 4) WHERE sequence = 5").await;
        assert_eq!(damages(&db).await, [Damage::Head { school: school(1) }]);
        tamper(&db, "DELETE FROM audit_heads WHERE sequence = 4").await;
        assert_eq!(damages(&db).await, [Damage::Head { school: school(1) }]);
    }

    async fn lines_swapped_or_sealed_with_another_key_are_named(db: Db) {
        let clock = sealed(&db).await;
        add(&db, &clock, school(2), 1).await;
        seal(&db, &AuditKey::new([8; 32])).await.unwrap();
        let found = damages(&db).await;
        let [Damage::Altered { sequence: 4, .. }] = found[..] else {
            panic!("{found:?}");
        };
    }

    async fn a_line_added_after_the_end_is_named(db: Db) {
        sealed(&db).await;
        tamper(&db, "UPDATE audit_events SET sequence = 9 WHERE sequence = 5").await;
        assert_eq!(damages(&db).await, [Damage::Missing { school: school(1), sequence: 5 }]);
        tamper(&db, "UPDATE audit_events SET sequence = 5 WHERE sequence = 9").await;
        assert!(damages(&db).await.is_empty());
        tamper(&db, "UPDATE audit_events SET school_id = (SELECT school_id FROM audit_events WHERE sequence = 5), sequence = 6 WHERE sequence = 3 AND school_id NOT IN (SELECT school_id FROM audit_events WHERE sequence = 5)").await;
        let found = damages(&db).await;
        assert!(
            matches!(found[..], [Damage::Altered { sequence: 6, .. }, Damage::Missing { sequence: 3, .. }]),
            "{found:?}"
        );
    }
}
