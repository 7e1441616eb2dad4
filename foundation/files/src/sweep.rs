//! Removing contents that no file is any more.

use chrono::Duration;
use db::DbError;
use db::jobs::JobPayload;
use kernel::{SchoolId, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};

use crate::rows::blobs::{Column, Entity};
use crate::{ContentHash, Files, StoreError};

/// A content may wait so long between being stored and being recorded: a form
/// left open overnight is still sent in the morning.
pub(crate) const GRACE: Duration = Duration::hours(24);
/// Contents removed between two writes.
const BATCH: u64 = 100;

/// The recurring job that calls [`Files::sweep`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sweep {}

impl JobPayload for Sweep {
    const KIND: &'static str = "files.sweep";
}

/// Why a sweep stopped; it goes on where it was the next time.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The object store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Files {
    /// Removes the contents without references, in all schools, and says how
    /// many. May be run at any time, twice, or be stopped half-way.
    ///
    /// Between a content's row and its object there is no common transaction,
    /// so the row is marked first: from then on nobody can take the content
    /// ([`Files::accept`] waits), its object is removed, then its row.
    ///
    /// # Errors
    /// [`SweepError`].
    pub async fn sweep(&self) -> Result<u64, SweepError> {
        let mut removed = 0;
        loop {
            let before = self.clock.now() - GRACE;
            let marked = self
                .db
                .write(move |tx| async move { mark(&tx, before).await })
                .await?;
            if marked.is_empty() {
                return Ok(removed);
            }
            for &(school, hash) in &marked {
                self.store.remove(school, hash).await?;
            }
            removed += marked.len() as u64;
            self.db
                .write(move |tx| {
                    let marked = marked.clone();
                    async move { forget(&tx, &marked).await }
                })
                .await?;
        }
    }
}

async fn mark(tx: &db::Tx, before: Timestamp) -> Result<Vec<(SchoolId, ContentHash)>, DbError> {
    // Also those that a stopped sweep had marked.
    let found: Vec<(SchoolId, ContentHash)> = Entity::find()
        .select_only()
        .columns([Column::SchoolId, Column::Hash])
        .filter(Column::Refs.lte(0))
        .filter(
            Condition::any()
                .add(Column::TouchedAt.lt(before))
                .add(Column::Removing.eq(true)),
        )
        .order_by_asc(Column::SchoolId)
        .order_by_asc(Column::Hash)
        .limit(BATCH)
        .into_tuple()
        .all(tx)
        .await?;
    if !found.is_empty() {
        Entity::update_many()
            .col_expr(Column::Removing, Expr::value(true))
            .filter(any_of(&found))
            .exec(tx)
            .await?;
    }
    Ok(found)
}

async fn forget(tx: &db::Tx, marked: &[(SchoolId, ContentHash)]) -> Result<(), DbError> {
    Entity::delete_many()
        .filter(any_of(marked))
        .filter(Column::Removing.eq(true))
        .exec(tx)
        .await?;
    Ok(())
}

fn any_of(contents: &[(SchoolId, ContentHash)]) -> Condition {
    contents
        .iter()
        .fold(Condition::any(), |any, &(school, hash)| {
            any.add(Column::SchoolId.eq(school).and(Column::Hash.eq(hash)))
        })
}
