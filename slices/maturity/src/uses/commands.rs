//! One function per thing that can be done with a use, each inside the write
//! transaction of its caller.

use chrono::Duration;
use db::{DbError, Tx, expect_one};
use kernel::{Clock, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{EntityTrait, Set};

use super::events::Event;
use super::model::Origin;
use super::store::{self, uses};
use super::{Content, UseId};
use crate::acting::{By, Refused};
use crate::history::{self, What};

/// What is deleted stays in the corbeille so many days.
pub const KEPT_DELETED_DAYS: i64 = 30;

/// A use to share.
#[derive(Clone, Debug)]
pub struct NewUse {
    /// Its identifier, drawn by the caller: a form sent twice shares once.
    pub id: UseId,
    /// What it says.
    pub content: Content,
    /// What it was begun from, which the caller knows to be of the school.
    pub origin: Option<Origin>,
}

/// Shares a use; the author of what it was begun from is told.
///
/// # Errors
/// When a row cannot be written.
pub async fn create(tx: &Tx, clock: &Clock, by: By, new: &NewUse) -> Result<(), DbError> {
    if store::find(tx, by.school, new.id).await?.is_some() {
        return Ok(());
    }
    let (now, content) = (clock.now(), new.content.clone());
    let row = uses::Model {
        id: new.id,
        school_id: by.school,
        author_id: by.account,
        search_key: content.search_key(),
        title: content.title,
        context: content.context,
        intention: content.intention,
        samr: content.samr,
        effect: content.effect,
        resources: content.resources,
        origin_id: new.origin.as_ref().map(|origin| origin.id),
        origin_author_id: new.origin.as_ref().map(|origin| origin.author),
        origin_title: new
            .origin
            .as_ref()
            .map_or_else(String::new, |origin| origin.title.clone()),
        version: 1,
        created_at: now,
        changed_at: now,
        deleted_at: None,
    };
    uses::Entity::insert(uses::ActiveModel::from(row).reset_all())
        .exec_without_returning(tx)
        .await?;
    let what = match &new.origin {
        Some(origin) => {
            super::comments::tell_reused(tx, clock, by, new.id, origin).await?;
            What::Copied
        }
        None => What::Written,
    };
    history::note(tx, clock, by, new.id, what).await?;
    record(tx, clock, by, Event::Shared(new.id)).await
}

/// Changes what a use says; what it said before is kept.
///
/// # Errors
/// [`DbError::Conflict`] when it was changed since `version`;
/// [`Refused::Because`] when it is in the corbeille.
pub async fn change(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: UseId,
    version: i32,
    content: &Content,
) -> Result<(), Refused> {
    let row = existing(tx, by.school, id).await?;
    let before = row.content();
    if before == *content {
        return Ok(());
    }
    write(tx, clock, row.with(content), version).await?;
    history::keep(tx, clock, by, id, What::Changed, &before).await?;
    Ok(record(tx, clock, by, Event::Changed(id)).await?)
}

/// Puts a use in the corbeille, or takes it out.
///
/// # Errors
/// [`Refused::Because`] when it is gone for good.
pub async fn set_deleted(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: UseId,
    deleted: bool,
) -> Result<(), Refused> {
    let Some(row) = store::find(tx, by.school, id).await? else {
        return Err(gone());
    };
    if row.deleted_at.is_some() == deleted {
        return Ok(());
    }
    let version = row.version;
    let changed = uses::Model {
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

/// Until when what was deleted is removed for good.
#[must_use]
pub fn limit(now: Timestamp) -> Timestamp {
    now - Duration::days(KEPT_DELETED_DAYS)
}

/// Removes for good a use whose time in the corbeille is over, with its
/// comments and its history; what was begun from it still names it. One that
/// was taken out of it meanwhile is left alone.
///
/// # Errors
/// When a row cannot be removed.
pub async fn purge(tx: &Tx, clock: &Clock, school: SchoolId, id: UseId) -> Result<(), DbError> {
    use uses::{Column, Entity};
    let gone = Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::DeletedAt.lt(limit(clock.now())))
        .exec(tx)
        .await?;
    if gone.rows_affected == 0 {
        return Ok(());
    }
    Entity::update_many()
        .col_expr(Column::OriginId, Expr::value(Option::<Uuid>::None))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::OriginId.eq(id))
        .exec(tx)
        .await?;
    history::forget(tx, school, id).await?;
    db::audit::record(tx, clock, school, None, &Event::Purged(id)).await
}

/// A use that is not in the corbeille.
pub(super) async fn existing(tx: &Tx, school: SchoolId, id: UseId) -> Result<uses::Model, Refused> {
    match store::find(tx, school, id).await? {
        Some(row) if row.deleted_at.is_none() => Ok(row),
        _ => Err(gone()),
    }
}

fn gone() -> Refused {
    Refused::because(
        "Cet usage est dans la corbeille. Sortez-le de la corbeille avant de continuer.",
    )
}

/// Writes a changed row, if it still is at the version that one started from.
async fn write(tx: &Tx, clock: &Clock, row: uses::Model, started_from: i32) -> Result<(), DbError> {
    use uses::{Column, Entity};
    let (id, school) = (row.id, row.school_id);
    let mut active = uses::ActiveModel::from(row).reset_all();
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
