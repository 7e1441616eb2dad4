//! The missions that a learner has begun, with how far they have come.

use db::DbError;
use kernel::uuid::Uuid;
use kernel::{AccountId, SchoolId, Timestamp};
use people::api::ClassId;
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, JoinType, QueryOrder, QuerySelect, RelationDef};

use super::{assignments, mine, progress};
use crate::assignments::model::Progress;
use crate::model::AssignmentId;
use crate::rows::{missions, situations};

/// A mission that a learner has begun.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DoneRow {
    /// The mission as it is entrusted.
    pub id: AssignmentId,
    /// Its title.
    pub mission: String,
    /// The title of its situation.
    pub situation: String,
    /// How far they have come.
    pub state: Progress,
    /// Since when.
    pub changed_at: Timestamp,
    /// Their report.
    pub report_id: Uuid,
}

/// The missions of a class that a learner has begun, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn done_by(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
    learner: AccountId,
) -> Result<Vec<DoneRow>, DbError> {
    use progress::{Column, Entity};
    let to_assignment: RelationDef = Entity::belongs_to(assignments::Entity)
        .from((Column::SchoolId, Column::AssignmentId))
        .to((assignments::Column::SchoolId, assignments::Column::Id))
        .into();
    Ok(Entity::find()
        .select_only()
        .column_as(Column::AssignmentId, "id")
        .columns([Column::State, Column::ChangedAt, Column::ReportId])
        .column_as(missions::Column::Title, "mission")
        .column_as(situations::Column::Title, "situation")
        .join(JoinType::InnerJoin, to_assignment)
        .join(JoinType::InnerJoin, mine::to_mission())
        .join(JoinType::InnerJoin, mine::to_situation())
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ClassId.eq(class))
        .filter(Column::AccountId.eq(learner))
        .order_by_desc(Column::ChangedAt)
        .into_model()
        .all(reader)
        .await?)
}
