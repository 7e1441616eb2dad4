//! The handle of a write transaction.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};

use crate::DbError;

/// An open write transaction. Use it, and only it, inside [`crate::Db::write`]:
/// a query on another connection would not see what was written, and on
/// SQLite would wait for itself.
#[derive(Clone, Debug)]
pub struct Tx {
    inner: Arc<DatabaseTransaction>,
    /// Set when the engine asked to run the transaction again, whatever the
    /// work made of the error.
    crossed: Arc<AtomicBool>,
}

impl Tx {
    pub(crate) fn new(transaction: DatabaseTransaction) -> Self {
        Self {
            inner: Arc::new(transaction),
            crossed: Arc::default(),
        }
    }

    /// Whether another transaction got in the way of this one.
    pub(crate) fn crossed(&self) -> bool {
        self.crossed.load(Ordering::Relaxed)
    }

    /// The transaction back, once the work has let go of its handle.
    pub(crate) fn into_inner(self) -> Option<DatabaseTransaction> {
        Arc::into_inner(self.inner)
    }

    fn watch<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &result
            && DbError::retryable(error)
        {
            self.crossed.store(true, Ordering::Relaxed);
        }
        result
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.watch(self.inner.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.watch(self.inner.execute_unprepared(sql).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.watch(self.inner.query_one_raw(statement).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.watch(self.inner.query_all_raw(statement).await)
    }
}
