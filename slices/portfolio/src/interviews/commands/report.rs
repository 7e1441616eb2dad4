//! Preparing an interview and writing its report. A text that differs is
//! always kept: in place, or beside when somebody saved meanwhile.

use chrono::Duration;
use db::{DbError, Tx};
use kernel::Clock;
use sea_orm::{EntityTrait, Set};

use super::{By, record};
use crate::interviews::events::Event;
use crate::interviews::model::{Content, InterviewId, InterviewVersionId, Step, transition};
use crate::interviews::store::interviews::Entity as Table;
use crate::interviews::store::{self, Reason, interviews, versions};
use crate::kept;
use crate::report::commands::{Aside, Refused, Saved};

/// While somebody writes, a version is kept at most this often.
const KEPT_EVERY: Duration = Duration::minutes(10);

/// Says what will be talked about and which questions will be asked.
///
/// # Errors
/// [`DbError::Conflict`] when somebody changed the interview since `version`;
/// [`Refused::Because`] when it is signed or cancelled.
pub async fn prepare(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: InterviewId,
    version: i32,
    targets: &[String],
    questions: &[String],
) -> Result<(), Refused> {
    let row = kept::existing::<Table>(tx, by.school, id).await?;
    if !row.state.is_preparable() {
        return Err(Refused::Because(
            "Cet entretien ne se prépare plus\u{a0}: il est signé ou annulé. Rien n’a changé."
                .into(),
        ));
    }
    let prepared = interviews::Model {
        targets: serde_json::json!(targets),
        questions: serde_json::json!(questions),
        ..row
    };
    kept::write::<Table>(tx, clock, prepared, version).await?;
    Ok(())
}

/// The interview takes place: its report is begun. Asking twice begins once.
///
/// # Errors
/// [`Refused::Because`] when it is cancelled.
pub async fn hold(tx: &Tx, clock: &Clock, by: By, id: InterviewId) -> Result<(), Refused> {
    let row = kept::existing::<Table>(tx, by.school, id).await?;
    if row.state.is_writable() {
        return Ok(());
    }
    let version = row.version;
    let held = interviews::Model {
        state: transition(row.state, Step::Hold, false)?,
        held_at: Some(clock.now()),
        ..row
    };
    kept::write::<Table>(tx, clock, held, version).await?;
    Ok(record(tx, clock, by, Event::Held(id)).await?)
}

/// Saves what was written. `started_from` is the version that the writer saw.
///
/// # Errors
/// [`Refused::Because`] when the interview is gone for good.
pub async fn save(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: InterviewId,
    started_from: i32,
    content: &Content,
) -> Result<Saved, Refused> {
    let Some(row) = kept::find::<Table>(tx, by.school, id).await? else {
        return Err(kept::gone::<Table>());
    };
    let before = row.content();
    if *content == before {
        return Ok(Saved::Current {
            version: row.version,
            at: row.saved_at,
        });
    }
    let why = if row.deleted_at.is_some() {
        Some(Aside::Deleted)
    } else if !row.state.is_writable() {
        Some(Aside::Closed)
    } else if row.version != started_from {
        Some(Aside::Crossed)
    } else {
        None
    };
    if let Some(why) = why {
        let number = keep(tx, clock, by, &row, Reason::Conflict, content).await?;
        return Ok(Saved::Beside { number, why });
    }
    let last = store::last_version(tx, by.school, id).await?;
    let since = last.map_or(row.held_at.unwrap_or(row.created_at), |(_, kept)| kept);
    if before.says_something() && clock.now() - since >= KEPT_EVERY {
        // What was there before the new words.
        keep(tx, clock, by, &row, Reason::Saved, &before).await?;
    }
    let version = kept::write::<Table>(tx, clock, with(row, content), started_from).await?;
    Ok(Saved::Current {
        version,
        at: clock.now(),
    })
}

/// Takes a kept version as the text; what was there is kept first.
///
/// # Errors
/// [`Refused::Because`] when the report is signed or there is no such version.
pub async fn take_version(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: InterviewId,
    number: i32,
) -> Result<(), Refused> {
    let row = kept::existing::<Table>(tx, by.school, id).await?;
    if !row.state.is_writable() {
        return Err(Refused::Because(
            "Ce compte rendu est signé\u{a0}: reprenez-le avant de changer son texte.".into(),
        ));
    }
    let Some(version) = store::version(tx, by.school, id, number).await? else {
        return Err(Refused::Because("Cette version n’existe pas.".into()));
    };
    let taken = version.read()?;
    keep(tx, clock, by, &row, Reason::Replaced, &row.content()).await?;
    let started_from = row.version;
    kept::write::<Table>(tx, clock, with(row, &taken), started_from).await?;
    Ok(())
}

fn with(row: interviews::Model, content: &Content) -> interviews::Model {
    let [
        lived,
        reflection,
        strengths,
        improve,
        decisions,
        remediation,
    ] = content.texts.clone();
    interviews::Model {
        lived,
        reflection,
        strengths,
        improve,
        decisions,
        remediation,
        ..row
    }
}

/// Keeps a version and returns its number.
pub(super) async fn keep(
    tx: &Tx,
    clock: &Clock,
    by: By,
    row: &interviews::Model,
    reason: Reason,
    content: &Content,
) -> Result<i32, DbError> {
    let last = store::last_version(tx, row.school_id, row.id).await?;
    let number = last.map_or(1, |(number, _)| number + 1);
    let content = serde_json::to_value(content)
        .map_err(|error| DbError::Other(sea_orm::DbErr::Json(error.to_string())))?;
    versions::Entity::insert(versions::ActiveModel {
        id: Set(InterviewVersionId::generate(clock)),
        school_id: Set(row.school_id),
        interview_id: Set(row.id),
        number: Set(number),
        reason: Set(reason),
        author_id: Set(by.account),
        created_at: Set(clock.now()),
        content: Set(content),
    })
    .exec_without_returning(tx)
    .await?;
    Ok(number)
}
