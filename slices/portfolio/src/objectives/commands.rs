//! One function per thing that can be done with an objective, each inside the
//! write transaction of its caller.

use curriculum::CurriculumId;
use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId};
use sea_orm::entity::prelude::*;

use super::events::Event;
use super::model::{What, may_move};
use super::notices::{News, tell};
use super::store::objectives::Entity as Table;
use super::store::{self, NewNote, objectives};
use super::{Content, NoteId, ObjectiveId, State};
use crate::by::By;
use crate::interviews::InterviewId;
use crate::kept;
use crate::report::commands::Refused;

/// An objective to write.
#[derive(Clone, Debug)]
pub struct NewObjective {
    /// Its identifier, drawn by the caller: a form sent twice writes once.
    pub id: ObjectiveId,
    /// Whose it is.
    pub learner: AccountId,
    /// What they prepare.
    pub curriculum: CurriculumId,
    /// The interview that it comes out of, which the caller knows to be theirs.
    pub interview: Option<InterviewId>,
    /// What it says.
    pub content: Content,
}

/// Writes an objective.
///
/// # Errors
/// When a row cannot be written.
pub async fn create(tx: &Tx, clock: &Clock, by: By, new: &NewObjective) -> Result<(), DbError> {
    if kept::find::<Table>(tx, by.school, new.id).await?.is_some() {
        return Ok(());
    }
    let (now, content) = (clock.now(), &new.content);
    let row = objectives::Model {
        id: new.id,
        school_id: by.school,
        learner_id: new.learner,
        author_id: by.account,
        curriculum_id: new.curriculum,
        interview_id: new.interview,
        kind: content.kind,
        title: content.title.clone(),
        measure: content.measure.clone(),
        ambition: content.ambition.clone(),
        means: content.means.clone(),
        due_on: content.due_on,
        targets: serde_json::json!(content.targets),
        state: State::ToDo,
        version: 1,
        created_at: now,
        changed_at: now,
        deleted_at: None,
    };
    let active = objectives::ActiveModel::from(row.clone()).reset_all();
    objectives::Entity::insert(active)
        .exec_without_returning(tx)
        .await?;
    note(tx, clock, by, row.id, NewNote::of(What::Written)).await?;
    record(tx, clock, by, Event::Written(row.id)).await?;
    tell(tx, clock, by, &row, News::Written).await
}

/// Changes what an objective says; what it said before is kept.
///
/// # Errors
/// [`DbError::Conflict`] when somebody changed it since `version`.
pub async fn change(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: ObjectiveId,
    version: i32,
    content: &Content,
) -> Result<(), Refused> {
    let row = kept::existing::<Table>(tx, by.school, id).await?;
    let before = row.content();
    if before == *content {
        return Ok(());
    }
    let before = serde_json::to_value(before)
        .map_err(|error| DbError::Other(DbErr::Json(error.to_string())))?;
    let changed = row.with(content);
    kept::write::<Table>(tx, clock, changed.clone(), version).await?;
    let new = NewNote {
        before: Some(before),
        ..NewNote::of(What::Changed)
    };
    note(tx, clock, by, id, new).await?;
    record(tx, clock, by, Event::Changed(id)).await?;
    Ok(tell(tx, clock, by, &changed, News::Changed).await?)
}

/// Says where an objective is, or something of it, or both.
///
/// # Errors
/// [`DbError::Conflict`] when somebody changed it since `version`;
/// [`Refused::Because`] when nothing is said, or it is dropped without a
/// reason.
pub async fn follow(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: ObjectiveId,
    version: i32,
    state: State,
    said: &str,
) -> Result<(), Refused> {
    let row = kept::existing::<Table>(tx, by.school, id).await?;
    may_move(row.state, state, said)?;
    let moved = row.state != state;
    let followed = objectives::Model { state, ..row };
    kept::write::<Table>(tx, clock, followed.clone(), version).await?;
    let (what, event) = match moved {
        true => (What::Moved, Event::Moved(id)),
        false => (What::Note, Event::Followed(id)),
    };
    let new = NewNote {
        state: moved.then_some(state),
        text: said.to_owned(),
        ..NewNote::of(what)
    };
    note(tx, clock, by, id, new).await?;
    record(tx, clock, by, event).await?;
    Ok(tell(tx, clock, by, &followed, News::Followed).await?)
}

/// Puts an objective in the corbeille, or takes it out.
///
/// # Errors
/// [`Refused::Because`] when it is gone for good.
pub async fn set_deleted(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: ObjectiveId,
    deleted: bool,
) -> Result<(), Refused> {
    let row = kept::find::<Table>(tx, by.school, id).await?;
    let row = row.ok_or_else(kept::gone::<Table>)?;
    if !kept::set_deleted::<Table>(tx, clock, row, deleted).await? {
        return Ok(());
    }
    let event = match deleted {
        true => Event::Deleted(id),
        false => Event::Restored(id),
    };
    Ok(record(tx, clock, by, event).await?)
}

/// Removes for good an objective whose time in the corbeille is over, with its
/// history. One that was taken out of it meanwhile is left alone.
///
/// # Errors
/// When a row cannot be removed.
pub async fn purge(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    id: ObjectiveId,
) -> Result<(), DbError> {
    use objectives::{Column, Entity};
    let gone = Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::DeletedAt.lt(kept::limit(clock.now())))
        .exec(tx)
        .await?;
    if gone.rows_affected == 0 {
        return Ok(());
    }
    db::audit::record(tx, clock, school, None, &Event::Purged(id)).await
}

async fn note(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: ObjectiveId,
    new: NewNote,
) -> Result<(), DbError> {
    let number = NoteId::generate(clock);
    store::note(tx, number, clock.now(), (by.school, by.account), id, new).await
}

async fn record(tx: &Tx, clock: &Clock, by: By, event: Event) -> Result<(), DbError> {
    db::audit::record(tx, clock, by.school, Some(by.account), &event).await
}
