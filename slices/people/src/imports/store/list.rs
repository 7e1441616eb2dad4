//! Imports and their rows: found, counted, paged.

use std::collections::HashMap;

use db::{DbError, Tx};
use kernel::SchoolId;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, IntoActiveModel, QueryOrder, QuerySelect};

use super::{State, effects, external_ids, imports, rows};
use crate::imports::ImportId;
use crate::imports::plan::{IdSource, Verdict};

/// Rows on a page.
pub const PAGE: u64 = 50;
/// Imports in the list.
const RECENT: u64 = 100;
/// Rows in one statement: what SQLite binds at once allows five times as many.
const CHUNK: usize = 250;

/// An import of the school.
pub async fn get(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ImportId,
) -> Result<Option<imports::Model>, DbError> {
    Ok(imports::Entity::find_by_id(id)
        .filter(imports::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The INE or INA of a person, if an import gave it.
pub async fn ine_of(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    account: kernel::AccountId,
) -> Result<Option<String>, DbError> {
    Ok(external_ids::Entity::find()
        .select_only()
        .column(external_ids::Column::Value)
        .filter(external_ids::Column::SchoolId.eq(school))
        .filter(external_ids::Column::AccountId.eq(account))
        .filter(external_ids::Column::Source.eq(IdSource::Ine))
        .into_tuple()
        .one(reader)
        .await?)
}

/// The school of an import, whichever it is.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: ImportId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(imports::Entity::find_by_id(id)
        .select_only()
        .column(imports::Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// The latest imports that were not given up.
pub async fn recent(
    reader: &impl ConnectionTrait,
    school: SchoolId,
) -> Result<Vec<imports::Model>, DbError> {
    Ok(imports::Entity::find()
        .filter(imports::Column::SchoolId.eq(school))
        .filter(imports::Column::State.ne(State::Abandoned))
        .order_by_desc(imports::Column::CreatedAt)
        .order_by_desc(imports::Column::Id)
        .limit(RECENT)
        .all(reader)
        .await?)
}

/// Adds an import.
pub async fn insert(tx: &Tx, import: imports::Model) -> Result<(), DbError> {
    import.into_active_model().insert(tx).await?;
    Ok(())
}

/// Moves an import from one of `from` to `to`. Says whether it was there.
pub async fn move_on(
    tx: &Tx,
    school: SchoolId,
    id: ImportId,
    from: &[State],
    to: State,
) -> Result<bool, DbError> {
    let moved = imports::Entity::update_many()
        .col_expr(imports::Column::State, Expr::value(to))
        .filter(imports::Column::SchoolId.eq(school))
        .filter(imports::Column::Id.eq(id))
        .filter(imports::Column::State.is_in(from.iter().copied()))
        .exec(tx)
        .await?;
    Ok(moved.rows_affected == 1)
}

/// Writes rows over those of the same number.
pub async fn put_rows(tx: &Tx, all: &[rows::Model]) -> Result<(), DbError> {
    use rows::Column;
    for part in all.chunks(CHUNK) {
        rows::Entity::insert_many(part.iter().cloned().map(IntoActiveModel::into_active_model))
            .on_conflict(
                OnConflict::columns([Column::SchoolId, Column::ImportId, Column::Number])
                    .update_columns([
                        Column::Verdict,
                        Column::Name,
                        Column::Reason,
                        Column::Advice,
                        Column::Changes,
                        Column::Said,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Adds what is to be written.
pub async fn put_effects(tx: &Tx, all: &[effects::Model]) -> Result<(), DbError> {
    for part in all.chunks(CHUNK) {
        effects::Entity::insert_many(part.iter().cloned().map(IntoActiveModel::into_active_model))
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Forgets what was to be written.
pub async fn drop_effects(tx: &Tx, school: SchoolId, id: ImportId) -> Result<(), DbError> {
    effects::Entity::delete_many()
        .filter(effects::Column::SchoolId.eq(school))
        .filter(effects::Column::ImportId.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets the rows.
pub async fn drop_rows(tx: &Tx, school: SchoolId, id: ImportId) -> Result<(), DbError> {
    rows::Entity::delete_many()
        .filter(rows::Column::SchoolId.eq(school))
        .filter(rows::Column::ImportId.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Rows after a number, of one verdict or of all.
pub async fn rows_after(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    id: ImportId,
    verdict: Option<Verdict>,
    after: i32,
    limit: u64,
) -> Result<Vec<rows::Model>, DbError> {
    let mut select = rows::Entity::find()
        .filter(rows::Column::SchoolId.eq(school))
        .filter(rows::Column::ImportId.eq(id))
        .filter(rows::Column::Number.gt(after));
    if let Some(verdict) = verdict {
        select = select.filter(rows::Column::Verdict.eq(verdict));
    }
    Ok(select
        .order_by_asc(rows::Column::Number)
        .limit(limit)
        .all(reader)
        .await?)
}

/// How many rows there are of each verdict.
#[must_use]
pub fn counts(import: &imports::Model) -> HashMap<Verdict, u64> {
    Verdict::ALL
        .into_iter()
        .map(|(verdict, code)| (verdict, import.counts[code].as_u64().unwrap_or(0)))
        .collect()
}
