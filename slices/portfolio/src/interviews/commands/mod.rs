//! One function per thing that can be done with an interview, each inside the
//! write transaction of its caller.

mod report;
mod sign;

pub use crate::by::By;
pub use report::{hold, prepare, save, take_version};
pub use sign::{add, reopen, sign_as_learner, sign_as_team};

use curriculum::CurriculumId;
use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId};
use sea_orm::entity::prelude::*;

use super::InterviewId;
use super::events::Event;
use super::model::{Slot, State, Step, transition};
use super::notices::{News, tell};
use super::store::interviews;
use super::store::interviews::Entity as Table;
use crate::kept;
use crate::report::commands::Refused;

/// When, where, with whom, about what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// When.
    pub slot: Slot,
    /// Where; may be empty.
    pub place: String,
    /// About what, in a line; may be empty.
    pub subject: String,
    /// The member of the learner’s team who leads it.
    pub teacher: AccountId,
}

/// An interview to plan.
#[derive(Clone, Debug)]
pub struct NewInterview {
    /// Its identifier, drawn by the caller: a form sent twice plans once.
    pub id: InterviewId,
    /// Whom it is about.
    pub learner: AccountId,
    /// What they prepare.
    pub curriculum: CurriculumId,
    /// When, where, with whom.
    pub terms: Terms,
}

/// Plans an interview and tells the learner.
///
/// # Errors
/// When a row cannot be written.
pub async fn plan(tx: &Tx, clock: &Clock, by: By, new: &NewInterview) -> Result<(), Refused> {
    if kept::find::<Table>(tx, by.school, new.id).await?.is_some() {
        return Ok(());
    }
    let now = clock.now();
    let terms = &new.terms;
    let row = interviews::Model {
        id: new.id,
        school_id: by.school,
        learner_id: new.learner,
        teacher_id: terms.teacher,
        curriculum_id: new.curriculum,
        starts_at: terms.slot.starts_at,
        minutes: terms.slot.minutes,
        place: terms.place.clone(),
        subject: terms.subject.clone(),
        moved_from: None,
        changes: 0,
        targets: serde_json::json!([]),
        questions: serde_json::json!([]),
        lived: String::new(),
        reflection: String::new(),
        strengths: String::new(),
        improve: String::new(),
        decisions: String::new(),
        remediation: String::new(),
        state: State::Planned,
        version: 1,
        created_at: now,
        saved_at: now,
        held_at: None,
        team_signer_id: None,
        team_signed_at: None,
        learner_signed_at: None,
        cancel_reason: String::new(),
        deleted_at: None,
    };
    insert(tx, row.clone()).await?;
    record(tx, clock, by, Event::Planned(row.id)).await?;
    Ok(tell(tx, clock, by.school, by.account, &row, News::Planned).await?)
}

async fn insert(tx: &Tx, row: interviews::Model) -> Result<(), DbError> {
    // From a whole row to one that says which columns are written: all.
    let active = interviews::ActiveModel::from(row).reset_all();
    interviews::Entity::insert(active)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Changes when, where, with whom or about what; a cancelled interview is
/// planned again.
///
/// # Errors
/// [`DbError::Conflict`] when somebody changed it since `version`;
/// [`Refused::Because`] when it took place.
pub async fn change(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: InterviewId,
    version: i32,
    terms: &Terms,
) -> Result<(), Refused> {
    let row = kept::existing::<Table>(tx, by.school, id).await?;
    let state = transition(row.state, Step::Plan, false)?;
    let again = row.state == State::Cancelled;
    let moved = row.starts_at != terms.slot.starts_at;
    let told = moved
        || again
        || (&row.place, row.minutes, row.teacher_id)
            != (&terms.place, terms.slot.minutes, terms.teacher);
    let former = row.teacher_id;
    let changed = interviews::Model {
        starts_at: terms.slot.starts_at,
        minutes: terms.slot.minutes,
        place: terms.place.clone(),
        subject: terms.subject.clone(),
        teacher_id: terms.teacher,
        moved_from: match moved {
            true => Some(row.starts_at),
            false => row.moved_from,
        },
        changes: row.changes + i32::from(told),
        state,
        cancel_reason: String::new(),
        ..row
    };
    kept::write::<Table>(tx, clock, changed.clone(), version).await?;
    record(tx, clock, by, Event::Moved(id)).await?;
    if !told {
        return Ok(());
    }
    let news = if again { News::Planned } else { News::Moved };
    tell(tx, clock, by.school, by.account, &changed, news).await?;
    if former != changed.teacher_id {
        tell_former(tx, clock, by, &changed, former).await?;
    }
    Ok(())
}

/// Who led the interview until now learns that somebody else does.
async fn tell_former(
    tx: &Tx,
    clock: &Clock,
    by: By,
    row: &interviews::Model,
    former: AccountId,
) -> Result<(), DbError> {
    let row = interviews::Model {
        teacher_id: former,
        // Told already.
        learner_id: by.account,
        ..row.clone()
    };
    tell(tx, clock, by.school, by.account, &row, News::Moved).await
}

/// Says that an interview will not take place, and why if one wants to.
///
/// # Errors
/// [`DbError::Conflict`], [`Refused::Because`] as for [`change`].
pub async fn cancel(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: InterviewId,
    version: i32,
    reason: &str,
) -> Result<(), Refused> {
    let row = kept::existing::<Table>(tx, by.school, id).await?;
    let cancelled = interviews::Model {
        state: transition(row.state, Step::Cancel, false)?,
        cancel_reason: reason.to_owned(),
        changes: row.changes + 1,
        ..row
    };
    kept::write::<Table>(tx, clock, cancelled.clone(), version).await?;
    record(tx, clock, by, Event::Cancelled(id)).await?;
    Ok(tell(
        tx,
        clock,
        by.school,
        by.account,
        &cancelled,
        News::Cancelled,
    )
    .await?)
}

/// Puts an interview in the corbeille, or takes it out. What was signed stays.
///
/// # Errors
/// [`Refused::Because`] when it is signed.
pub async fn set_deleted(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: InterviewId,
    deleted: bool,
) -> Result<(), Refused> {
    let row = kept::find::<Table>(tx, by.school, id).await?;
    let row = row.ok_or_else(kept::gone::<Table>)?;
    if deleted && !row.state.is_deletable() {
        return Err(Refused::Because(
            "Un compte rendu signé ne se supprime pas. Rien n’a changé.".into(),
        ));
    }
    if !kept::set_deleted::<Table>(tx, clock, row, deleted).await? {
        return Ok(());
    }
    let event = match deleted {
        true => Event::Deleted(id),
        false => Event::Restored(id),
    };
    Ok(record(tx, clock, by, event).await?)
}

/// Removes for good an interview whose time in the corbeille is over. One that
/// was taken out of it meanwhile is left alone. Objectives that came out of it
/// stay; they no longer name it.
///
/// # Errors
/// When a row cannot be removed.
pub async fn purge(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    id: InterviewId,
) -> Result<(), DbError> {
    use interviews::{Column, Entity};
    let gone = Entity::find_by_id(id)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::DeletedAt.lt(kept::limit(clock.now())))
        .one(tx)
        .await?;
    if gone.is_none() {
        return Ok(());
    }
    crate::objectives::store::forget_interview(tx, school, id).await?;
    // Versions and what was added go with it.
    Entity::delete_by_id(id).exec(tx).await?;
    db::audit::record(tx, clock, school, None, &Event::Purged(id)).await
}

async fn record(tx: &Tx, clock: &Clock, by: By, event: Event) -> Result<(), DbError> {
    db::audit::record(tx, clock, by.school, Some(by.account), &event).await
}
