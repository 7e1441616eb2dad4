//! One function per thing that can be done with an entrusted mission, each
//! inside the write transaction of its caller.

use db::{DbError, Tx, expect_one};
use kernel::uuid::Uuid;
use kernel::{AccountId, Clock, SchoolId};
use people::api::ClassId;
use sea_orm::entity::prelude::*;
use sea_orm::{EntityTrait, Set};

use super::events::Event;
use super::model::{Adaptation, Dates, Progress, Whom};
use super::notices::{About, News, tell};
use super::store::{self, adaptations, assignments, progress};
use crate::model::life::Action;
use crate::model::{AssignmentId, MissionId, SituationId, State};
use crate::sheets::{By, Refused};
use crate::situations::commands::change_state;
use crate::situations::store as situations;

/// To whom, when and with which word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// To whom.
    pub whom: Whom,
    /// Those whom that concerns now: they are told.
    pub concerned: Vec<AccountId>,
    /// From when, until when.
    pub dates: Dates,
    /// What the team says; may be empty.
    pub message: String,
}

/// A mission to entrust.
#[derive(Clone, Debug)]
pub struct NewAssignment {
    /// Its identifier, drawn by the caller: a form sent twice entrusts once.
    pub id: AssignmentId,
    /// The situation, in use.
    pub situation: SituationId,
    /// The mission of it.
    pub mission: MissionId,
    /// Its title.
    pub title: String,
    /// The class.
    pub class: ClassId,
    /// To whom in it, when.
    pub terms: Terms,
}

/// Entrusts a mission. `adopt` puts the situation to use first, where it is not.
///
/// # Errors
/// [`Refused::Because`] when the situation is not in use, or cannot be put to
/// use.
pub async fn entrust(
    tx: &Tx,
    clock: &Clock,
    by: By,
    new: &NewAssignment,
    adopt: bool,
) -> Result<AssignmentId, Refused> {
    if store::find(tx, by.school, new.id).await?.is_some() {
        return Ok(new.id);
    }
    in_use(tx, clock, by, new.situation, adopt).await?;
    let terms = &new.terms;
    assignments::Entity::insert(assignments::ActiveModel {
        id: Set(new.id),
        school_id: Set(by.school),
        situation_id: Set(new.situation),
        mission_id: Set(new.mission),
        class_id: Set(new.class),
        audience: Set(terms.whom.audience()),
        group_id: Set(terms.whom.group()),
        author_id: Set(by.account),
        begin_on: Set(terms.dates.begin_on),
        due_on: Set(terms.dates.due_on),
        message: Set(terms.message.clone()),
        version: Set(1),
        created_at: Set(clock.now()),
        withdrawn_at: Set(None),
    })
    .exec_without_returning(tx)
    .await?;
    store::set_chosen(tx, by.school, new.id, terms.whom.learners()).await?;
    record(tx, clock, by, Event::Entrusted(new.id)).await?;
    let about = about(by.school, new.id, &new.title, terms.dates);
    tell(tx, clock, &about, News::Entrusted, &terms.concerned).await?;
    Ok(new.id)
}

/// A situation is in use, or is put to use.
async fn in_use(
    tx: &Tx,
    clock: &Clock,
    by: By,
    situation: SituationId,
    adopt: bool,
) -> Result<(), Refused> {
    let row = situations::find(tx, by.school, situation).await?;
    match row.map(|row| row.state) {
        Some(State::InUse) => Ok(()),
        Some(_) if adopt => {
            change_state(tx, clock, by, situation, Action::Adopt).await?;
            Ok(())
        }
        _ => Err(Refused::because(
            "La situation n’est plus en usage. Mettez-la en usage pour confier la mission.",
        )),
    }
}

/// Changes to whom, when or with which word a mission is entrusted.
///
/// # Errors
/// [`DbError::Conflict`] when somebody else changed it since `version`.
pub async fn change(
    tx: &Tx,
    clock: &Clock,
    by: By,
    row: &assignments::Model,
    title: &str,
    version: i32,
    terms: &Terms,
) -> Result<(), DbError> {
    use assignments::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::Audience, Expr::value(terms.whom.audience()))
        .col_expr(Column::GroupId, Expr::value(terms.whom.group()))
        .col_expr(Column::BeginOn, Expr::value(terms.dates.begin_on))
        .col_expr(Column::DueOn, Expr::value(terms.dates.due_on))
        .col_expr(Column::Message, Expr::value(terms.message.clone()))
        .col_expr(Column::Version, Expr::value(version + 1))
        .filter(Column::Id.eq(row.id))
        .filter(Column::SchoolId.eq(by.school))
        .filter(Column::Version.eq(version))
        .exec(tx)
        .await?;
    expect_one(done.rows_affected)?;
    store::set_chosen(tx, by.school, row.id, terms.whom.learners()).await?;
    record(tx, clock, by, Event::Changed(row.id)).await?;
    let about = about(by.school, row.id, title, terms.dates);
    tell(tx, clock, &about, News::Changed, &terms.concerned).await
}

/// A mission to withdraw, or to give back.
#[derive(Clone, Debug)]
pub struct Withdrawing {
    /// Its row.
    pub row: assignments::Model,
    /// Its title.
    pub title: String,
    /// Those whom it concerns now: they are told.
    pub concerned: Vec<AccountId>,
    /// Whether it is withdrawn.
    pub withdrawn: bool,
}

/// Withdraws a mission, or gives it back. What was written on it stays.
///
/// # Errors
/// [`DbError::Conflict`] when somebody else changed it since `version`.
pub async fn set_withdrawn(
    tx: &Tx,
    clock: &Clock,
    by: By,
    withdrawing: &Withdrawing,
    version: i32,
) -> Result<(), DbError> {
    use assignments::{Column, Entity};
    let Withdrawing {
        row,
        title,
        concerned,
        withdrawn,
    } = withdrawing;
    let at = withdrawn.then(|| clock.now());
    let done = Entity::update_many()
        .col_expr(Column::WithdrawnAt, Expr::value(at))
        .col_expr(Column::Version, Expr::value(version + 1))
        .filter(Column::Id.eq(row.id))
        .filter(Column::SchoolId.eq(by.school))
        .filter(Column::Version.eq(version))
        .exec(tx)
        .await?;
    expect_one(done.rows_affected)?;
    let (event, news) = match *withdrawn {
        true => (Event::Withdrawn(row.id), News::Withdrawn),
        false => (Event::GivenBack(row.id), News::Entrusted),
    };
    record(tx, clock, by, event).await?;
    let about = about(by.school, row.id, title, row.dates());
    tell(tx, clock, &about, news, concerned).await
}

/// Writes what is asked of one learner alone. Nobody is told: it is there when
/// the learner opens the mission.
///
/// # Errors
/// [`DbError::Conflict`] when somebody else changed it since `version`, 0 for
/// none.
pub async fn adapt(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: AssignmentId,
    learner: AccountId,
    version: i32,
    adaptation: &Adaptation,
) -> Result<(), Refused> {
    use adaptations::Entity;
    let present = store::adaptation(tx, by.school, id, learner).await?;
    if present.map_or(0, |row| row.version) != version {
        return Err(DbError::Conflict.into());
    }
    if version > 0 {
        Entity::delete_by_id((by.school, id, learner))
            .exec(tx)
            .await?;
    }
    Entity::insert(adaptations::ActiveModel {
        school_id: Set(by.school),
        assignment_id: Set(id),
        account_id: Set(learner),
        resources: Set(adaptation.resources.clone()),
        expectations: Set(adaptation.expectations.clone()),
        version: Set(version + 1),
        author_id: Set(by.account),
        changed_at: Set(clock.now()),
    })
    .exec_without_returning(tx)
    .await?;
    Ok(record(tx, clock, by, Event::Adapted(id)).await?)
}

/// One learner is asked what all are asked again.
///
/// # Errors
/// [`DbError::Conflict`] when somebody else changed it since `version`.
pub async fn remove_adaptation(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: AssignmentId,
    learner: AccountId,
    version: i32,
) -> Result<(), DbError> {
    use adaptations::{Column, Entity};
    let done = Entity::delete_many()
        .filter(Column::SchoolId.eq(by.school))
        .filter(Column::AssignmentId.eq(id))
        .filter(Column::AccountId.eq(learner))
        .filter(Column::Version.eq(version))
        .exec(tx)
        .await?;
    expect_one(done.rows_affected)?;
    record(tx, clock, by, Event::AdaptationRemoved(id)).await
}

/// The report of a learner on a mission, as the slice that keeps it names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportOn {
    /// The tenant.
    pub school: SchoolId,
    /// The mission as it is entrusted.
    pub assignment: AssignmentId,
    /// The learner.
    pub learner: AccountId,
    /// The report.
    pub report: Uuid,
}

/// A report is there: begun, or out of the corbeille. Says which report is the
/// one on the mission: another one may have been begun before.
///
/// # Errors
/// [`DbError::Conflict`] when the mission is not there any more; when the row
/// cannot be written.
pub async fn begin_report(
    tx: &Tx,
    clock: &Clock,
    on: ReportOn,
    state: Progress,
) -> Result<Uuid, DbError> {
    let row = store::find(tx, on.school, on.assignment).await?;
    let class = row.ok_or(DbError::Conflict)?.class_id;
    let claim = progress::Model {
        school_id: on.school,
        assignment_id: on.assignment,
        account_id: on.learner,
        class_id: class,
        state,
        report_id: on.report,
        changed_at: clock.now(),
    };
    store::claim(tx, claim).await
}

/// A report has come further, or back.
///
/// # Errors
/// When the row cannot be written.
pub async fn note_report(
    tx: &Tx,
    clock: &Clock,
    on: ReportOn,
    state: Progress,
) -> Result<(), DbError> {
    store::set_progress(tx, on, state, clock.now()).await
}

/// A report is gone to the corbeille: the mission is to be begun again.
///
/// # Errors
/// When the row cannot be removed.
pub async fn drop_report(tx: &Tx, on: ReportOn) -> Result<(), DbError> {
    store::release(tx, on).await
}

fn about(school: SchoolId, assignment: AssignmentId, title: &str, dates: Dates) -> About<'_> {
    About {
        school,
        assignment,
        title,
        due_on: dates.due_on,
    }
}

async fn record(tx: &Tx, clock: &Clock, by: By, event: Event) -> Result<(), DbError> {
    db::audit::record(tx, clock, by.school, Some(by.account), &event).await
}
