//! The worker: looks for jobs, runs their handlers, keeps their leases.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use kernel::{Clock, SchoolId, causes};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::clean_up::{self, CleanUp};
use super::queue::{self, Claimed};
use super::recurring::{Recurring, tick};
use super::{JobError, JobId, JobPayload};
use crate::{Db, DbError};

/// After so long without a sign of life another worker takes the job over.
const LEASE: Duration = Duration::from_secs(60);
/// How often the queue is looked at when it was empty.
const POLL: Duration = Duration::from_secs(1);
/// How long running jobs may go on once the server is asked to stop.
const GRACE: Duration = Duration::from_secs(20);

type Handler = Arc<
    dyn Fn(serde_json::Value, JobContext) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync,
>;

/// What a handler knows of the job it runs.
#[derive(Clone, Debug)]
pub struct JobContext {
    db: Db,
    clock: Clock,
    claimed: Claimed,
}

impl JobContext {
    /// The job.
    #[must_use]
    pub fn id(&self) -> JobId {
        self.claimed.job.id
    }

    /// The school it works for; none for the whole instance.
    #[must_use]
    pub fn school(&self) -> Option<SchoolId> {
        self.claimed.job.school_id
    }

    /// Which attempt this is, from 1.
    #[must_use]
    pub fn attempt(&self) -> i16 {
        self.claimed.job.attempts
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Tells those who look how far the job is, in percent. Once in a while:
    /// each call is a write.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn progress(&self, percent: u8) -> Result<(), DbError> {
        queue::progress(&self.db, &self.claimed, percent).await?;
        Ok(())
    }
}

/// Runs the jobs whose kinds it knows. Several workers, in one process or in
/// many, share the work.
pub struct Worker {
    db: Db,
    clock: Clock,
    handlers: BTreeMap<&'static str, Handler>,
    recurring: Vec<Recurring>,
    /// Kinds of which one job runs at a time…
    alone: BTreeSet<&'static str>,
    /// … and those of them that run now.
    busy: Mutex<BTreeSet<&'static str>>,
    concurrency: usize,
    lease: Duration,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker")
            .field("kinds", &self.kinds())
            .finish_non_exhaustive()
    }
}

impl Worker {
    /// A worker that knows no kind of work yet, but forgets old jobs: done
    /// ones after a week, failed ones after ninety days.
    #[must_use]
    pub fn new(db: Db, clock: Clock) -> Self {
        Self {
            db,
            clock,
            handlers: BTreeMap::new(),
            recurring: Vec::new(),
            alone: BTreeSet::new(),
            busy: Mutex::default(),
            concurrency: 2,
            lease: LEASE,
        }
        .register::<CleanUp, _, _>(clean_up::run)
        .recurring(chrono::Duration::hours(1), &CleanUp {})
    }

    /// Says who does the jobs of the kind `J`. Captured values are cloned for
    /// each run.
    ///
    /// # Panics
    /// When two payloads have the same kind: a mistake in the wiring.
    #[must_use]
    pub fn register<J, F, Fut>(mut self, handler: F) -> Self
    where
        J: JobPayload,
        F: Fn(J, JobContext) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        let typed = move |payload, context| match serde_json::from_value(payload) {
            Ok(payload) => handler(payload, context).boxed(),
            Err(_) => std::future::ready(Err(JobError::Fail(
                "Cette version de Jalon ne sait pas lire ce que ce traitement doit faire.".into(),
            )))
            .boxed(),
        };
        let earlier = self.handlers.insert(J::KIND, Arc::new(typed));
        assert!(earlier.is_none(), "two handlers for {}", J::KIND);
        self
    }

    /// Has a job of this kind put in the queue every `every`, once for all
    /// nodes, beginning now. Its handler is registered as any other.
    ///
    /// # Panics
    /// When the payload cannot be written as JSON: a mistake in its type.
    #[must_use]
    pub fn recurring<J: JobPayload>(mut self, every: chrono::Duration, payload: &J) -> Self {
        self.recurring.push(Recurring {
            kind: J::KIND,
            max_attempts: J::MAX_ATTEMPTS,
            every,
            payload: serde_json::to_value(payload).expect("a payload is plain data"),
        });
        self
    }

    /// Has this worker run the jobs of the kind `J` one after the other: long
    /// ones do not take the places of all others.
    #[must_use]
    pub fn one_at_a_time<J: JobPayload>(mut self) -> Self {
        self.alone.insert(J::KIND);
        self
    }

    /// How many jobs run at once; 2 unless said otherwise.
    #[must_use]
    pub fn concurrency(mut self, jobs: usize) -> Self {
        self.concurrency = jobs.max(1);
        self
    }

    /// After how long without a sign of life a job is taken over; a minute
    /// unless said otherwise.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// Works until `shutdown` is ready, then lets the running jobs end; those
    /// that need more than 20 s go back to the queue.
    pub async fn run(self, shutdown: impl Future<Output = ()>) {
        let mut shutdown = pin!(shutdown);
        let worker = Arc::new(self);
        let (stop, stopped) = watch::channel(false);
        let mut running = JoinSet::new();
        loop {
            worker.tick().await;
            while running.len() < worker.concurrency {
                match worker.claim().await {
                    Ok(Some(claimed)) => {
                        let (worker, stopped) = (worker.clone(), stopped.clone());
                        running.spawn(async move { worker.perform(claimed, stopped).await });
                    }
                    Ok(None) => break,
                    Err(error) => {
                        tracing::warn!(error = causes(&error), "the job queue does not answer");
                        break;
                    }
                }
            }
            tokio::select! {
                biased;
                () = &mut shutdown => break,
                Some(_) = running.join_next() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
        let end = async { while running.join_next().await.is_some() {} };
        if tokio::time::timeout(GRACE, end).await.is_err() {
            tracing::warn!("jobs were left unfinished; they go back to the queue");
            // Whoever runs puts its job back.
            stop.send_replace(true);
            while running.join_next().await.is_some() {}
        }
    }

    /// Runs what is due, one job after the other, until nothing is; for tests.
    /// Time is not moved: a job that waits for its next attempt stays there.
    ///
    /// # Errors
    /// When the queue does not answer.
    pub async fn run_until_idle(&self) -> Result<(), DbError> {
        for work in &self.recurring {
            tick(&self.db, &self.clock, work).await?;
        }
        let (_stop, stopped) = watch::channel(false);
        while let Some(claimed) = self.claim().await? {
            self.perform(claimed, stopped.clone()).await;
        }
        Ok(())
    }

    /// The kinds of work that it knows.
    #[must_use]
    pub fn kinds(&self) -> Vec<&'static str> {
        self.handlers.keys().copied().collect()
    }

    fn busy(&self) -> MutexGuard<'_, BTreeSet<&'static str>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn claim(&self) -> Result<Option<Claimed>, DbError> {
        let mut kinds = self.kinds();
        {
            let busy = self.busy();
            kinds.retain(|kind| !busy.contains(kind));
        }
        let claimed = queue::claim(&self.db, &self.clock, &kinds, self.lease).await?;
        if let Some(claimed) = &claimed
            && let Some(kind) = self.alone.get(claimed.job.kind.as_str())
        {
            self.busy().insert(kind);
        }
        Ok(claimed)
    }

    async fn tick(&self) {
        for work in &self.recurring {
            if let Err(error) = tick(&self.db, &self.clock, work).await {
                tracing::warn!(
                    error = causes(&error),
                    kind = work.kind,
                    "recurring work was not planned"
                );
            }
        }
    }

    /// Runs one job to its end and writes that end down.
    async fn perform(&self, claimed: Claimed, mut stopped: watch::Receiver<bool>) {
        let kind = claimed.job.kind.clone();
        let _place = Place(self, &claimed.job.kind);
        let Some(handler) = self.handlers.get(kind.as_str()) else {
            return;
        };
        let context = JobContext {
            db: self.db.clone(),
            clock: self.clock.clone(),
            claimed: claimed.clone(),
        };
        // A task of its own: a handler that panics takes nobody with it, and
        // it is stopped when this future is dropped.
        let mut task = Stopping(tokio::spawn(handler(claimed.job.payload.clone(), context)));
        let mut beat = tokio::time::interval(self.lease / 3);
        beat.tick().await;
        let outcome = loop {
            tokio::select! {
                ended = &mut task.0 => break ended.unwrap_or_else(|_| Err(JobError::Retry(
                    "Le traitement s’est interrompu à cause d’une erreur de programme.".into(),
                ))),
                () = asked(&mut stopped) => {
                    drop(task);
                    if let Err(error) = queue::release(&self.db, &self.clock, &claimed).await {
                        tracing::warn!(error = causes(&error), kind, "a job was not put back; its lease will end");
                    }
                    return;
                }
                _ = beat.tick() => match queue::heartbeat(&self.db, &self.clock, &claimed, self.lease).await {
                    Ok(true) => {}
                    Ok(false) => {
                        tracing::warn!(kind, id = %claimed.job.id, "another worker took the job over");
                        return;
                    }
                    Err(error) => tracing::warn!(error = causes(&error), kind, "the lease could not be prolonged"),
                },
            }
        };
        if let Err(error) = &outcome {
            tracing::warn!(kind, id = %claimed.job.id, attempt = claimed.job.attempts, error = error.causes(), "a job failed");
        }
        match queue::finish(&self.db, &self.clock, &claimed, outcome).await {
            Ok(true) => {}
            Ok(false) => {
                tracing::warn!(kind, id = %claimed.job.id, "the job ended after its lease")
            }
            // It runs again once its lease is over: handlers are idempotent.
            Err(error) => {
                tracing::warn!(error = causes(&error), kind, id = %claimed.job.id, "the end of a job could not be written")
            }
        }
    }
}

/// The place that a job takes among those of its kind, given back however it ends.
struct Place<'a>(&'a Worker, &'a str);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.busy().remove(self.1);
    }
}

/// Ready once the worker may not wait any longer.
async fn asked(stopped: &mut watch::Receiver<bool>) {
    drop(stopped.wait_for(|stopped| *stopped).await);
}

/// A task that stops when nobody waits for it any more.
struct Stopping(tokio::task::JoinHandle<Result<(), JobError>>);

impl Drop for Stopping {
    fn drop(&mut self) {
        self.0.abort();
    }
}
