//! One function per thing that can be done with an objective, each inside the
//! write transaction of its caller.

mod follow;

pub use follow::{NewCheckpoint, ObservedBefore, Outcome, check, conclude, uncheck};

use db::{DbError, Tx, expect_one};
use kernel::{Clock, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{EntityTrait, Set};

use super::events::Event;
use super::notices::{remind, tell_given};
use super::reminders;
use super::store::{self, goals};
use super::{Content, GoalId, State};
use crate::acting::{By, Refused};
use crate::history::{self, What};
use crate::uses::commands::limit;

/// An objective to write.
#[derive(Clone, Debug)]
pub struct NewGoal {
    /// Its identifier, drawn by the caller: a form sent twice writes once.
    pub id: GoalId,
    /// What it says.
    pub content: Content,
}

/// Writes an objective; its pilot is told.
///
/// # Errors
/// When a row cannot be written.
pub async fn create(tx: &Tx, clock: &Clock, by: By, new: &NewGoal) -> Result<(), DbError> {
    if store::find(tx, by.school, new.id).await?.is_some() {
        return Ok(());
    }
    let now = clock.now();
    let row = goals::Model {
        id: new.id,
        school_id: by.school,
        author_id: by.account,
        instrument: String::new(),
        item: String::new(),
        item_title: String::new(),
        step: 1,
        title: String::new(),
        measure: String::new(),
        ambition: String::new(),
        means: String::new(),
        due_on: None,
        pilot_id: None,
        pilot_name: String::new(),
        state: State::NotStarted,
        reached_on: None,
        observations: String::new(),
        reminded_on: None,
        version: 1,
        created_at: now,
        changed_at: now,
        deleted_at: None,
    }
    .with(&new.content);
    let active = goals::ActiveModel::from(row.clone()).reset_all();
    goals::Entity::insert(active)
        .exec_without_returning(tx)
        .await?;
    history::note(tx, clock, by, new.id, What::Written).await?;
    tell_given(tx, clock, by, &row).await?;
    record(tx, clock, by, Event::Written(new.id)).await
}

/// Changes what an objective says; what it said before is kept, a new pilot is
/// told.
///
/// # Errors
/// [`DbError::Conflict`] when it was changed since `version`;
/// [`Refused::Because`] when it is in the corbeille.
pub async fn change(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: GoalId,
    version: i32,
    content: &Content,
) -> Result<(), Refused> {
    let row = existing(tx, by.school, id).await?;
    let before = row.content();
    if before == *content {
        return Ok(());
    }
    let changed = row.with(content);
    write(tx, clock, changed.clone(), version).await?;
    history::keep(tx, clock, by, id, What::Changed, &before).await?;
    if before.pilot != content.pilot {
        tell_given(tx, clock, by, &changed).await?;
    }
    Ok(record(tx, clock, by, Event::Changed(id)).await?)
}

/// Puts an objective in the corbeille, or takes it out.
///
/// # Errors
/// [`Refused::Because`] when it is gone for good.
pub async fn set_deleted(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: GoalId,
    deleted: bool,
) -> Result<(), Refused> {
    let Some(row) = store::find(tx, by.school, id).await? else {
        return Err(gone());
    };
    if row.deleted_at.is_some() == deleted {
        return Ok(());
    }
    let version = row.version;
    let changed = goals::Model {
        deleted_at: deleted.then(|| clock.now()),
        ..row
    };
    write(tx, clock, changed, version).await?;
    let (what, event) = match deleted {
        true => (What::Deleted, Event::Deleted(id)),
        false => (What::Restored, Event::Restored(id)),
    };
    history::note(tx, clock, by, id, what).await?;
    Ok(record(tx, clock, by, event).await?)
}

/// Reminds the pilot of an objective if it is time to; once a day at most,
/// however often it is asked.
///
/// # Errors
/// When a row cannot be written.
pub async fn remind_of(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    id: GoalId,
) -> Result<(), DbError> {
    use goals::{Column, Entity};
    let today = kernel::local_date(clock.now());
    let Some(row) = store::find(tx, school, id).await? else {
        return Ok(());
    };
    let open = row.reached_on.is_none() && row.deleted_at.is_none();
    let due = row.due_on.filter(|_| open);
    let why = due.and_then(|due| reminders::due(due, row.reminded_on, today));
    let Some(why) = why else {
        return Ok(());
    };
    Entity::update_many()
        .col_expr(Column::RemindedOn, Expr::value(today))
        .filter(Column::Id.eq(id))
        .filter(Column::SchoolId.eq(school))
        .exec(tx)
        .await?;
    remind(tx, clock, school, &row, why).await
}

/// Removes for good an objective whose time in the corbeille is over, with its
/// checkpoints and its history. One that was taken out of it meanwhile is left
/// alone.
///
/// # Errors
/// When a row cannot be removed.
pub async fn purge(tx: &Tx, clock: &Clock, school: SchoolId, id: GoalId) -> Result<(), DbError> {
    use goals::{Column, Entity};
    let gone = Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::DeletedAt.lt(limit(clock.now())))
        .exec(tx)
        .await?;
    if gone.rows_affected == 0 {
        return Ok(());
    }
    history::forget(tx, school, id).await?;
    db::audit::record(tx, clock, school, None, &Event::Purged(id)).await
}

/// An objective that is not in the corbeille.
async fn existing(tx: &Tx, school: SchoolId, id: GoalId) -> Result<goals::Model, Refused> {
    match store::find(tx, school, id).await? {
        Some(row) if row.deleted_at.is_none() => Ok(row),
        _ => Err(gone()),
    }
}

fn gone() -> Refused {
    Refused::because(
        "Cet objectif est dans la corbeille. Sortez-le de la corbeille avant de continuer.",
    )
}

/// Writes a changed row, if it still is at the version that one started from.
async fn write(
    tx: &Tx,
    clock: &Clock,
    row: goals::Model,
    started_from: i32,
) -> Result<(), DbError> {
    use goals::{Column, Entity};
    let (id, school) = (row.id, row.school_id);
    let mut active = goals::ActiveModel::from(row).reset_all();
    active.version = Set(started_from + 1);
    active.changed_at = Set(clock.now());
    let done = Entity::update_many()
        .set(active)
        .filter(Column::Id.eq(id))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Version.eq(started_from))
        .exec(tx)
        .await?;
    expect_one(done.rows_affected)
}

async fn record(tx: &Tx, clock: &Clock, by: By, event: Event) -> Result<(), DbError> {
    db::audit::record(tx, clock, by.school, Some(by.account), &event).await
}
