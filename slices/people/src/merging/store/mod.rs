//! The rows of merges, and what is shown of two records side by side.

pub mod doubles;
mod entities;
pub mod sides;

use chrono::Duration;
use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Query, SelectStatement};
use sea_orm::{IntoActiveModel, QueryOrder};

pub use entities::Model as Merge;
use entities::{Column, Entity};

use super::model::UNDO_DAYS;

/// Keeps a merge.
pub async fn insert(tx: &impl ConnectionTrait, merge: Merge) -> Result<(), DbError> {
    merge.into_active_model().reset_all().insert(tx).await?;
    Ok(())
}

/// The latest merge of which somebody is one of the two records, those that
/// were undone left out.
pub async fn latest_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    person: AccountId,
) -> Result<Option<Merge>, DbError> {
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::KeptId.eq(person).or(Column::ClosedId.eq(person)))
        .filter(Column::UndoneAt.is_null())
        .order_by_desc(Column::DoneAt)
        .order_by_desc(Column::Id)
        .one(connection)
        .await?)
}

/// Those of `people` whose record was merged into another one.
pub async fn merged(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    people: &[AccountId],
) -> Result<Vec<AccountId>, DbError> {
    let rows = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ClosedId.is_in(people.to_vec()))
        .filter(Column::UndoneAt.is_null())
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| row.closed_id).collect())
}

/// The records of a school that were merged into another one, for queries
/// that leave them out.
pub fn closed_records(school: SchoolId) -> SelectStatement {
    Query::select()
        .column(Column::ClosedId)
        .from(Entity)
        .and_where(Column::SchoolId.eq(school))
        .and_where(Column::UndoneAt.is_null())
        .to_owned()
}

/// Notes that a merge was undone. Says whether nobody was faster.
pub async fn set_undone(
    tx: &impl ConnectionTrait,
    merge: &Merge,
    at: Timestamp,
) -> Result<bool, DbError> {
    let updated = Entity::update_many()
        .col_expr(Column::UndoneAt, Expr::value(at))
        .col_expr(Column::Moved, Expr::value(None::<Json>))
        .filter(Column::SchoolId.eq(merge.school_id))
        .filter(Column::Id.eq(merge.id))
        .filter(Column::UndoneAt.is_null())
        .exec(tx)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Forgets what the merges moved whose time is over.
pub async fn sweep(tx: &impl ConnectionTrait, now: Timestamp) -> Result<(), DbError> {
    Entity::update_many()
        .col_expr(Column::Moved, Expr::value(None::<Json>))
        .filter(Column::DoneAt.lt(now - Duration::days(UNDO_DAYS)))
        .filter(Column::Moved.is_not_null())
        .exec(tx)
        .await?;
    Ok(())
}
