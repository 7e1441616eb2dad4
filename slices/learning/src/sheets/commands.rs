//! Writing a sheet, keeping versions of it.

use chrono::Duration;
use db::{DbError, Tx};
use kernel::Clock;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use serde::Serialize;

use super::{By, store};
use crate::model::{Reason, SheetId, SheetKind, VersionId};
use crate::rows::{sheets, versions};

/// While one person writes, a version is kept at most this often.
const KEPT_EVERY: Duration = Duration::minutes(10);

/// Something to write together.
#[derive(Clone, Copy, Debug)]
pub struct New {
    /// Its identifier, shared with the thing itself.
    pub id: SheetId,
    /// What it is.
    pub kind: SheetKind,
}

/// Begins a sheet.
///
/// # Errors
/// When the row cannot be written.
pub async fn insert(
    tx: &Tx,
    clock: &Clock,
    by: By,
    new: New,
    content: &impl Serialize,
) -> Result<(), DbError> {
    let now = clock.now();
    sheets::ActiveModel {
        id: Set(new.id),
        school_id: Set(by.school),
        kind: Set(new.kind),
        content: Set(json(content)?),
        version: Set(1),
        created_by: Set(by.account),
        created_at: Set(now),
        updated_by: Set(by.account),
        updated_at: Set(now),
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// What became of a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is the text in place.
    Current {
        /// What the next save starts from.
        version: i32,
        /// Whether anything changed.
        changed: bool,
    },
    /// Somebody else had saved meanwhile: this text is kept as that version,
    /// beside theirs.
    Beside {
        /// Its number.
        number: i32,
    },
}

/// Saves what was written. `started_from` is the version that the writer saw.
/// A text that differs is always kept, in place or beside.
///
/// # Errors
/// When a row cannot be written.
pub async fn save(
    tx: &Tx,
    clock: &Clock,
    by: By,
    sheet: &sheets::Model,
    started_from: i32,
    content: &impl Serialize,
) -> Result<Saved, DbError> {
    let content = json(content)?;
    if content == sheet.content {
        return Ok(Saved::Current {
            version: sheet.version,
            changed: false,
        });
    }
    if sheet.version != started_from {
        let number = keep(tx, clock, by, sheet, Reason::Conflict, content).await?;
        return Ok(Saved::Beside { number });
    }
    let last = store::last_version(tx, by.school, sheet.id).await?;
    let since = last.map_or(sheet.created_at, |(_, kept)| kept);
    if sheet.updated_by != by.account || clock.now() - since >= KEPT_EVERY {
        // What the one before had written: ten minutes of work, not one letter.
        keep_former(tx, clock, sheet, Reason::Saved).await?;
    }
    let version = write(tx, clock, by, sheet, content).await?;
    Ok(Saved::Current {
        version,
        changed: true,
    })
}

/// Keeps the text in place as a version; says its number. `by` is who takes
/// the step that the reason names.
///
/// # Errors
/// When the row cannot be written.
pub async fn keep_present(
    tx: &Tx,
    clock: &Clock,
    by: By,
    sheet: &sheets::Model,
    reason: Reason,
) -> Result<i32, DbError> {
    keep(tx, clock, by, sheet, reason, sheet.content.clone()).await
}

/// Keeps what the one before had written, in their name.
async fn keep_former(
    tx: &Tx,
    clock: &Clock,
    sheet: &sheets::Model,
    reason: Reason,
) -> Result<i32, DbError> {
    let by = By {
        school: sheet.school_id,
        account: sheet.updated_by,
    };
    keep_present(tx, clock, by, sheet, reason).await
}

/// Puts an earlier text in place. What was there is kept as a version first.
///
/// # Errors
/// When a row cannot be written.
pub async fn restore(
    tx: &Tx,
    clock: &Clock,
    by: By,
    sheet: &sheets::Model,
    content: &impl Serialize,
) -> Result<(), DbError> {
    keep_former(tx, clock, sheet, Reason::Restored).await?;
    write(tx, clock, by, sheet, json(content)?).await?;
    Ok(())
}

async fn keep(
    tx: &Tx,
    clock: &Clock,
    by: By,
    sheet: &sheets::Model,
    reason: Reason,
    content: Json,
) -> Result<i32, DbError> {
    let last = store::last_version(tx, by.school, sheet.id).await?;
    let number = last.map_or(1, |(number, _)| number + 1);
    versions::ActiveModel {
        id: Set(VersionId::generate(clock)),
        school_id: Set(by.school),
        sheet_id: Set(sheet.id),
        number: Set(number),
        reason: Set(reason),
        author_id: Set(by.account),
        created_at: Set(clock.now()),
        content: Set(content),
    }
    .insert(tx)
    .await?;
    Ok(number)
}

async fn write(
    tx: &Tx,
    clock: &Clock,
    by: By,
    sheet: &sheets::Model,
    content: Json,
) -> Result<i32, DbError> {
    let version = sheet.version + 1;
    let mut active = sheet.clone().into_active_model();
    active.content = Set(content);
    active.version = Set(version);
    active.updated_by = Set(by.account);
    active.updated_at = Set(clock.now());
    active.update(tx).await?;
    Ok(version)
}

fn json(content: &impl Serialize) -> Result<Json, DbError> {
    serde_json::to_value(content).map_err(|error| DbError::Other(DbErr::Json(error.to_string())))
}
