//! Asking for an export, noting how it ended, ending its time: each inside the
//! write transaction of its caller.

use chrono::Duration;
use db::{DbError, Tx};
use files::{Description, Files, Prepared, Refusal};
use kernel::{AccountId, Clock, SchoolId, Timestamp};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};

use super::job::MakeExport;
use super::store::{self, exports};
use super::{Choice, ExportId, KEPT_DAYS};
use crate::events::Event;
use crate::feedback::notices::PRINTED;
use crate::paths;

/// Whoever waited longer than this has left the page: they are told elsewhere.
const PATIENCE: Duration = Duration::minutes(1);

/// Asks for an export, with the job that makes it. One that is on its way
/// already is the answer: asking twice makes one job. What failed before is
/// forgotten, what was made before stays until its successor is there.
///
/// # Errors
/// When a row cannot be read or written.
pub async fn ask(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    learner: AccountId,
    choice: &Choice,
) -> Result<ExportId, DbError> {
    for row in store::all(tx, school, learner).await? {
        if row.stage(tx).await?.is_under_way() {
            return Ok(row.id);
        }
        if row.file_id.is_none() {
            exports::Entity::delete_by_id(row.id).exec(tx).await?;
        }
    }
    let id = ExportId::generate(clock);
    let job = db::jobs::enqueue(tx, clock, Some(school), &MakeExport { export: id }).await?;
    exports::ActiveModel {
        id: Set(id),
        school_id: Set(school),
        learner_id: Set(learner),
        job_id: Set(job),
        choice: Set(json(choice)?),
        asked_at: Set(clock.now()),
        done_at: Set(None),
        file_id: Set(None),
        pages: Set(None),
        reports: Set(None),
        accessible: Set(None),
        notes: Set(None),
        fingerprint: Set(None),
        failure: Set(None),
    }
    .insert(tx)
    .await?;
    db::audit::record(
        tx,
        clock,
        school,
        Some(learner),
        &Event::ExportRequested(id),
    )
    .await?;
    Ok(id)
}

/// A PDF that was made and stored.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its bytes, stored.
    pub file: Prepared,
    /// How many pages it has.
    pub pages: usize,
    /// How many reports went in.
    pub reports: usize,
    /// Whether it declares PDF/UA.
    pub accessible: bool,
    /// What its reader should know.
    pub notes: Vec<String>,
    /// What the dossier held.
    pub fingerprint: String,
}

/// Notes that an export is made; it takes the place of the one before. One
/// that is over already, or was erased meanwhile, is left alone.
///
/// # Errors
/// When a row cannot be read or written.
pub async fn finish(
    tx: &Tx,
    clock: &Clock,
    files: &Files,
    school: SchoolId,
    id: ExportId,
    made: &Made,
) -> Result<(), Refusal> {
    let Some(row) = store::find(tx, school, id).await? else {
        return Ok(());
    };
    if row.file_id.is_some() {
        return Ok(());
    }
    for earlier in store::all(tx, school, row.learner_id).await? {
        if earlier.id != id {
            remove(tx, clock, earlier).await?;
        }
    }
    let file = files.record(tx, &made.file, Description::Missing).await?;
    let (learner, asked_at) = (row.learner_id, row.asked_at);
    let mut active = row.into_active_model();
    active.done_at = Set(Some(clock.now()));
    active.file_id = Set(Some(file));
    active.pages = Set(Some(number(made.pages)));
    active.reports = Set(Some(number(made.reports)));
    active.accessible = Set(Some(made.accessible));
    active.notes = Set(Some(json(&made.notes)?));
    active.fingerprint = Set(Some(made.fingerprint.clone()));
    active.failure = Set(None);
    active.update(tx).await.map_err(DbError::from)?;
    db::audit::record(tx, clock, school, None, &Event::ExportMade(id)).await?;
    let news = "Votre dossier en PDF est prêt.";
    tell(tx, clock, school, learner, asked_at, news).await?;
    Ok(())
}

/// Notes that an export could not be made, in a sentence for its learner.
///
/// # Errors
/// When a row cannot be read or written.
pub async fn give_up(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    id: ExportId,
    sentence: &str,
) -> Result<(), DbError> {
    let Some(row) = store::find(tx, school, id).await? else {
        return Ok(());
    };
    if row.file_id.is_some() {
        return Ok(());
    }
    let (learner, asked_at) = (row.learner_id, row.asked_at);
    let mut active = row.into_active_model();
    active.done_at = Set(Some(clock.now()));
    active.failure = Set(Some(sentence.to_owned()));
    active.update(tx).await?;
    let news = "Votre dossier en PDF n’a pas pu être préparé\u{a0}: voyez pourquoi et réessayez.";
    tell(tx, clock, school, learner, asked_at, news).await
}

/// Exports asked for before this instant are erased now.
#[must_use]
pub fn limit(now: Timestamp) -> Timestamp {
    now - Duration::days(KEPT_DAYS)
}

/// Erases an export whose time is over, with its PDF.
///
/// # Errors
/// When a row cannot be removed.
pub async fn purge(tx: &Tx, clock: &Clock, school: SchoolId, id: ExportId) -> Result<(), DbError> {
    match store::find(tx, school, id).await? {
        Some(row) if row.asked_at < limit(clock.now()) => {
            remove(tx, clock, row).await?;
            db::audit::record(tx, clock, school, None, &Event::ExportErased(id)).await
        }
        _ => Ok(()),
    }
}

/// Erases the PDF of a learner, and the one on its way: a picture that may be
/// in it was retouched since.
///
/// # Errors
/// When a row cannot be removed.
pub async fn forget(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    learner: AccountId,
) -> Result<(), DbError> {
    for row in store::all(tx, school, learner).await? {
        remove(tx, clock, row).await?;
    }
    Ok(())
}

async fn remove(tx: &Tx, clock: &Clock, row: exports::Model) -> Result<(), DbError> {
    exports::Entity::delete_by_id(row.id).exec(tx).await?;
    if let Some(file) = row.file_id {
        files::records::purge(tx, clock, row.school_id, file).await?;
    }
    Ok(())
}

/// Tells a learner who is likely to have left the page.
async fn tell(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    learner: AccountId,
    asked_at: Timestamp,
    news: &str,
) -> Result<(), DbError> {
    if clock.now() - asked_at < PATIENCE {
        return Ok(());
    }
    people::api::notify(tx, clock, school, learner, &PRINTED, news, paths::EXPORT).await
}

fn json(value: &impl serde::Serialize) -> Result<serde_json::Value, DbError> {
    serde_json::to_value(value)
        .map_err(|error| DbError::Other(sea_orm::DbErr::Json(error.to_string())))
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
