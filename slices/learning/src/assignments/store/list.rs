//! What a class was given.

use std::collections::HashMap;

use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use people::api::{ClassId, GroupId};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, JoinType, QueryOrder, QuerySelect, RelationDef};

use super::{assignments, chosen, mine, told};
use crate::assignments::model::{Audience, Whom};
use crate::model::{AssignmentId, MissionId};
use crate::rows::{missions, situations};

/// A mission entrusted to a class, in its list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ListRow {
    /// The mission as it is entrusted.
    pub id: AssignmentId,
    /// The title of the situation.
    pub situation: String,
    /// The mission.
    pub mission_id: MissionId,
    /// Its title.
    pub mission: String,
    /// To whom.
    pub audience: Audience,
    /// Which group.
    pub group_id: Option<GroupId>,
    /// First day.
    pub begin_on: Option<Date>,
    /// Day on which the work is expected.
    pub due_on: Option<Date>,
    /// Since when it is no longer to be done.
    pub withdrawn_at: Option<Timestamp>,
}

impl ListRow {
    /// To whom, given who was chosen in the class.
    #[must_use]
    pub fn whom(&self, chosen: &HashMap<AssignmentId, Vec<AccountId>>) -> Whom {
        let learners = chosen.get(&self.id).cloned().unwrap_or_default();
        told(self.audience, self.group_id, learners)
    }
}

/// What a class was given, what is expected first before; withdrawn ones too.
///
/// # Errors
/// When the database does not answer.
pub async fn of_class(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<ListRow>, DbError> {
    use assignments::{Column, Entity};
    Ok(Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::MissionId,
            Column::Audience,
            Column::GroupId,
            Column::BeginOn,
            Column::DueOn,
            Column::WithdrawnAt,
        ])
        .column_as(situations::Column::Title, "situation")
        .column_as(missions::Column::Title, "mission")
        .join(JoinType::InnerJoin, mine::to_mission())
        .join(JoinType::InnerJoin, mine::to_situation())
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ClassId.eq(class))
        .order_by_asc(Column::DueOn)
        .order_by_asc(Column::Id)
        .into_model()
        .all(reader)
        .await?)
}

/// The learners chosen one by one in a class.
///
/// # Errors
/// When the database does not answer.
pub async fn chosen_in_class(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<HashMap<AssignmentId, Vec<AccountId>>, DbError> {
    use chosen::{Column, Entity};
    let to_assignment: RelationDef = Entity::belongs_to(assignments::Entity)
        .from((Column::SchoolId, Column::AssignmentId))
        .to((assignments::Column::SchoolId, assignments::Column::Id))
        .into();
    let rows: Vec<(AssignmentId, AccountId)> = Entity::find()
        .select_only()
        .column(Column::AssignmentId)
        .column(Column::AccountId)
        .join(JoinType::InnerJoin, to_assignment)
        .filter(assignments::Column::SchoolId.eq(school))
        .filter(assignments::Column::ClassId.eq(class))
        .into_tuple()
        .all(reader)
        .await?;
    let mut chosen: HashMap<AssignmentId, Vec<AccountId>> = HashMap::new();
    for (assignment, learner) in rows {
        chosen.entry(assignment).or_default().push(learner);
    }
    Ok(chosen)
}
