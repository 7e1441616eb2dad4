//! Queries on situations and their missions.

use std::collections::HashMap;

use db::DbError;
use kernel::SchoolId;
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect};

use crate::model::{MissionId, SituationId};
use crate::rows::{mission_targets, missions, situations};

/// A situation of the school; deleted ones too.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: SituationId,
) -> Result<Option<situations::Model>, DbError> {
    Ok(situations::Entity::find_by_id(id)
        .filter(situations::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// These situations of the school, deleted ones too.
///
/// # Errors
/// When the database does not answer.
pub async fn find_many(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    ids: &[SituationId],
) -> Result<Vec<situations::Model>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(situations::Entity::find()
        .filter(situations::Column::SchoolId.eq(school))
        .filter(situations::Column::Id.is_in(ids.iter().copied()))
        .all(connection)
        .await?)
}

/// The school of a situation, whichever it is.
///
/// # Errors
/// When the database does not answer.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: SituationId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(situations::Entity::find_by_id(id)
        .select_only()
        .column(situations::Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// A mission of the school; deleted ones too.
///
/// # Errors
/// When the database does not answer.
pub async fn mission(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: MissionId,
) -> Result<Option<missions::Model>, DbError> {
    Ok(missions::Entity::find_by_id(id)
        .filter(missions::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The missions of these situations that are still there, in their order; one
/// statement.
///
/// # Errors
/// When the database does not answer.
pub async fn missions_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    situations: &[SituationId],
) -> Result<Vec<missions::Model>, DbError> {
    use missions::{Column, Entity};
    if situations.is_empty() {
        return Ok(Vec::new());
    }
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::SituationId.is_in(situations.iter().copied()))
        .filter(Column::DeletedAt.is_null())
        .order_by_asc(Column::SituationId)
        .order_by_asc(Column::Position)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?)
}

/// The missions that were taken out of a situation, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn removed_missions(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    situation: SituationId,
) -> Result<Vec<missions::Model>, DbError> {
    use missions::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::SituationId.eq(situation))
        .filter(Column::DeletedAt.is_not_null())
        .order_by_desc(Column::DeletedAt)
        .all(connection)
        .await?)
}

/// What each of these missions works, sorted by code; one statement.
///
/// # Errors
/// When the database does not answer.
pub async fn targets_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    missions: &[MissionId],
) -> Result<HashMap<MissionId, Vec<mission_targets::Model>>, DbError> {
    use mission_targets::{Column, Entity};
    if missions.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::MissionId.is_in(missions.iter().copied()))
        .order_by_asc(Column::Code)
        .all(connection)
        .await?;
    let mut by_mission: HashMap<MissionId, Vec<mission_targets::Model>> = HashMap::new();
    for row in rows {
        by_mission.entry(row.mission_id).or_default().push(row);
    }
    Ok(by_mission)
}
