//! Writing confirmed imports, and forgetting old ones.

use chrono::Duration;
use db::jobs::{JobContext, JobError, JobPayload, Worker};
use db::{DbError, Tx};
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait;
use serde::{Deserialize, Serialize};

use super::apply::{self, Apply};
use super::store::{State, imports, list};

/// What waits for a decision is forgotten after so many days…
const UNDECIDED: i64 = 14;
/// … and the rows of a finished import after so many: its report is read
/// in the weeks that follow.
const REPORT: i64 = 90;
/// Imports tidied up in one write.
const BATCH: u64 = 5;

/// Forgets what old imports said of people.
#[derive(Debug, Serialize, Deserialize)]
struct Forget {}

impl JobPayload for Forget {
    const KIND: &'static str = "people.forget_imports";
}

/// The kind of [`Apply`].
pub const APPLY: &str = Apply::KIND;
/// The kind of [`Forget`].
pub const FORGET: &str = Forget::KIND;

/// The jobs of imports.
#[must_use]
pub fn register(worker: Worker) -> Worker {
    worker
        .register::<Apply, _, _>(apply::run)
        .register::<Forget, _, _>(forget)
        .recurring(Duration::days(1), &Forget {})
}

async fn forget(_: Forget, context: JobContext) -> Result<(), JobError> {
    let now = context.clock().now();
    loop {
        let done = context
            .db()
            .write(move |tx| async move { forget_some(&tx, now).await })
            .await?;
        if done == 0 {
            return Ok(());
        }
    }
}

async fn forget_some(tx: &Tx, now: kernel::Timestamp) -> Result<usize, DbError> {
    use imports::Column;
    let undecided = Column::State
        .is_in([State::Columns, State::Planning, State::Ready])
        .and(Column::CreatedAt.lt(now - Duration::days(UNDECIDED)));
    // Of a command that was killed before it wrote: no job will do it.
    let orphan = Column::State
        .eq(State::Applying)
        .and(Column::JobId.is_null())
        .and(Column::CreatedAt.lt(now - Duration::days(UNDECIDED)));
    let read = Column::State
        .eq(State::Done)
        .and(Column::FinishedAt.lt(now - Duration::days(REPORT)))
        .and(Column::Lines.gt(0));
    let old = imports::Entity::find()
        .filter(undecided.or(orphan).or(read))
        .limit(BATCH)
        .all(tx)
        .await?;
    for import in &old {
        list::drop_effects(tx, import.school_id, import.id).await?;
        list::drop_rows(tx, import.school_id, import.id).await?;
        let state = match import.state {
            State::Done => State::Done,
            _ => State::Abandoned,
        };
        imports::Entity::update_many()
            .col_expr(Column::Lines, Expr::value(0_i64))
            .col_expr(Column::State, Expr::value(state))
            .filter(Column::SchoolId.eq(import.school_id))
            .filter(Column::Id.eq(import.id))
            .exec(tx)
            .await?;
    }
    Ok(old.len())
}
