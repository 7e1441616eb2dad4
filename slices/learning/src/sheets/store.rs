//! Queries on sheets and their versions.

use std::collections::HashMap;

use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, QueryOrder, QuerySelect};
use serde::de::DeserializeOwned;

use crate::model::{Reason, SheetId};
use crate::rows::{sheets, versions};

/// A sheet of the school.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: SheetId,
) -> Result<Option<sheets::Model>, DbError> {
    Ok(sheets::Entity::find_by_id(id)
        .filter(sheets::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The school of a sheet, whichever it is.
///
/// # Errors
/// When the database does not answer.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: SheetId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(sheets::Entity::find_by_id(id)
        .select_only()
        .column(sheets::Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// These sheets of the school, by their identifier; one statement.
///
/// # Errors
/// When the database does not answer.
pub async fn find_many(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    ids: &[SheetId],
) -> Result<HashMap<SheetId, sheets::Model>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sheets::Entity::find()
        .filter(sheets::Column::SchoolId.eq(school))
        .filter(sheets::Column::Id.is_in(ids.iter().copied()))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// What a sheet or a version says.
///
/// # Errors
/// When the row is not of our making.
pub fn read<T: DeserializeOwned>(content: &Json) -> Result<T, DbError> {
    serde_json::from_value(content.clone())
        .map_err(|error| DbError::Other(DbErr::Json(error.to_string())))
}

/// That a sheet has gone though something points at it.
#[must_use]
pub fn lost(id: SheetId) -> DbError {
    DbError::Other(DbErr::Custom(format!("the sheet {id} is missing")))
}

/// A version in a list, without what it says.
#[derive(Clone, Debug, FromQueryResult)]
pub struct VersionLine {
    /// Of what.
    pub sheet_id: SheetId,
    /// Its number there.
    pub number: i32,
    /// Why it was kept.
    pub reason: Reason,
    /// Who wrote it, or took the step that kept it.
    pub author_id: AccountId,
    /// When it was kept.
    pub created_at: Timestamp,
}

/// The versions of these sheets, the latest first, `limit` at most; one statement.
///
/// # Errors
/// When the database does not answer.
pub async fn version_lines(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    sheets: &[SheetId],
    limit: u64,
) -> Result<Vec<VersionLine>, DbError> {
    use versions::{Column, Entity};
    if sheets.is_empty() {
        return Ok(Vec::new());
    }
    Ok(Entity::find()
        .select_only()
        .columns([
            Column::SheetId,
            Column::Number,
            Column::Reason,
            Column::AuthorId,
            Column::CreatedAt,
        ])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::SheetId.is_in(sheets.iter().copied()))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Number)
        .limit(limit)
        .into_model()
        .all(connection)
        .await?)
}

/// One version of a sheet.
///
/// # Errors
/// When the database does not answer.
pub async fn version(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    sheet: SheetId,
    number: i32,
) -> Result<Option<versions::Model>, DbError> {
    use versions::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::SheetId.eq(sheet))
        .filter(Column::Number.eq(number))
        .one(connection)
        .await?)
}

/// The number and the date of the latest version, without what it says.
///
/// # Errors
/// When the database does not answer.
pub async fn last_version(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    sheet: SheetId,
) -> Result<Option<(i32, Timestamp)>, DbError> {
    use versions::{Column, Entity};
    Ok(Entity::find()
        .select_only()
        .columns([Column::Number, Column::CreatedAt])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::SheetId.eq(sheet))
        .order_by_desc(Column::Number)
        .limit(1)
        .into_tuple()
        .one(connection)
        .await?)
}
