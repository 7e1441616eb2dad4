//! One function per thing that can be done with an interview, each inside the
//! write transaction of its caller.

mod report;
mod sign;

pub use report::{hold, prepare, save, take_version};
pub use sign::{add, reopen, sign_as_learner, sign_as_team};

use chrono::Duration;
use curriculum::CurriculumId;
use db::{DbError, Tx, expect_one};
use kernel::{AccountId, Clock, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{EntityTrait, Set};

use super::InterviewId;
use super::events::Event;
use super::model::{Slot, State, Step, transition};
use super::notices::{News, tell};
use super::store::{self, interviews};
use crate::report::commands::{KEPT_DELETED_DAYS, Refused};

/// Who acts, where.
#[derive(Clone, Copy, Debug)]
pub struct By {
    /// The tenant.
    pub school: SchoolId,
    /// The person.
    pub account: AccountId,
}

impl From<&web::Actor> for By {
    fn from(actor: &web::Actor) -> Self {
        Self {
            school: actor.school,
            account: actor.account,
        }
    }
}

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
    if store::find(tx, by.school, new.id).await?.is_some() {
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
    let row = existing(tx, by.school, id).await?;
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
    write(tx, clock, changed.clone(), version).await?;
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
    let row = existing(tx, by.school, id).await?;
    let cancelled = interviews::Model {
        state: transition(row.state, Step::Cancel, false)?,
        cancel_reason: reason.to_owned(),
        changes: row.changes + 1,
        ..row
    };
    write(tx, clock, cancelled.clone(), version).await?;
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
    let Some(row) = store::find(tx, by.school, id).await? else {
        return Err(gone());
    };
    if row.deleted_at.is_some() == deleted {
        return Ok(());
    }
    if deleted && !row.state.is_deletable() {
        return Err(Refused::Because(
            "Un compte rendu signé ne se supprime pas. Rien n’a changé.".into(),
        ));
    }
    let version = row.version;
    let changed = interviews::Model {
        deleted_at: deleted.then(|| clock.now()),
        ..row
    };
    write(tx, clock, changed, version).await?;
    let event = match deleted {
        true => Event::Deleted(id),
        false => Event::Restored(id),
    };
    Ok(record(tx, clock, by, event).await?)
}

/// Interviews and objectives deleted before this instant are removed now.
#[must_use]
pub fn limit(now: Timestamp) -> Timestamp {
    now - Duration::days(KEPT_DELETED_DAYS)
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
        .filter(Column::DeletedAt.lt(limit(clock.now())))
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

/// An interview that is still there; its address was checked before, so its
/// absence is a race.
async fn existing(
    tx: &Tx,
    school: SchoolId,
    id: InterviewId,
) -> Result<interviews::Model, Refused> {
    match store::find(tx, school, id).await? {
        Some(row) if row.deleted_at.is_none() => Ok(row),
        _ => Err(gone()),
    }
}

fn gone() -> Refused {
    Refused::Because(
        "Cet entretien est dans la corbeille. Sortez-le de la corbeille avant de continuer.".into(),
    )
}

/// Writes a changed row, if it still is at the version that one started from.
async fn write(
    tx: &Tx,
    clock: &Clock,
    row: interviews::Model,
    started_from: i32,
) -> Result<i32, DbError> {
    use interviews::{Column, Entity};
    let (id, school, version) = (row.id, row.school_id, started_from + 1);
    let mut active = interviews::ActiveModel::from(row).reset_all();
    active.version = Set(version);
    active.saved_at = Set(clock.now());
    let done = Entity::update_many()
        .set(active)
        .filter(Column::Id.eq(id))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Version.eq(started_from))
        .exec(tx)
        .await?;
    expect_one(done.rows_affected)?;
    Ok(version)
}

async fn record(tx: &Tx, clock: &Clock, by: By, event: Event) -> Result<(), DbError> {
    db::audit::record(tx, clock, by.school, Some(by.account), &event).await
}
