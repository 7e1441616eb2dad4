//! Saving what is being written, and taking up an earlier version.

use chrono::Duration;
use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId, Timestamp};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{Refused, existing, in_trash, keep};
use crate::report::store::{self, reports};
use crate::report::{Content, Reason, ReportId};

/// While somebody writes, a version is kept at most this often.
const KEPT_EVERY: Duration = Duration::minutes(10);

/// What became of a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is the report now.
    Current {
        /// What the next save starts from.
        version: i32,
        /// When.
        at: Timestamp,
    },
    /// It could not be put in place: this text is kept as a version beside
    /// the report.
    Beside {
        /// The version that holds it.
        number: i32,
        /// Why.
        why: Aside,
    },
}

/// Why a text is kept beside the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    /// Somebody (the same person elsewhere) had saved meanwhile.
    Crossed,
    /// The report is with the team, or validated.
    Closed,
    /// The report was put in the corbeille meanwhile.
    Deleted,
}

/// Saves what was written. `started_from` is the version that the writer saw.
/// A text that differs is always kept, in place or beside.
///
/// # Errors
/// [`Refused::Because`] when the report is in the corbeille and says the same,
/// or is gone for good.
pub async fn save(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    author: AccountId,
    id: ReportId,
    started_from: i32,
    content: &Content,
) -> Result<Saved, Refused> {
    let Some(row) = store::find(tx, school, id).await? else {
        return Err(Refused::Because(
            "Ce compte rendu n’existe plus\u{a0}: son temps dans la corbeille est passé. Copiez votre texte, puis commencez un nouveau compte rendu.".into(),
        ));
    };
    let now = clock.now();
    let before = store::content(tx, &row).await?;
    // Pieces are added and removed on their own, never by saving the text.
    let content = Content {
        evidence: before.evidence.clone(),
        ..content.clone()
    };
    let why = if row.deleted_at.is_some() {
        Some(Aside::Deleted)
    } else if !row.state.is_editable() {
        Some(Aside::Closed)
    } else if row.version != started_from {
        Some(Aside::Crossed)
    } else {
        None
    };
    if let Some(why) = why {
        if content == before && why == Aside::Deleted {
            return Err(in_trash());
        }
        if content == before {
            return Ok(Saved::Current {
                version: row.version,
                at: row.saved_at,
            });
        }
        let number = keep(
            tx,
            clock,
            &row,
            Reason::Conflict,
            row.state,
            author,
            &content,
        )
        .await?;
        return Ok(Saved::Beside { number, why });
    }
    if content == before {
        return Ok(Saved::Current {
            version: row.version,
            at: row.saved_at,
        });
    }
    let last = store::last_version(tx, school, id).await?;
    let since = last.map_or(row.created_at, |(_, kept)| kept);
    if now - since >= KEPT_EVERY {
        // What was there before the new words: ten minutes of work, not one letter.
        keep(tx, clock, &row, Reason::Saved, row.state, author, &before).await?;
    }
    let version = write(tx, row, &content, &before.targets, now).await?;
    Ok(Saved::Current { version, at: now })
}

/// Puts `content` into the row and its links, which were `linked`.
async fn write(
    tx: &Tx,
    row: reports::Model,
    content: &Content,
    linked: &[String],
    now: Timestamp,
) -> Result<i32, DbError> {
    let (school, id, version) = (row.school_id, row.id, row.version + 1);
    let mut active = row.into_active_model();
    active.title = Set(content.title.clone());
    active.kind = Set(content.kind);
    active.context = Set(content.context);
    active.start_on = Set(content.start_on);
    active.end_on = Set(content.end_on);
    active.situate = Set(content.texts.situate.clone());
    active.produced = Set(content.texts.produced.clone());
    active.how_why = Set(content.texts.how_why.clone());
    active.difficulties = Set(content.texts.difficulties.clone());
    active.learned = Set(content.texts.learned.clone());
    active.lexicon = Set(content.texts.lexicon.clone());
    active.version = Set(version);
    active.saved_at = Set(now);
    active.update(tx).await?;
    // Most saves change words alone.
    if content.targets != linked {
        store::set_targets(tx, school, id, &content.targets).await?;
    }
    Ok(version)
}

/// Takes up an earlier version (or a text kept beside) as the report's text.
/// What was there is kept as a version first.
///
/// # Errors
/// [`Refused::Because`] when the report is with the team, or when there is no
/// such version.
pub async fn restore_version(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    author: AccountId,
    id: ReportId,
    number: i32,
) -> Result<(), Refused> {
    let row = existing(tx, school, id).await?;
    if !row.state.is_editable() {
        return Err(Refused::Because(
            "Ce compte rendu est avec l’équipe\u{a0}: reprenez votre copie avant de restaurer une version.".into(),
        ));
    }
    let Some(version) = store::version(tx, school, id, number).await? else {
        return Err(Refused::Because("Cette version n’existe pas.".into()));
    };
    let before = store::content(tx, &row).await?;
    keep(
        tx,
        clock,
        &row,
        Reason::Restored,
        row.state,
        author,
        &before,
    )
    .await?;
    let content = Content {
        evidence: before.evidence,
        ..version.read()?
    };
    write(tx, row, &content, &before.targets, clock.now()).await?;
    Ok(())
}
