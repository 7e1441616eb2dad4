//! Writing. SQLite: one task owns the one writing connection and groups the
//! writes that wait into one commit. PostgreSQL: serializable transactions,
//! run again when they crossed.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::BoxFuture;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, IsolationLevel, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};

use crate::{DbError, Tx};

/// At most so many writes share a commit…
const GROUP: usize = 64;
/// … and no new one joins after so long: the first must not wait for ever.
const GROUP_TIME: Duration = Duration::from_millis(50);
/// Beyond this a write is in everybody's way, and the log says so.
const LONG_WRITE: Duration = Duration::from_millis(500);
/// And beyond this it is undone: one mistake must not stop the school.
const TOO_LONG: Duration = Duration::from_secs(10);
/// PostgreSQL: how often a transaction is run again before giving up.
const ATTEMPTS: u32 = 24;

#[derive(Clone, Debug)]
pub(crate) enum Writer {
    Queued {
        connection: DatabaseConnection,
        queue: mpsc::Sender<Box<dyn Work>>,
    },
    Retrying(DatabaseConnection),
}

impl Writer {
    pub(crate) fn queued(connection: DatabaseConnection) -> Self {
        let (queue, waiting) = mpsc::channel(1_024);
        tokio::spawn(serve(connection.clone(), waiting));
        Self::Queued { connection, queue }
    }

    pub(crate) fn retrying(pool: DatabaseConnection) -> Self {
        Self::Retrying(pool)
    }

    pub(crate) fn connection(&self) -> &DatabaseConnection {
        match self {
            Self::Queued { connection, .. } | Self::Retrying(connection) => connection,
        }
    }

    pub(crate) async fn write<T, E, F, Fut>(
        &self,
        isolation: IsolationLevel,
        work: F,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: Fn(Tx) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
    {
        match self {
            Self::Queued { queue, .. } => {
                let (answer, answered) = oneshot::channel();
                let work = Box::new(Queued {
                    work,
                    answer: Some(answer),
                    result: None,
                });
                if queue.send(work).await.is_err() {
                    return Err(stopped().into());
                }
                answered.await.unwrap_or_else(|_| Err(stopped().into()))
            }
            Self::Retrying(pool) => retrying(pool, isolation, work).await,
        }
    }
}

fn stopped() -> DbError {
    DbError::Other(DbErr::Custom("the writer has stopped".into()))
}

/// A write that waits for its turn, with its types erased.
pub(crate) trait Work: Send {
    /// Runs in its own savepoint of `group`; a failure undoes it alone. Says
    /// whether the group can go on: after a failed savepoint it cannot.
    fn run<'a>(&'a mut self, group: &'a DatabaseTransaction) -> BoxFuture<'a, bool>;
    /// Tells the one who waits, once the group is on the disk or lost.
    fn finish(self: Box<Self>, lost: Option<DbError>);
}

struct Queued<T, E, F> {
    work: F,
    answer: Option<oneshot::Sender<Result<T, E>>>,
    result: Option<Result<T, E>>,
}

impl<T, E, F, Fut> Work for Queued<T, E, F>
where
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
    F: Fn(Tx) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<T, E>> + Send + 'static,
{
    fn run<'a>(&'a mut self, group: &'a DatabaseTransaction) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            let begun = Instant::now();
            let (result, end) = match group.begin().await {
                Ok(savepoint) => run_in(savepoint, &self.work).await,
                Err(error) => (Err(DbError::from(error).into()), End::Broken),
            };
            self.result = Some(result);
            let elapsed = begun.elapsed();
            if elapsed > LONG_WRITE {
                tracing::warn!(
                    elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
                    "a write held the writer for too long"
                );
            }
            !matches!(end, End::Broken)
        })
    }

    fn finish(mut self: Box<Self>, lost: Option<DbError>) {
        let result = match (self.result.take(), lost) {
            (Some(Ok(_)) | None, Some(lost)) => Err(lost.into()),
            (Some(result), _) => result,
            (None, None) => Err(stopped().into()),
        };
        if let Some(answer) = self.answer.take() {
            // Nobody waits any more when the browser has gone: the write stands.
            drop(answer.send(result));
        }
    }
}

/// How a transaction ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Committed, or rolled back as it should.
    Clean,
    /// It crossed another one: the engine asks for another attempt.
    Crossed,
    /// It could be neither committed nor rolled back.
    Broken,
}

/// Runs `work` in `transaction`, then commits it or rolls it back.
async fn run_in<T, E, F, Fut>(transaction: DatabaseTransaction, work: &F) -> (Result<T, E>, End)
where
    E: From<DbError>,
    F: Fn(Tx) -> Fut,
    Fut: Future<Output = Result<T, E>>,
{
    let tx = Tx::new(transaction);
    let running = AssertUnwindSafe(async { work(tx.clone()).await }).catch_unwind();
    let outcome = tokio::time::timeout(TOO_LONG, running).await;
    let Some(transaction) = tx.take().await else {
        // Nobody else takes it.
        return (Err(stopped().into()), End::Broken);
    };
    let result = match outcome {
        Ok(Ok(Ok(value))) if !tx.spoiled() => match transaction.commit().await {
            Ok(()) => return (Ok(value), End::Clean),
            Err(error) => {
                let end = match DbError::retryable(&error) {
                    true => End::Crossed,
                    false => End::Broken,
                };
                return (Err(DbError::from(error).into()), end);
            }
        },
        Ok(Ok(Ok(_))) if tx.crossed() => Err(DbError::Conflict.into()),
        Ok(Ok(Ok(_))) => Err(spoiled().into()),
        Ok(Ok(Err(error))) => Err(error),
        // The panic has been reported by its hook; others go on writing.
        Ok(Err(_)) => Err(panicked().into()),
        Err(_) => {
            tracing::error!("a write was undone because it took too long");
            Err(too_long().into())
        }
    };
    match transaction.rollback().await {
        Ok(()) if tx.crossed() => (result, End::Crossed),
        Ok(()) => (result, End::Clean),
        Err(error) => {
            tracing::warn!(%error, "a rollback failed");
            (result, End::Broken)
        }
    }
}

fn spoiled() -> DbError {
    DbError::Other(DbErr::Custom(
        "the work went on after a statement had failed".into(),
    ))
}

fn too_long() -> DbError {
    DbError::Busy(DbErr::Custom("the work took too long".into()))
}

fn panicked() -> DbError {
    DbError::Other(DbErr::Custom("the work panicked".into()))
}

/// The SQLite writer: takes what waits, runs it, commits once, answers all.
async fn serve(connection: DatabaseConnection, mut waiting: mpsc::Receiver<Box<dyn Work>>) {
    while let Some(first) = waiting.recv().await {
        let mut group = vec![first];
        let mut lost = commit_group(&connection, &mut group, &mut waiting)
            .await
            .err();
        if lost.is_some() {
            renew(&connection).await;
        }
        let mut left = group.len();
        for work in group {
            left -= 1;
            // The cause goes to the last; an error cannot be cloned, so the
            // others get its kind.
            let theirs = match &lost {
                None => None,
                Some(_) if left == 0 => lost.take(),
                Some(error) => Some(same_kind(error)),
            };
            work.finish(theirs);
        }
    }
}

/// Lets go of the writing connection; the pool opens another one. After an
/// error SQLite may have ended the transaction by itself, which the driver does
/// not notice: it would open the next one inside what it takes for the old one,
/// and what is acknowledged from then on would never be committed.
async fn renew(connection: &DatabaseConnection) {
    match connection.get_sqlite_connection_pool().acquire().await {
        Ok(broken) => {
            if let Err(error) = broken.close().await {
                tracing::warn!(%error, "the writing connection did not close well");
            }
        }
        Err(error) => tracing::warn!(%error, "no writing connection to renew"),
    }
}

async fn commit_group(
    connection: &DatabaseConnection,
    group: &mut Vec<Box<dyn Work>>,
    waiting: &mut mpsc::Receiver<Box<dyn Work>>,
) -> Result<(), DbError> {
    let transaction = connection
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        })
        .await?;
    let begun = Instant::now();
    let mut next = 0;
    loop {
        if let Some(work) = group.get_mut(next) {
            if !work.run(&transaction).await {
                // The engine undid more than this write (no room left, a read
                // error): nothing of the group may pass for saved.
                if let Err(error) = transaction.rollback().await {
                    tracing::warn!(%error, "a rollback failed");
                }
                return Err(broken());
            }
            next += 1;
        }
        if group.len() >= GROUP || begun.elapsed() > GROUP_TIME {
            break;
        }
        match waiting.try_recv() {
            Ok(work) => group.push(work),
            Err(_) => break,
        }
    }
    transaction.commit().await?;
    Ok(())
}

fn broken() -> DbError {
    DbError::Other(DbErr::Custom("the shared transaction broke".into()))
}

fn same_kind(error: &DbError) -> DbError {
    let cause = || DbErr::Custom(format!("the commit shared with others failed: {error:?}"));
    match error {
        DbError::Busy(_) => DbError::Busy(cause()),
        DbError::Full(_) => DbError::Full(cause()),
        _ => DbError::Other(cause()),
    }
}

/// PostgreSQL: SERIALIZABLE gives the same promise as SQLite's single writer;
/// its price is to run again the transactions that crossed.
async fn retrying<T, E, F, Fut>(
    pool: &DatabaseConnection,
    isolation: IsolationLevel,
    work: F,
) -> Result<T, E>
where
    E: From<DbError>,
    F: Fn(Tx) -> Fut,
    Fut: Future<Output = Result<T, E>>,
{
    let mut attempt = 0;
    loop {
        attempt += 1;
        let transaction = pool
            .begin_with_config(Some(isolation), None)
            .await
            .map_err(DbError::from)?;
        let (result, end) = run_in(transaction, &work).await;
        if end != End::Crossed || attempt >= ATTEMPTS {
            return result;
        }
        tokio::time::sleep(back_off(attempt)).await;
    }
}

/// Waits longer each time, each task a little differently, so that those who
/// crossed do not cross again.
#[expect(
    clippy::disallowed_methods,
    reason = "jitter between competing transactions; nothing depends on its value"
)]
fn back_off(attempt: u32) -> Duration {
    use rand::Rng;
    let ceiling = 4_u64 << attempt.min(6);
    Duration::from_millis(rand::rng().random_range(1..=ceiling))
}
