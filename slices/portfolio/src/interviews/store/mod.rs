//! The rows of interviews and the queries on them. Lists never read the texts.

mod list;
mod rows;

pub use list::{Line, deleted_of, latest_held, lines_of, pending_of};
pub use rows::{Reason, addenda, interviews, versions};

use db::DbError;
use kernel::{AccountId, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect};

use super::InterviewId;
use crate::kept::{Kept, Life};

impl Kept for interviews::Entity {
    type Id = InterviewId;
    const ID: interviews::Column = interviews::Column::Id;
    const SCHOOL: interviews::Column = interviews::Column::SchoolId;
    const VERSION: interviews::Column = interviews::Column::Version;
    const CHANGED_AT: interviews::Column = interviews::Column::SavedAt;
    const DELETED_AT: interviews::Column = interviews::Column::DeletedAt;
    const GONE: &'static str =
        "Cet entretien est dans la corbeille. Sortez-le de la corbeille avant de continuer.";

    fn life(row: &interviews::Model) -> Life<InterviewId> {
        Life {
            school: row.school_id,
            id: row.id,
            version: row.version,
            deleted_at: row.deleted_at,
        }
    }
}

/// The versions kept of an interview, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn versions_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: InterviewId,
) -> Result<Vec<versions::Model>, DbError> {
    use versions::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::InterviewId.eq(id))
        .order_by_desc(Column::Number)
        .all(connection)
        .await?)
}

/// One of them.
///
/// # Errors
/// When the database does not answer.
pub async fn version(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: InterviewId,
    number: i32,
) -> Result<Option<versions::Model>, DbError> {
    use versions::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::InterviewId.eq(id))
        .filter(Column::Number.eq(number))
        .one(connection)
        .await?)
}

/// The number of the latest version and its date.
///
/// # Errors
/// When the database does not answer.
pub async fn last_version(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: InterviewId,
) -> Result<Option<(i32, kernel::Timestamp)>, DbError> {
    use versions::{Column, Entity};
    Ok(Entity::find()
        .select_only()
        .columns([Column::Number, Column::CreatedAt])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::InterviewId.eq(id))
        .order_by_desc(Column::Number)
        .limit(1)
        .into_tuple()
        .one(connection)
        .await?)
}

/// What was added below a report, the first first.
///
/// # Errors
/// When the database does not answer.
pub async fn addenda_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: InterviewId,
) -> Result<Vec<addenda::Model>, DbError> {
    use addenda::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::InterviewId.eq(id))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?)
}

/// The last interview that a learner had before another one.
///
/// # Errors
/// When the database does not answer.
pub async fn previous(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
    before: kernel::Timestamp,
) -> Result<Option<interviews::Model>, DbError> {
    use interviews::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::LearnerId.eq(learner))
        .filter(Column::StartsAt.lt(before))
        .filter(Column::HeldAt.is_not_null())
        .filter(Column::DeletedAt.is_null())
        .order_by_desc(Column::StartsAt)
        .limit(1)
        .one(connection)
        .await?)
}
