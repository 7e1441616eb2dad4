//! Queries on documents.

use std::collections::HashMap;

use db::DbError;
use files::{FileId, StoredFile};
use kernel::SchoolId;
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect};

use crate::model::{DocumentId, MissionId, SituationId};
use crate::rows::documents::{Column, Entity, Model};

/// A document of the school, removed or not.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: DocumentId,
) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id(id)
        .filter(Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The school of a document, whichever it is.
///
/// # Errors
/// When the database does not answer.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: DocumentId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(Entity::find_by_id(id)
        .select_only()
        .column(Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// The documents of a situation and of its missions, in the order in which
/// they were added: those that are still there, or those that were removed.
///
/// # Errors
/// When the database does not answer.
pub async fn of_situation(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    situation: SituationId,
    removed: bool,
) -> Result<Vec<Model>, DbError> {
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::SituationId.eq(situation))
        .filter(match removed {
            true => Column::RemovedAt.is_not_null(),
            false => Column::RemovedAt.is_null(),
        })
        .order_by_asc(Column::AddedAt)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?)
}

/// The documents of one mission that are still there: what a learner to whom
/// it is entrusted is given.
///
/// # Errors
/// When the database does not answer.
pub async fn of_mission(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    situation: SituationId,
    mission: MissionId,
) -> Result<Vec<Model>, DbError> {
    let mut rows = of_situation(connection, school, situation, false).await?;
    rows.retain(|row| row.mission_id == Some(mission));
    Ok(rows)
}

/// The stored files of some documents, by their identifier; one statement.
///
/// # Errors
/// When the database does not answer.
pub async fn files_of<'a>(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    rows: impl IntoIterator<Item = &'a Model>,
) -> Result<HashMap<FileId, StoredFile>, DbError> {
    let ids: Vec<FileId> = rows.into_iter().map(|row| row.file_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = files::records::find_many(connection, school, &ids).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
