//! Several workers, and workers that die.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use db::jobs::{JobContext, JobId, JobPayload, JobState, Worker, enqueue, failed, status};
use db::{Db, DbError, on_both_engines};
use kernel::Clock;
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

#[derive(Serialize, Deserialize)]
struct Step {}

impl JobPayload for Step {
    const KIND: &'static str = "test.step";
    const MAX_ATTEMPTS: i16 = 3;
}

#[derive(Serialize, Deserialize)]
struct Errand {}

impl JobPayload for Errand {
    const KIND: &'static str = "test.errand";
}

async fn ask(db: &Db, clock: &Clock, jobs: u32) -> Vec<JobId> {
    let clock = clock.clone();
    db.write(move |tx| {
        let clock = clock.clone();
        async move {
            let mut ids = Vec::new();
            for _ in 0..jobs {
                ids.push(enqueue(&tx, &clock, None, &Step {}).await?);
            }
            Ok::<_, DbError>(ids)
        }
    })
    .await
    .unwrap()
}

async fn state(db: &Db, job: JobId) -> JobState {
    status(db.reader(), None, job).await.unwrap().unwrap().state
}

/// A worker whose jobs end when they are told to, and how many it began.
fn patient(db: &Db, clock: &Clock, go_on: &Arc<Notify>) -> (Worker, Arc<AtomicU32>) {
    let begun = Arc::new(AtomicU32::new(0));
    let (counter, go_on) = (begun.clone(), go_on.clone());
    let worker = Worker::new(db.clone(), clock.clone()).register(move |_: Step, _: JobContext| {
        counter.fetch_add(1, Ordering::SeqCst);
        let go_on = go_on.clone();
        async move {
            go_on.notified().await;
            Ok(())
        }
    });
    (worker, begun)
}

/// A worker that does its jobs at once, and how many it did.
fn quick(db: &Db, clock: &Clock) -> (Worker, Arc<AtomicU32>) {
    let runs = Arc::new(AtomicU32::new(0));
    let counter = runs.clone();
    let worker = Worker::new(db.clone(), clock.clone()).register(move |_: Step, _: JobContext| {
        counter.fetch_add(1, Ordering::SeqCst);
        async { Ok(()) }
    });
    (worker, runs)
}

async fn until(what: impl AsyncFn() -> bool) {
    for _ in 0..2_000 {
        if what().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not happen within 20 s");
}

/// Lets a worker take a job, then die with it.
async fn die_at_it(db: &Db, clock: &Clock) {
    let (worker, begun) = patient(db, clock, &Arc::default());
    let process = tokio::spawn(async move { worker.run_until_idle().await });
    until(async || begun.load(Ordering::SeqCst) == 1).await;
    process.abort();
    assert!(process.await.unwrap_err().is_cancelled());
}

on_both_engines! {
    migrations: [db::migrations::own];

    async fn the_job_of_a_dead_worker_is_taken_over_after_its_lease(db: Db) {
        let clock = Clock::manual(crate::schema::moment());
        let job = ask(&db, &clock, 1).await[0];
        die_at_it(&db, &clock).await;
        assert_eq!(state(&db, job).await, JobState::Running);
        let (worker, runs) = quick(&db, &clock);
        clock.advance(chrono::Duration::seconds(59));
        worker.run_until_idle().await.unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 0);
        clock.advance(chrono::Duration::seconds(1));
        worker.run_until_idle().await.unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 1);
        assert_eq!(state(&db, job).await, JobState::Done);
    }

    async fn a_job_that_kills_its_process_each_time_is_given_up(db: Db) {
        let clock = Clock::manual(crate::schema::moment());
        let job = ask(&db, &clock, 1).await[0];
        for _ in 0..3 {
            die_at_it(&db, &clock).await;
            clock.advance(chrono::Duration::minutes(2));
        }
        let (worker, runs) = quick(&db, &clock);
        worker.run_until_idle().await.unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 0);
        assert_eq!(state(&db, job).await, JobState::Failed);
        let list = failed(db.reader(), None).await.unwrap();
        assert_eq!(list[0].message, "Le traitement s’est arrêté net à chaque essai.");
    }

    async fn a_worker_that_was_too_slow_cannot_write_over_its_successor(db: Db) {
        let clock = Clock::manual(crate::schema::moment());
        let job = ask(&db, &clock, 1).await[0];
        let go_on = Arc::new(Notify::new());
        let (slow, begun) = patient(&db, &clock, &go_on);
        let slow = tokio::spawn(async move { slow.run_until_idle().await });
        until(async || begun.load(Ordering::SeqCst) == 1).await;
        clock.advance(chrono::Duration::minutes(2));
        let successor = Worker::new(db.clone(), clock.clone())
            .register(|_: Step, _: JobContext| async {
                Err(db::jobs::JobError::Fail("Vu par le successeur.".into()))
            });
        successor.run_until_idle().await.unwrap();
        go_on.notify_one();
        slow.await.unwrap().unwrap();
        assert_eq!(state(&db, job).await, JobState::Failed);
    }

    async fn a_long_job_keeps_its_lease_and_tells_how_far_it_is(db: Db) {
        let clock = Clock::system();
        let job = ask(&db, &clock, 1).await[0];
        let go_on = Arc::new(Notify::new());
        let end = go_on.clone();
        let long = Worker::new(db.clone(), clock.clone())
            .lease(Duration::from_millis(900))
            .register(move |_: Step, context: JobContext| {
                let end = end.clone();
                async move {
                    context.progress(40).await?;
                    end.notified().await;
                    Ok(())
                }
            });
        let long = tokio::spawn(async move { long.run_until_idle().await });
        until(async || status(db.reader(), None, job).await.unwrap().unwrap().progress == 40).await;
        let (other, runs) = quick(&db, &clock);
        for _ in 0..10 {
            tokio::time::sleep(Duration::from_millis(200)).await;
            other.run_until_idle().await.unwrap();
        }
        assert_eq!(runs.load(Ordering::SeqCst), 0);
        go_on.notify_one();
        long.await.unwrap().unwrap();
        assert_eq!(state(&db, job).await, JobState::Done);
    }

    async fn two_nodes_share_two_hundred_jobs_and_run_none_twice(db: Db, config: DbConfig) {
        let clock = Clock::system();
        let jobs = ask(&db, &clock, 200).await;
        let runs: Arc<Mutex<BTreeMap<JobId, Vec<u8>>>> = Arc::default();
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let mut nodes = Vec::new();
        for node in 0..2_u8 {
            let (runs, mut stopped) = (runs.clone(), stopped.clone());
            let own = Db::open(&config).await.unwrap();
            let worker = Worker::new(own, clock.clone())
                .concurrency(4)
                .register(move |_: Step, context: JobContext| {
                    let runs = runs.clone();
                    async move {
                        runs.lock().unwrap().entry(context.id()).or_default().push(node);
                        Ok(())
                    }
                });
            nodes.push(tokio::spawn(worker.run(async move {
                drop(stopped.wait_for(|stop| *stop).await);
            })));
        }
        until(async || runs.lock().unwrap().len() == 200).await;
        stop.send(true).unwrap();
        for node in nodes {
            node.await.unwrap();
        }
        let runs = runs.lock().unwrap().clone();
        assert!(runs.values().all(|nodes| nodes.len() == 1), "a job ran twice");
        assert!((0..2).all(|node| runs.values().any(|nodes| nodes == &[node])));
        for job in jobs {
            assert_eq!(state(&db, job).await, JobState::Done);
        }
    }

    async fn a_kind_that_runs_alone_leaves_the_other_places_to_the_others(db: Db) {
        let clock = Clock::system();
        let steps = ask(&db, &clock, 2).await;
        let (later, errands) = (clock.clone(), Arc::new(AtomicU32::new(0)));
        db.write(move |tx| {
            let clock = later.clone();
            async move { enqueue(&tx, &clock, None, &Errand {}).await }
        })
        .await
        .unwrap();
        let go_on = Arc::new(Notify::new());
        let (worker, begun) = patient(&db, &clock, &go_on);
        let counter = errands.clone();
        let worker = worker.one_at_a_time::<Step>().register(move |_: Errand, _: JobContext| {
            counter.fetch_add(1, Ordering::SeqCst);
            async { Ok(()) }
        });
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let running = tokio::spawn(worker.concurrency(2).run(async move {
            drop(stopped.await);
        }));
        // The errand was asked for last and does not wait for the long ones.
        until(async || errands.load(Ordering::SeqCst) == 1).await;
        assert_eq!(begun.load(Ordering::SeqCst), 1);
        for number in 1..=2 {
            until(async || begun.load(Ordering::SeqCst) == number).await;
            go_on.notify_one();
        }
        until(async || state(&db, steps[1]).await == JobState::Done).await;
        stop.send(()).unwrap();
        running.await.unwrap();
    }

    async fn a_worker_asked_to_stop_ends_what_it_began_and_begins_nothing(db: Db) {
        let clock = Clock::system();
        let jobs = ask(&db, &clock, 2).await;
        let go_on = Arc::new(Notify::new());
        let (worker, begun) = patient(&db, &clock, &go_on);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let running = tokio::spawn(worker.concurrency(1).run(async move {
            drop(stopped.await);
        }));
        until(async || begun.load(Ordering::SeqCst) == 1).await;
        stop.send(()).unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        go_on.notify_one();
        running.await.unwrap();
        assert_eq!(state(&db, jobs[0]).await, JobState::Done);
        assert_eq!(state(&db, jobs[1]).await, JobState::Waiting);
    }
}
