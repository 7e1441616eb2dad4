//! What is entrusted to one learner, from where they are now.

use db::DbError;
use kernel::uuid::Uuid;
use kernel::{AccountId, SchoolId};
use people::api::{ClassId, Places, places_of};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, IntoCondition, Query, SelectStatement};
use sea_orm::{
    Condition, ConnectionTrait, FromQueryResult, JoinType, QuerySelect, RelationDef, Select,
};

use super::{assignments, chosen, progress};
use crate::assignments::model::{Audience, Dates, Progress, Standing};
use crate::model::{AssignmentId, MissionId, SituationId};
use crate::rows::{missions, situations};

/// A mission of a learner.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MineRow {
    /// The mission as it is entrusted.
    pub id: AssignmentId,
    /// The class in which it is.
    pub class_id: ClassId,
    /// The situation.
    pub situation_id: SituationId,
    /// Its title.
    pub situation: String,
    /// The mission.
    pub mission_id: MissionId,
    /// Its title.
    pub mission: String,
    /// First day.
    pub begin_on: Option<Date>,
    /// Day on which the work is expected.
    pub due_on: Option<Date>,
    /// What the team says.
    pub message: String,
    /// How far the learner has come.
    pub state: Option<Progress>,
    /// Their report.
    pub report_id: Option<Uuid>,
}

impl MineRow {
    /// What is to be done with it.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        Standing {
            progress: self.state,
            dates: Dates {
                begin_on: self.begin_on,
                due_on: self.due_on,
            },
        }
    }
}

/// From an entrusted mission to the mission.
pub(super) fn to_mission() -> RelationDef {
    assignments::Entity::belongs_to(missions::Entity)
        .from((
            assignments::Column::SchoolId,
            assignments::Column::MissionId,
        ))
        .to((missions::Column::SchoolId, missions::Column::Id))
        .into()
}

/// From an entrusted mission to its situation.
pub(crate) fn to_situation() -> RelationDef {
    assignments::Entity::belongs_to(situations::Entity)
        .from((
            assignments::Column::SchoolId,
            assignments::Column::SituationId,
        ))
        .to((situations::Column::SchoolId, situations::Column::Id))
        .into()
}

/// What is entrusted to a learner now. Three statements.
///
/// # Errors
/// When the database does not answer.
pub async fn mine(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<Vec<MineRow>, DbError> {
    let places = places_of(connection, school, learner).await?;
    if places.classes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(rows_for(school, learner, places)
        .into_model()
        .all(connection)
        .await?)
}

/// One mission, if it is entrusted to the learner now.
///
/// # Errors
/// When the database does not answer.
pub async fn one_of_mine(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
    id: AssignmentId,
) -> Result<Option<MineRow>, DbError> {
    let places = places_of(connection, school, learner).await?;
    if places.classes.is_empty() {
        return Ok(None);
    }
    Ok(rows_for(school, learner, places)
        .filter(assignments::Column::Id.eq(id))
        .into_model()
        .one(connection)
        .await?)
}

/// Whether a mission of a situation is entrusted to the learner now.
///
/// # Errors
/// When the database does not answer.
pub async fn is_entrusted_to(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
    mission: MissionId,
) -> Result<bool, DbError> {
    let places = places_of(connection, school, learner).await?;
    if places.classes.is_empty() {
        return Ok(false);
    }
    let found: Option<MineRow> = rows_for(school, learner, places)
        .filter(assignments::Column::MissionId.eq(mission))
        .into_model()
        .one(connection)
        .await?;
    Ok(found.is_some())
}

fn rows_for(school: SchoolId, learner: AccountId, places: Places) -> Select<assignments::Entity> {
    use assignments::{Column, Entity};
    let to_progress: RelationDef = Entity::belongs_to(progress::Entity)
        .from((Column::SchoolId, Column::Id))
        .to((progress::Column::SchoolId, progress::Column::AssignmentId))
        .on_condition(move |_, right| {
            Expr::col((right, progress::Column::AccountId))
                .eq(learner)
                .into_condition()
        })
        .into();
    Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::ClassId,
            Column::SituationId,
            Column::MissionId,
            Column::BeginOn,
            Column::DueOn,
            Column::Message,
        ])
        .column_as(situations::Column::Title, "situation")
        .column_as(missions::Column::Title, "mission")
        .columns([progress::Column::State, progress::Column::ReportId])
        .join(JoinType::InnerJoin, to_mission())
        .join(JoinType::InnerJoin, to_situation())
        .join(JoinType::LeftJoin, to_progress)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ClassId.is_in(places.classes))
        .filter(Column::WithdrawnAt.is_null())
        .filter(
            Condition::any()
                .add(Column::Audience.eq(Audience::Class))
                .add(Column::GroupId.is_in(places.groups))
                .add(Column::Id.in_subquery(chosen_for(school, learner))),
        )
}

fn chosen_for(school: SchoolId, learner: AccountId) -> SelectStatement {
    Query::select()
        .column(chosen::Column::AssignmentId)
        .from(chosen::Entity)
        .and_where(chosen::Column::SchoolId.eq(school))
        .and_where(chosen::Column::AccountId.eq(learner))
        .to_owned()
}
