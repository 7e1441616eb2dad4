//! Work that comes back every so often, once for all the nodes.

use chrono::Duration;
use kernel::Clock;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};

use super::store::recurring::{ActiveModel, Column, Entity};
use super::{JobState, insert, store};
use crate::{Db, DbError};

/// A kind of work that comes back.
#[derive(Clone, Debug)]
pub(super) struct Recurring {
    pub kind: &'static str,
    pub max_attempts: i16,
    pub every: Duration,
    pub payload: serde_json::Value,
}

/// Puts the work in the queue if its time has come and no other node did so.
/// Skipped while the last one still waits or runs: it does not pile up.
pub(super) async fn tick(db: &Db, clock: &Clock, work: &Recurring) -> Result<(), DbError> {
    let planned = Entity::find_by_id(work.kind).one(db.reader()).await?;
    if planned.is_some_and(|row| row.next_at > clock.now()) {
        return Ok(());
    }
    let (clock, work) = (clock.clone(), work.clone());
    db.write(move |tx| {
        let (clock, work) = (clock.clone(), work.clone());
        async move {
            let now = clock.now();
            let planned = Entity::find_by_id(work.kind).one(&tx).await?;
            if planned.is_some_and(|row| row.next_at > now) {
                return Ok(());
            }
            Entity::insert(ActiveModel {
                kind: Set(work.kind.to_owned()),
                next_at: Set(now + work.every),
            })
            .on_conflict(
                OnConflict::column(Column::Kind)
                    .update_column(Column::NextAt)
                    .to_owned(),
            )
            .exec_without_returning(&tx)
            .await?;
            let unfinished = store::Entity::find()
                .filter(store::Column::Kind.eq(work.kind))
                .filter(store::Column::State.is_in([JobState::Waiting, JobState::Running]))
                .filter(store::Column::SchoolId.is_null())
                .count(&tx)
                .await?;
            if unfinished == 0 {
                insert(
                    &tx,
                    &clock,
                    None,
                    work.kind,
                    work.max_attempts,
                    work.payload,
                )
                .await?;
            }
            Ok(())
        }
    })
    .await
}
