//! How far learners have come.

use std::collections::HashMap;

use db::{DbError, gather};
use kernel::uuid::Uuid;
use kernel::{AccountId, SchoolId, Timestamp};
use people::api::ClassId;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, QuerySelect, Set};

use super::progress;
use crate::assignments::commands::ReportOn;
use crate::assignments::model::Progress;
use crate::model::AssignmentId;

/// On which missions a learner has come how far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// The learner.
    pub learner: AccountId,
    /// How far.
    pub progress: Progress,
    /// On which missions.
    pub on: Vec<AssignmentId>,
}

/// How far the learners of a class have come. The database puts the missions
/// of each learner together: a page on a class that was given sixty situations
/// reads as many rows as on one that was given six.
///
/// # Errors
/// When the database does not answer.
pub async fn work_of_class(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<Work>, DbError> {
    use progress::{Column, Entity};
    let together = gather::identifiers_of(reader.get_database_backend(), "assignment_id");
    let rows: Vec<(AccountId, Progress, String)> = Entity::find()
        .select_only()
        .column(Column::AccountId)
        .column(Column::State)
        .column_as(Expr::cust(together), "ids")
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ClassId.eq(class))
        .group_by(Column::AccountId)
        .group_by(Column::State)
        .into_tuple()
        .all(reader)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(learner, progress, ids)| Work {
            learner,
            progress,
            on: gather::identifiers(&ids).collect(),
        })
        .collect())
}

/// How far each learner has come with a mission.
///
/// # Errors
/// When the database does not answer.
pub async fn progress_on(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    id: AssignmentId,
) -> Result<HashMap<AccountId, progress::Model>, DbError> {
    let rows = progress::Entity::find()
        .filter(progress::Column::SchoolId.eq(school))
        .filter(progress::Column::AssignmentId.eq(id))
        .all(reader)
        .await?;
    Ok(rows.into_iter().map(|row| (row.account_id, row)).collect())
}

/// Says that `row.report_id` is the report of its learner on the mission,
/// unless there is one. Says whose place it is then: of two begun at the same
/// moment, one report holds it.
///
/// # Errors
/// When the row cannot be written.
pub async fn claim(tx: &impl ConnectionTrait, row: progress::Model) -> Result<Uuid, DbError> {
    let (school, assignment, learner) = (row.school_id, row.assignment_id, row.account_id);
    let mine = row.report_id;
    let key = OnConflict::columns([
        progress::Column::SchoolId,
        progress::Column::AssignmentId,
        progress::Column::AccountId,
    ])
    .do_nothing()
    .to_owned();
    progress::Entity::insert(progress::ActiveModel {
        school_id: Set(school),
        assignment_id: Set(assignment),
        account_id: Set(learner),
        class_id: Set(row.class_id),
        state: Set(row.state),
        report_id: Set(mine),
        changed_at: Set(row.changed_at),
    })
    .on_conflict(key)
    .exec_without_returning(tx)
    .await?;
    let holder = progress::Entity::find_by_id((school, assignment, learner))
        .one(tx)
        .await?;
    Ok(holder.map_or(mine, |row| row.report_id))
}

/// Notes how far a report has come, where it is the report of its learner on
/// the mission.
///
/// # Errors
/// When the row cannot be written.
pub async fn set_progress(
    tx: &impl ConnectionTrait,
    on: ReportOn,
    state: Progress,
    now: Timestamp,
) -> Result<(), DbError> {
    use progress::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::ChangedAt, Expr::value(now))
        .filter(Column::SchoolId.eq(on.school))
        .filter(Column::AssignmentId.eq(on.assignment))
        .filter(Column::AccountId.eq(on.learner))
        .filter(Column::ReportId.eq(on.report))
        .exec(tx)
        .await?;
    Ok(())
}

/// The mission has no report of its learner any more, if this was the one.
///
/// # Errors
/// When the row cannot be removed.
pub async fn release(tx: &impl ConnectionTrait, on: ReportOn) -> Result<(), DbError> {
    use progress::{Column, Entity};
    Entity::delete_many()
        .filter(Column::SchoolId.eq(on.school))
        .filter(Column::AssignmentId.eq(on.assignment))
        .filter(Column::AccountId.eq(on.learner))
        .filter(Column::ReportId.eq(on.report))
        .exec(tx)
        .await?;
    Ok(())
}
