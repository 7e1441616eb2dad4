//! The rows of digital projects and the queries on them.

mod rows;

use std::collections::HashMap;

use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, QueryTrait};

use super::ProjectId;

pub use rows::{conditions, members, observed, projects, steps};

/// So many projects are listed.
const LISTED: u64 = 200;

/// A project of the school; deleted ones too.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ProjectId,
) -> Result<Option<projects::Model>, DbError> {
    Ok(projects::Entity::find_by_id(id)
        .filter(projects::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The school of a project, whichever it is.
///
/// # Errors
/// When the database does not answer.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: ProjectId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(projects::Entity::find_by_id(id)
        .select_only()
        .column(projects::Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// The projects of the school, the last one that changed first; those of
/// somebody, if said.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    of: Option<AccountId>,
    deleted: bool,
) -> Result<Vec<projects::Model>, DbError> {
    use projects::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(match deleted {
            true => Column::DeletedAt.is_not_null(),
            false => Column::DeletedAt.is_null(),
        })
        .apply_if(of, |select, account| {
            select.filter(Column::Id.in_subquery(with(school, account)))
        })
        .order_by_desc(Column::ChangedAt)
        .limit(LISTED)
        .all(reader)
        .await?)
}

/// The projects that somebody is of the team of.
fn with(school: SchoolId, account: AccountId) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(members::Column::ProjectId)
        .from(members::Entity)
        .and_where(members::Column::SchoolId.eq(school))
        .and_where(members::Column::AccountId.eq(account))
        .to_owned()
}

/// The people of the teams of some projects.
///
/// # Errors
/// When the database does not answer.
pub async fn members_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, Vec<AccountId>>, DbError> {
    use members::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ProjectId.is_in(ids.iter().copied()))
        .order_by_asc(Column::AccountId)
        .all(connection)
        .await?;
    let mut members: HashMap<ProjectId, Vec<AccountId>> = HashMap::new();
    for row in rows {
        members
            .entry(row.project_id)
            .or_default()
            .push(row.account_id);
    }
    Ok(members)
}

/// What the steps of some projects say.
///
/// # Errors
/// When the database does not answer.
pub async fn steps_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    ids: &[ProjectId],
) -> Result<Vec<steps::Model>, DbError> {
    use steps::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ProjectId.is_in(ids.iter().copied()))
        .all(connection)
        .await?)
}

/// The conditions that are ticked in a project.
///
/// # Errors
/// When the database does not answer.
pub async fn conditions_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ProjectId,
) -> Result<Vec<conditions::Model>, DbError> {
    use conditions::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ProjectId.eq(id))
        .all(connection)
        .await?)
}

/// Projects deleted before an instant, of all schools.
///
/// # Errors
/// When the database does not answer.
pub async fn deleted_before(
    reader: &impl ConnectionTrait,
    before: Timestamp,
    at_most: u64,
) -> Result<Vec<(SchoolId, ProjectId)>, DbError> {
    use projects::{Column, Entity};
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
