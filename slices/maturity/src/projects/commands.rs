//! One function per thing that can be done with a project, each inside the
//! write transaction of its caller.

mod links;
mod steps;

pub use links::{observe, serve, tick};
pub use steps::{StepBefore, write_step};

use db::{DbError, Tx, expect_one};
use kernel::{AccountId, Clock, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{EntityTrait, Set};

use super::events::Event;
use super::store::{self, members, projects};
use super::{Content, ProjectId};
use crate::acting::{By, Refused};
use crate::history::{self, What};
use crate::uses::commands::limit;

/// A project to begin.
#[derive(Clone, Debug)]
pub struct NewProject {
    /// Its identifier, drawn by the caller: a form sent twice begins once.
    pub id: ProjectId,
    /// What it says.
    pub content: Content,
}

/// Begins a project.
///
/// # Errors
/// When a row cannot be written.
pub async fn create(tx: &Tx, clock: &Clock, by: By, new: &NewProject) -> Result<(), DbError> {
    if store::find(tx, by.school, new.id).await?.is_some() {
        return Ok(());
    }
    let (now, content) = (clock.now(), &new.content);
    let row = projects::Model {
        id: new.id,
        school_id: by.school,
        author_id: by.account,
        pilot_id: content.pilot,
        title: content.title.clone(),
        aim: content.aim.clone(),
        version: 1,
        created_at: now,
        changed_at: now,
        deleted_at: None,
    };
    projects::Entity::insert(projects::ActiveModel::from(row).reset_all())
        .exec_without_returning(tx)
        .await?;
    set_members(tx, by.school, new.id, &content.members).await?;
    history::note(tx, clock, by, new.id, What::Written).await?;
    record(tx, clock, by, Event::Begun(new.id)).await
}

/// Changes what a project says and who is of its team; what it said before is
/// kept.
///
/// # Errors
/// [`DbError::Conflict`] when it was changed since `version`;
/// [`Refused::Because`] when it is in the corbeille.
pub async fn change(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: ProjectId,
    version: i32,
    content: &Content,
) -> Result<(), Refused> {
    let row = existing(tx, by.school, id).await?;
    let mut of = store::members_of(tx, by.school, &[id]).await?;
    let mut members = of.remove(&id).unwrap_or_default();
    members.sort_unstable();
    let before = Content {
        title: row.title.clone(),
        aim: row.aim.clone(),
        pilot: row.pilot_id,
        members,
    };
    if before == *content {
        return Ok(());
    }
    let changed = projects::Model {
        title: content.title.clone(),
        aim: content.aim.clone(),
        pilot_id: content.pilot,
        ..row
    };
    write(tx, clock, changed, version).await?;
    if before.members != content.members {
        set_members(tx, by.school, id, &content.members).await?;
    }
    history::keep(tx, clock, by, id, What::Changed, &before).await?;
    Ok(record(tx, clock, by, Event::Changed(id)).await?)
}

/// Puts a project in the corbeille, or takes it out.
///
/// # Errors
/// [`Refused::Because`] when it is gone for good.
pub async fn set_deleted(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: ProjectId,
    deleted: bool,
) -> Result<(), Refused> {
    let Some(row) = store::find(tx, by.school, id).await? else {
        return Err(gone());
    };
    if row.deleted_at.is_some() == deleted {
        return Ok(());
    }
    let version = row.version;
    let changed = projects::Model {
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

/// Removes for good a project whose time in the corbeille is over, with its
/// steps and its history. One that was taken out of it meanwhile is left alone.
///
/// # Errors
/// When a row cannot be removed.
pub async fn purge(tx: &Tx, clock: &Clock, school: SchoolId, id: ProjectId) -> Result<(), DbError> {
    use projects::{Column, Entity};
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

async fn set_members(
    tx: &Tx,
    school: SchoolId,
    id: ProjectId,
    people: &[AccountId],
) -> Result<(), DbError> {
    use members::{Column, Entity};
    Entity::delete_many()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ProjectId.eq(id))
        .exec(tx)
        .await?;
    if people.is_empty() {
        return Ok(());
    }
    let rows = people.iter().map(|account| members::ActiveModel {
        school_id: Set(school),
        project_id: Set(id),
        account_id: Set(*account),
    });
    Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// A project that is not in the corbeille.
async fn existing(tx: &Tx, school: SchoolId, id: ProjectId) -> Result<projects::Model, Refused> {
    match store::find(tx, school, id).await? {
        Some(row) if row.deleted_at.is_none() => Ok(row),
        _ => Err(gone()),
    }
}

fn gone() -> Refused {
    Refused::because(
        "Ce projet est dans la corbeille. Sortez-le de la corbeille avant de continuer.",
    )
}

/// Writes a changed row, if it still is at the version that one started from.
async fn write(
    tx: &Tx,
    clock: &Clock,
    row: projects::Model,
    started_from: i32,
) -> Result<(), DbError> {
    use projects::{Column, Entity};
    let (id, school) = (row.id, row.school_id);
    let mut active = projects::ActiveModel::from(row).reset_all();
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

/// Says that something of a project changed, which is not what it says.
async fn touch(tx: &Tx, clock: &Clock, school: SchoolId, id: ProjectId) -> Result<(), DbError> {
    use projects::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::ChangedAt, Expr::value(clock.now()))
        .filter(Column::Id.eq(id))
        .filter(Column::SchoolId.eq(school))
        .exec(tx)
        .await?;
    Ok(())
}

async fn record(tx: &Tx, clock: &Clock, by: By, event: Event) -> Result<(), DbError> {
    db::audit::record(tx, clock, by.school, Some(by.account), &event).await
}
