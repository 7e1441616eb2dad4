//! Attaching and removing documents, each inside the write transaction of its
//! caller.

use db::{DbError, Tx};
use files::{Description, Files, Prepared, Refusal};
use kernel::Clock;
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use crate::events::Event;
use crate::model::{DocumentId, MissionId, SituationId};
use crate::rows::documents;
use crate::sheets::By;
use crate::situations::commands::audit;

/// Where a new document goes.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Its situation.
    pub situation: SituationId,
    /// The mission that it goes with; none for the team.
    pub mission: Option<MissionId>,
    /// Its identifier, where the caller has one already; drawn otherwise.
    pub id: Option<DocumentId>,
}

/// Attaches a file that was received and cleaned outside the transaction.
/// `about` says what it is; of an image, it says what it shows.
///
/// # Errors
/// [`Refusal`] when the quota is used up, or when the row cannot be written.
pub async fn add(
    tx: &Tx,
    clock: &Clock,
    files: &Files,
    by: By,
    place: Place,
    prepared: &Prepared,
    about: &str,
) -> Result<DocumentId, Refusal> {
    let name = prepared.name().to_owned();
    let description = match prepared.kind().is_image() && !about.is_empty() {
        true => Description::Text(about.to_owned()),
        false => Description::Missing,
    };
    let file = files.record(tx, prepared, description).await?;
    let row = documents::ActiveModel {
        id: Set(place.id.unwrap_or_else(|| DocumentId::generate(clock))),
        school_id: Set(by.school),
        situation_id: Set(place.situation),
        mission_id: Set(place.mission),
        file_id: Set(file),
        name: Set(name),
        about: Set(about.to_owned()),
        added_by: Set(by.account),
        added_at: Set(clock.now()),
        removed_at: Set(None),
    };
    let row = row.insert(tx).await.map_err(DbError::from)?;
    audit(tx, clock, by, Event::DocumentAdded(row.id)).await?;
    Ok(row.id)
}

/// Removes a document, or puts it back.
///
/// # Errors
/// When the row cannot be written.
pub async fn set_removed(
    tx: &Tx,
    clock: &Clock,
    by: By,
    row: &documents::Model,
    removed: bool,
) -> Result<(), DbError> {
    let mut active = row.clone().into_active_model();
    active.removed_at = Set(removed.then(|| clock.now()));
    active.update(tx).await?;
    match removed {
        true => files::records::remove(tx, clock, by.school, row.file_id).await?,
        false => files::records::restore(tx, by.school, row.file_id).await?,
    };
    let event = match removed {
        true => Event::DocumentRemoved(row.id),
        false => Event::DocumentRestored(row.id),
    };
    audit(tx, clock, by, event).await
}
