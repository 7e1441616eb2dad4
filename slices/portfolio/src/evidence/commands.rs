//! Adding, describing, linking and removing pieces, each inside the write
//! transaction of its caller.

use db::{DbError, Tx};
use files::{Description, Files, Prepared, Refusal};
use kernel::{AccountId, Clock, SchoolId};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::store::{self, evidence};
use super::{EvidenceId, Link};
use crate::events::Event;
use crate::report::ReportId;

/// Where a new piece goes.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The tenant.
    pub school: SchoolId,
    /// Whose piece.
    pub learner: AccountId,
    /// The report that it hangs on; none to stand alone.
    pub report: Option<ReportId>,
    /// Its identifier, where the caller has one already; drawn otherwise.
    pub id: Option<EvidenceId>,
}

/// Adds a file that was received and cleaned outside the transaction.
///
/// # Errors
/// [`Refusal`] when the quota is used up, or when the row cannot be written.
pub async fn add_file(
    tx: &Tx,
    clock: &Clock,
    files: &Files,
    place: Place,
    prepared: &Prepared,
    description: Description,
) -> Result<EvidenceId, Refusal> {
    let title = prepared.name().to_owned();
    let file = files.record(tx, prepared, description).await?;
    let row = evidence::ActiveModel {
        file_id: Set(Some(file)),
        url: Set(None),
        title: Set(title),
        ..blank(clock, place)
    };
    insert(tx, clock, place, row).await.map_err(Refusal::from)
}

/// Adds a link.
///
/// # Errors
/// When the row cannot be written.
pub async fn add_link(
    tx: &Tx,
    clock: &Clock,
    place: Place,
    link: &Link,
    title: &str,
) -> Result<EvidenceId, DbError> {
    let row = evidence::ActiveModel {
        file_id: Set(None),
        url: Set(Some(link.as_str().to_owned())),
        title: Set(title.to_owned()),
        ..blank(clock, place)
    };
    insert(tx, clock, place, row).await
}

fn blank(clock: &Clock, place: Place) -> evidence::ActiveModel {
    evidence::ActiveModel {
        id: Set(place.id.unwrap_or_else(|| EvidenceId::generate(clock))),
        school_id: Set(place.school),
        learner_id: Set(place.learner),
        report_id: Set(place.report),
        added_at: Set(clock.now()),
        removed_at: Set(None),
        ..Default::default()
    }
}

async fn insert(
    tx: &Tx,
    clock: &Clock,
    place: Place,
    row: evidence::ActiveModel,
) -> Result<EvidenceId, DbError> {
    let row = row.insert(tx).await?;
    let event = Event::EvidenceAdded(row.id);
    db::audit::record(tx, clock, place.school, Some(place.learner), &event).await?;
    Ok(row.id)
}

/// Removes a piece, or puts it back: it can be restored until it is purged.
///
/// # Errors
/// When the row cannot be written.
pub async fn set_removed(
    tx: &Tx,
    clock: &Clock,
    author: AccountId,
    row: &evidence::Model,
    removed: bool,
) -> Result<(), DbError> {
    let mut active = row.clone().into_active_model();
    active.removed_at = Set(removed.then(|| clock.now()));
    active.update(tx).await?;
    if let Some(file) = row.file_id {
        match removed {
            true => files::records::remove(tx, clock, row.school_id, file).await?,
            false => files::records::restore(tx, row.school_id, file).await?,
        };
    }
    let event = match removed {
        true => Event::EvidenceRemoved(row.id),
        false => Event::EvidenceRestored(row.id),
    };
    db::audit::record(tx, clock, row.school_id, Some(author), &event).await
}

/// Says what an image shows.
///
/// # Errors
/// When the row cannot be written.
pub async fn describe(
    tx: &Tx,
    row: &evidence::Model,
    description: Description,
) -> Result<(), DbError> {
    if let Some(file) = row.file_id {
        files::records::describe(tx, row.school_id, file, description).await?;
    }
    Ok(())
}

/// Links a piece to competences by itself.
///
/// # Errors
/// When a row cannot be written.
pub async fn link_to(
    tx: &Tx,
    school: SchoolId,
    id: EvidenceId,
    codes: &[String],
) -> Result<(), DbError> {
    store::set_targets(tx, school, id, codes).await
}
