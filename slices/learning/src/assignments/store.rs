//! The rows of entrusted missions and the queries on them.

mod done;
mod list;
mod mine;
mod rows;
mod work;

use std::collections::HashMap;

use db::DbError;
use kernel::{AccountId, SchoolId};
use people::api::GroupId;
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QuerySelect, Set};

pub use done::{DoneRow, done_by};
pub use list::{ListRow, chosen_in_class, of_class};
pub(crate) use mine::to_situation;
pub use mine::{MineRow, is_entrusted_to, mine, one_of_mine};
pub use rows::{adaptations, assignments, chosen, progress};
pub use work::{Work, claim, progress_on, release, set_progress, work_of_class};

use super::model::{Adaptation, Audience, Dates, Whom};
use crate::model::{AssignmentId, MissionId, SituationId};

impl assignments::Model {
    /// Its dates.
    #[must_use]
    pub const fn dates(&self) -> Dates {
        Dates {
            begin_on: self.begin_on,
            due_on: self.due_on,
        }
    }
}

impl adaptations::Model {
    /// What it says.
    #[must_use]
    pub fn text(&self) -> Adaptation {
        Adaptation {
            resources: self.resources.clone(),
            expectations: self.expectations.clone(),
        }
    }
}

/// A mission entrusted in the school; withdrawn ones too.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: AssignmentId,
) -> Result<Option<assignments::Model>, DbError> {
    Ok(assignments::Entity::find_by_id(id)
        .filter(assignments::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The school of an entrusted mission, whichever it is.
///
/// # Errors
/// When the database does not answer.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: AssignmentId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(assignments::Entity::find_by_id(id)
        .select_only()
        .column(assignments::Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// To whom it is entrusted.
///
/// # Errors
/// When the database does not answer.
pub async fn whom(
    connection: &impl ConnectionTrait,
    row: &assignments::Model,
) -> Result<Whom, DbError> {
    let learners = match row.audience {
        Audience::Learners => {
            chosen::Entity::find()
                .select_only()
                .column(chosen::Column::AccountId)
                .filter(chosen::Column::SchoolId.eq(row.school_id))
                .filter(chosen::Column::AssignmentId.eq(row.id))
                .into_tuple()
                .all(connection)
                .await?
        }
        Audience::Class | Audience::Group => Vec::new(),
    };
    Ok(told(row.audience, row.group_id, learners))
}

/// To whom, from its columns and those who were chosen.
pub(crate) fn told(audience: Audience, group: Option<GroupId>, learners: Vec<AccountId>) -> Whom {
    match (audience, group) {
        (Audience::Class, _) => Whom::Class,
        (Audience::Group, Some(group)) => Whom::Group(group),
        // A group without its name concerns nobody.
        (Audience::Group, None) | (Audience::Learners, _) => Whom::Learners(learners),
    }
}

/// Whether a mission of the situation is entrusted to anybody at present.
///
/// # Errors
/// When the database does not answer.
pub async fn is_assigned(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    situation: SituationId,
    mission: Option<MissionId>,
) -> Result<bool, DbError> {
    use assignments::{Column, Entity};
    let mut select = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::SituationId.eq(situation))
        .filter(Column::WithdrawnAt.is_null());
    if let Some(mission) = mission {
        select = select.filter(Column::MissionId.eq(mission));
    }
    let found: Option<AssignmentId> = select.into_tuple().one(connection).await?;
    Ok(found.is_some())
}

/// What is asked of some learners alone in a mission.
///
/// # Errors
/// When the database does not answer.
pub async fn adaptations_of(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    id: AssignmentId,
) -> Result<HashMap<AccountId, adaptations::Model>, DbError> {
    let rows = adaptations::Entity::find()
        .filter(adaptations::Column::SchoolId.eq(school))
        .filter(adaptations::Column::AssignmentId.eq(id))
        .all(reader)
        .await?;
    Ok(rows.into_iter().map(|row| (row.account_id, row)).collect())
}

/// What is asked of one learner alone.
///
/// # Errors
/// When the database does not answer.
pub async fn adaptation(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: AssignmentId,
    learner: AccountId,
) -> Result<Option<adaptations::Model>, DbError> {
    Ok(adaptations::Entity::find_by_id((school, id, learner))
        .one(connection)
        .await?)
}

/// Makes `learners` those who were chosen, instead of those before.
///
/// # Errors
/// When a row cannot be written.
pub async fn set_chosen(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    id: AssignmentId,
    learners: &[AccountId],
) -> Result<(), DbError> {
    chosen::Entity::delete_many()
        .filter(chosen::Column::SchoolId.eq(school))
        .filter(chosen::Column::AssignmentId.eq(id))
        .exec(tx)
        .await?;
    if learners.is_empty() {
        return Ok(());
    }
    chosen::Entity::insert_many(learners.iter().map(|learner| chosen::ActiveModel {
        school_id: Set(school),
        assignment_id: Set(id),
        account_id: Set(*learner),
    }))
    .exec_without_returning(tx)
    .await?;
    Ok(())
}
