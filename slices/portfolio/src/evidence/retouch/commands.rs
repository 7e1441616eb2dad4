//! Keeping a retouched picture, inside the write transaction of its caller.

use db::{DbError, Tx};
use files::{Edit, Files, Prepared, StoredFile, Unretouched};
use kernel::{AccountId, Clock};

use super::{Retouchable, retouchable};
use crate::events::Event;
use crate::evidence::store::evidence;
use crate::export::commands as exports;
use crate::report::store as reports;

/// Why the picture of a piece is still the original.
#[derive(Debug, thiserror::Error)]
pub enum NotRetouched {
    /// The report was submitted or validated meanwhile.
    #[error(
        "Ce compte rendu est maintenant soumis ou validé\u{a0}: l’image ne se recadre plus, rien n’a été enregistré. Vous pouvez encore masquer des zones."
    )]
    Handed,
    /// The picture or the house.
    #[error(transparent)]
    Picture(#[from] Unretouched),
}

impl From<DbError> for NotRetouched {
    fn from(error: DbError) -> Self {
        Self::Picture(error.into())
    }
}

/// Puts the retouched picture in place of `file`, whose content is erased, and
/// notes it in the audit trail.
///
/// # Errors
/// [`NotRetouched`]; nothing has changed then.
pub async fn retouch(
    tx: &Tx,
    clock: &Clock,
    files: &Files,
    author: AccountId,
    row: &evidence::Model,
    file: &StoredFile,
    (edit, prepared): (&Edit, &Prepared),
) -> Result<(), NotRetouched> {
    let report = match row.report_id {
        Some(id) => reports::find(tx, row.school_id, id).await?,
        None => None,
    };
    let now = retouchable(report.map(|report| report.state));
    if now == Retouchable::ByZones && edit.crop.is_some() {
        return Err(NotRetouched::Handed);
    }
    files.replace(tx, file, prepared).await?;
    // What was hidden must not go on in an older copy.
    exports::forget(tx, clock, row.school_id, row.learner_id).await?;
    let event = Event::EvidenceRetouched(row.id);
    Ok(db::audit::record(tx, clock, row.school_id, Some(author), &event).await?)
}
