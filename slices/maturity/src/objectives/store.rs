//! The rows of SMART objectives and the queries on them.

mod rows;

use chrono::NaiveDate;
use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{Condition, ConnectionTrait, QueryOrder, QuerySelect, QueryTrait};

use super::{CheckpointId, GoalId};
use crate::projects::ProjectId;

pub use rows::{checkpoints, feeds, goals, served};

/// So many objectives are shown at once.
const LISTED: u64 = 300;

/// Which objectives of the school.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Those that are not reached.
    #[default]
    Open,
    /// Those that are.
    Reached,
    /// All of them.
    All,
}

/// An objective of the school; deleted ones too.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: GoalId,
) -> Result<Option<goals::Model>, DbError> {
    Ok(goals::Entity::find_by_id(id)
        .filter(goals::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The school of an objective, whichever it is.
///
/// # Errors
/// When the database does not answer.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: GoalId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(goals::Entity::find_by_id(id)
        .select_only()
        .column(goals::Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// The objectives of the school; those that somebody pilots, if said.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    which: Which,
    pilot: Option<AccountId>,
) -> Result<Vec<goals::Model>, DbError> {
    use goals::{Column, Entity};
    let select = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::DeletedAt.is_null())
        .apply_if(pilot, |select, pilot| {
            select.filter(Column::PilotId.eq(pilot))
        });
    let select = match which {
        Which::Open => select.filter(Column::ReachedOn.is_null()),
        Which::Reached => select.filter(Column::ReachedOn.is_not_null()),
        Which::All => select,
    };
    Ok(select
        .order_by_asc(Column::DueOn)
        .order_by_asc(Column::Id)
        .limit(LISTED)
        .all(reader)
        .await?)
}

/// How many objectives of the school are open, and how many are reached.
///
/// # Errors
/// When the database does not answer.
pub async fn count(reader: &impl ConnectionTrait, school: SchoolId) -> Result<(u64, u64), DbError> {
    use goals::{Column, Entity};
    let reached = Column::ReachedOn.is_not_null();
    let rows: Vec<(bool, i64)> = Entity::find()
        .select_only()
        .column_as(reached.clone(), "reached")
        .column_as(Column::Id.count(), "n")
        .filter(Column::SchoolId.eq(school))
        .filter(Column::DeletedAt.is_null())
        .group_by(reached)
        .into_tuple()
        .all(reader)
        .await?;
    let of = |wanted: bool| {
        let found = rows.iter().find(|(reached, _)| *reached == wanted);
        found.map_or(0, |(_, n)| u64::try_from(*n).unwrap_or(0))
    };
    Ok((of(false), of(true)))
}

/// The checkpoints of some objectives, in the order of their days.
///
/// # Errors
/// When the database does not answer.
pub async fn checkpoints_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    ids: &[GoalId],
) -> Result<Vec<checkpoints::Model>, DbError> {
    use checkpoints::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::GoalId.is_in(ids.iter().copied()))
        .order_by_asc(Column::OnDay)
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?)
}

/// A checkpoint of an objective.
///
/// # Errors
/// When the database does not answer.
pub async fn checkpoint(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    goal: GoalId,
    id: CheckpointId,
) -> Result<Option<checkpoints::Model>, DbError> {
    use checkpoints::{Column, Entity};
    Ok(Entity::find_by_id(id)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::GoalId.eq(goal))
        .one(connection)
        .await?)
}

/// The objectives that a project serves, by their day.
///
/// # Errors
/// When the database does not answer.
pub async fn served_by(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    project: ProjectId,
) -> Result<Vec<goals::Model>, DbError> {
    use goals::{Column, Entity};
    let served = Query::select()
        .column(served::Column::GoalId)
        .from(served::Entity)
        .and_where(served::Column::SchoolId.eq(school))
        .and_where(served::Column::ProjectId.eq(project))
        .to_owned();
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Id.in_subquery(served))
        .filter(Column::DeletedAt.is_null())
        .order_by_asc(Column::DueOn)
        .limit(LISTED)
        .all(reader)
        .await?)
}

/// The objectives in the corbeille, the last put there first.
///
/// # Errors
/// When the database does not answer.
pub async fn deleted(
    reader: &impl ConnectionTrait,
    school: SchoolId,
) -> Result<Vec<goals::Model>, DbError> {
    use goals::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::DeletedAt.is_not_null())
        .order_by_desc(Column::DeletedAt)
        .limit(LISTED)
        .all(reader)
        .await?)
}

/// Objectives deleted before an instant, of all schools.
///
/// # Errors
/// When the database does not answer.
pub async fn deleted_before(
    reader: &impl ConnectionTrait,
    before: Timestamp,
    at_most: u64,
) -> Result<Vec<(SchoolId, GoalId)>, DbError> {
    use goals::{Column, Entity};
    Ok(Entity::find()
        .select_only()
        .columns([Column::SchoolId, Column::Id])
        .filter(Column::DeletedAt.lt(before))
        .order_by_asc(Column::DeletedAt)
        .limit(at_most)
        .into_tuple()
        .all(reader)
        .await?)
}

/// The objectives of all schools that a person pilots, whose day comes before
/// `until`, that are not reached, and that nobody was reminded of since `since`.
///
/// # Errors
/// When the database does not answer.
pub async fn to_remind_of(
    reader: &impl ConnectionTrait,
    until: NaiveDate,
    since: NaiveDate,
    after: Option<GoalId>,
    at_most: u64,
) -> Result<Vec<goals::Model>, DbError> {
    use goals::{Column, Entity};
    let unsaid = Condition::any()
        .add(Column::RemindedOn.is_null())
        .add(Column::RemindedOn.lt(since));
    Ok(Entity::find()
        .filter(Column::ReachedOn.is_null())
        .filter(Column::DeletedAt.is_null())
        .filter(Column::PilotId.is_not_null())
        .filter(Column::DueOn.lte(until))
        .filter(unsaid)
        .apply_if(after, |select, after| select.filter(Column::Id.gt(after)))
        .order_by_asc(Column::Id)
        .limit(at_most)
        .all(reader)
        .await?)
}
