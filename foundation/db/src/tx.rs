//! The handle of a write transaction.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};
use tokio::sync::RwLock;

use crate::DbError;

/// An open write transaction. Use it, and only it, inside [`crate::Db::write`]:
/// a query on another connection would not see what was written, and on
/// SQLite would wait for itself.
///
/// A statement that fails spoils the whole transaction, even when the work
/// goes on as if nothing had happened: PostgreSQL would drop the rest in
/// silence, so both engines refuse.
#[derive(Clone, Debug)]
pub struct Tx(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    backend: DbBackend,
    /// Taken out at the end, so that a handle that outlived its work fails
    /// instead of writing into the transaction of somebody else.
    transaction: RwLock<Option<DatabaseTransaction>>,
    /// A statement failed.
    spoiled: AtomicBool,
    /// The engine asked to run the transaction again, whatever the work made
    /// of the error.
    crossed: AtomicBool,
}

impl Tx {
    pub(crate) fn new(transaction: DatabaseTransaction) -> Self {
        Self(Arc::new(Inner {
            backend: transaction.get_database_backend(),
            transaction: RwLock::new(Some(transaction)),
            spoiled: AtomicBool::new(false),
            crossed: AtomicBool::new(false),
        }))
    }

    /// Whether another transaction got in the way of this one.
    pub(crate) fn crossed(&self) -> bool {
        self.0.crossed.load(Ordering::Relaxed)
    }

    /// Whether a statement failed.
    pub(crate) fn spoiled(&self) -> bool {
        self.0.spoiled.load(Ordering::Relaxed)
    }

    /// The transaction itself: no other handle may use it any more.
    pub(crate) async fn take(&self) -> Option<DatabaseTransaction> {
        self.0.transaction.write().await.take()
    }

    fn watch<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &result {
            self.0.spoiled.store(true, Ordering::Relaxed);
            if DbError::retryable(error) {
                self.0.crossed.store(true, Ordering::Relaxed);
            }
        }
        result
    }
}

fn over() -> DbErr {
    DbErr::Custom("the transaction is over".into())
}

#[async_trait::async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.0.backend
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let held = self.0.transaction.read().await;
        let transaction = held.as_ref().ok_or_else(over)?;
        self.watch(transaction.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let held = self.0.transaction.read().await;
        let transaction = held.as_ref().ok_or_else(over)?;
        self.watch(transaction.execute_unprepared(sql).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let held = self.0.transaction.read().await;
        let transaction = held.as_ref().ok_or_else(over)?;
        self.watch(transaction.query_one_raw(statement).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let held = self.0.transaction.read().await;
        let transaction = held.as_ref().ok_or_else(over)?;
        self.watch(transaction.query_all_raw(statement).await)
    }
}
