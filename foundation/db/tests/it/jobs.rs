//! What becomes of one job.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::Duration;
use db::jobs::{
    JobContext, JobError, JobId, JobPayload, JobState, Worker, enqueue, failed, run_again, status,
};
use db::{Db, DbError, on_both_engines};
use kernel::{Clock, SchoolId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Debug, Serialize, Deserialize, PartialEq)]
struct Greet {
    name: String,
}

impl JobPayload for Greet {
    const KIND: &'static str = "test.greet";
    const MAX_ATTEMPTS: i16 = 3;
}

/// The same kind as [`Greet`], as an earlier version wrote it.
#[derive(Debug, Serialize, Deserialize)]
struct OldGreet(i32);

impl JobPayload for OldGreet {
    const KIND: &'static str = "test.greet";
}

#[derive(Debug, Serialize, Deserialize)]
struct Tidy {}

impl JobPayload for Tidy {
    const KIND: &'static str = "test.tidy";
}

fn school() -> SchoolId {
    SchoolId(Uuid::from_u128(77))
}

fn clock() -> Clock {
    Clock::manual(crate::schema::moment())
}

async fn ask<J: JobPayload + Clone>(db: &Db, clock: &Clock, payload: J) -> JobId {
    let clock = clock.clone();
    db.write(move |tx| {
        let (clock, payload) = (clock.clone(), payload.clone());
        async move { enqueue(&tx, &clock, Some(school()), &payload).await }
    })
    .await
    .unwrap()
}

impl Clone for Greet {
    fn clone(&self) -> Self {
        Self {
            name: self.name.clone(),
        }
    }
}

impl Clone for OldGreet {
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

fn greet() -> Greet {
    Greet {
        name: "Inès".into(),
    }
}

async fn state(db: &Db, job: JobId) -> JobState {
    status(db.reader(), Some(school()), job)
        .await
        .unwrap()
        .unwrap()
        .state
}

/// A worker whose handler of [`Greet`] does `what`, and how often it did.
fn worker<F>(db: &Db, clock: &Clock, what: F) -> (Worker, Arc<AtomicU32>)
where
    F: Fn(u32) -> Result<(), JobError> + Send + Sync + 'static,
{
    let runs = Arc::new(AtomicU32::new(0));
    let counter = runs.clone();
    let worker =
        Worker::new(db.clone(), clock.clone()).register(move |payload: Greet, _: JobContext| {
            assert_eq!(payload.name, "Inès");
            let run = counter.fetch_add(1, Ordering::SeqCst) + 1;
            let outcome = what(run);
            async move { outcome }
        });
    (worker, runs)
}

fn later() -> JobError {
    JobError::Retry("le serveur de messagerie ne répond pas".into())
}

on_both_engines! {
    migrations: [db::migrations::own];

    async fn a_job_runs_once_and_is_done(db: Db) {
        let clock = clock();
        let job = ask(&db, &clock, greet()).await;
        assert_eq!(state(&db, job).await, JobState::Waiting);
        let (worker, runs) = worker(&db, &clock, |_| Ok(()));
        worker.run_until_idle().await.unwrap();
        worker.run_until_idle().await.unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 1);
        let done = status(db.reader(), Some(school()), job).await.unwrap().unwrap();
        assert_eq!((done.state, done.progress), (JobState::Done, 100));
        // Another school sees nothing of it.
        let other = Some(SchoolId(Uuid::from_u128(78)));
        assert_eq!(status(db.reader(), other, job).await.unwrap(), None);
    }

    async fn a_job_whose_change_was_undone_never_runs(db: Db) {
        let clock = clock();
        let asked = clock.clone();
        let undone: Result<(), DbError> = db
            .write(move |tx| {
                let clock = asked.clone();
                async move {
                    enqueue(&tx, &clock, Some(school()), &greet()).await?;
                    Err(DbError::Conflict)
                }
            })
            .await;
        assert!(undone.is_err());
        let (worker, runs) = worker(&db, &clock, |_| Ok(()));
        worker.run_until_idle().await.unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 0);
    }

    async fn a_failed_job_is_tried_again_after_longer_and_longer_pauses(db: Db) {
        let clock = clock();
        let job = ask(&db, &clock, greet()).await;
        let (worker, runs) = worker(&db, &clock, |run| if run < 3 { Err(later()) } else { Ok(()) });
        for (pause, expected) in [(0, 1), (9, 1), (1, 2), (29, 2), (1, 3)] {
            clock.advance(Duration::seconds(pause));
            worker.run_until_idle().await.unwrap();
            assert_eq!(runs.load(Ordering::SeqCst), expected, "after {pause} s more");
        }
        assert_eq!(state(&db, job).await, JobState::Done);
    }

    async fn a_job_that_never_succeeds_is_given_up_shown_and_can_be_run_again(db: Db) {
        let clock = clock();
        let job = ask(&db, &clock, greet()).await;
        let (worker, runs) = worker(&db, &clock, |run| if run < 4 { Err(later()) } else { Ok(()) });
        for _ in 0..6 {
            worker.run_until_idle().await.unwrap();
            clock.advance(Duration::hours(2));
        }
        assert_eq!(runs.load(Ordering::SeqCst), 3);
        let list = failed(db.reader(), Some(school())).await.unwrap();
        assert_eq!(list.len(), 1);
        assert_eq!((list[0].id, list[0].attempts, list[0].kind.as_str()), (job, 3, "test.greet"));
        assert_eq!(
            list[0].message,
            "Abandonné après 3 essais\u{a0}: le serveur de messagerie ne répond pas"
        );
        assert!(failed(db.reader(), None).await.unwrap().is_empty());
        let again = clock.clone();
        db.write(move |tx| {
            let clock = again.clone();
            async move { run_again(&tx, &clock, Some(school()), job).await }
        })
        .await
        .unwrap();
        worker.run_until_idle().await.unwrap();
        assert_eq!(state(&db, job).await, JobState::Done);
    }

    async fn a_handler_that_panics_is_given_up_after_its_attempts(db: Db) {
        let clock = clock();
        let job = ask(&db, &clock, greet()).await;
        let runs = Arc::new(AtomicU32::new(0));
        let counter = runs.clone();
        let worker = Worker::new(db.clone(), clock.clone()).register(
            move |_: Greet, _: JobContext| {
                counter.fetch_add(1, Ordering::SeqCst);
                async { panic!("a mistake in a handler") }
            },
        );
        for _ in 0..5 {
            worker.run_until_idle().await.unwrap();
            clock.advance(Duration::hours(2));
        }
        assert_eq!(runs.load(Ordering::SeqCst), 3);
        assert_eq!(state(&db, job).await, JobState::Failed);
    }

    async fn a_hopeless_job_fails_at_once_with_its_sentence(db: Db) {
        let clock = clock();
        ask(&db, &clock, greet()).await;
        let (worker, runs) =
            worker(&db, &clock, |_| Err(JobError::Fail("La classe n’existe plus.".into())));
        worker.run_until_idle().await.unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 1);
        let list = failed(db.reader(), Some(school())).await.unwrap();
        assert_eq!(list[0].message, "La classe n’existe plus.");
    }

    async fn a_payload_of_another_version_fails_with_a_sentence(db: Db) {
        let clock = clock();
        ask(&db, &clock, OldGreet(3)).await;
        let (worker, runs) = worker(&db, &clock, |_| Ok(()));
        worker.run_until_idle().await.unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 0);
        let list = failed(db.reader(), Some(school())).await.unwrap();
        assert!(list[0].message.contains("ne sait pas lire"));
    }

    async fn a_kind_that_this_worker_does_not_know_is_left_to_others(db: Db) {
        let clock = clock();
        let job = ask(&db, &clock, greet()).await;
        Worker::new(db.clone(), clock.clone()).run_until_idle().await.unwrap();
        assert_eq!(state(&db, job).await, JobState::Waiting);
    }

    async fn recurring_work_runs_once_per_period_for_all_nodes(db: Db) {
        let clock = clock();
        let runs = Arc::new(AtomicU32::new(0));
        let node = || {
            let counter = runs.clone();
            Worker::new(db.clone(), clock.clone())
                .register(move |_: Tidy, _: JobContext| {
                    counter.fetch_add(1, Ordering::SeqCst);
                    async { Ok(()) }
                })
                .recurring(Duration::minutes(10), &Tidy {})
        };
        let (first, second) = (node(), node());
        for (minutes, expected) in [(0, 1), (9, 1), (1, 2), (45, 3)] {
            clock.advance(Duration::minutes(minutes));
            let (one, two) = tokio::join!(first.run_until_idle(), second.run_until_idle());
            one.unwrap();
            two.unwrap();
            assert_eq!(runs.load(Ordering::SeqCst), expected, "after {minutes} min more");
        }
    }

    async fn done_jobs_are_forgotten_after_a_week_and_failed_ones_after_a_quarter(db: Db) {
        let clock = clock();
        let done = ask(&db, &clock, greet()).await;
        let (worker, _) = worker(&db, &clock, |run| match run {
            1 => Ok(()),
            _ => Err(JobError::Fail("Perdu.".into())),
        });
        worker.run_until_idle().await.unwrap();
        let lost = ask(&db, &clock, greet()).await;
        worker.run_until_idle().await.unwrap();
        for (days, kept) in [(6, [true, true]), (2, [false, true]), (90, [false, false])] {
            clock.advance(Duration::days(days));
            worker.run_until_idle().await.unwrap();
            for (job, kept) in [done, lost].into_iter().zip(kept) {
                let found = status(db.reader(), Some(school()), job).await.unwrap();
                assert_eq!(found.is_some(), kept, "after {days} days more");
            }
        }
    }
}
