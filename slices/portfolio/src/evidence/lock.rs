//! What was handed in stays as it was handed in: when pieces cannot change.

use db::{DbError, Tx};
use files::Refusal;
use kernel::SchoolId;

use crate::report::store::{self, reports};
use crate::report::{ReportId, State};

/// Why the pieces of a report were left as they are.
#[derive(Debug, thiserror::Error)]
pub enum Unchanged {
    /// Its state does not allow it: the sentence.
    #[error("{0}")]
    Closed(&'static str),
    /// The file was not taken.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Why the pieces of a report cannot change now.
#[must_use]
pub fn closed(row: &reports::Model) -> Option<&'static str> {
    match row.state {
        _ if row.deleted_at.is_some() => Some(
            "Ce compte rendu est dans la corbeille\u{a0}: ses pièces n’ont pas changé. Sortez-le de la corbeille avant de continuer.",
        ),
        State::Submitted => Some(
            "Ce compte rendu est soumis\u{a0}: ses pièces n’ont pas changé. Reprenez votre copie ou attendez le retour de l’équipe.",
        ),
        State::Validated => Some(
            "Ce compte rendu est validé\u{a0}: ses pièces n’ont pas changé. Rouvrez-le avant de continuer.",
        ),
        State::Draft | State::ToRevise => None,
    }
}

/// Checks, in the transaction that changes its pieces, that a report is being
/// written. A piece that stands alone always changes.
///
/// # Errors
/// [`Unchanged::Closed`], or when the database does not answer.
pub async fn unlocked(
    tx: &Tx,
    school: SchoolId,
    report: Option<ReportId>,
) -> Result<(), Unchanged> {
    let Some(id) = report else {
        return Ok(());
    };
    let sentence = match store::find(tx, school, id).await? {
        Some(row) => closed(&row),
        None => Some("Ce compte rendu n’existe plus\u{a0}: rien n’a été ajouté."),
    };
    sentence.map_or(Ok(()), |sentence| Err(Unchanged::Closed(sentence)))
}

/// The same for removing a piece or putting it back, which a report in the
/// corbeille does not forbid: its pieces still take room.
///
/// # Errors
/// [`Unchanged::Closed`], or when the database does not answer.
pub async fn removable(
    tx: &Tx,
    school: SchoolId,
    report: Option<ReportId>,
) -> Result<(), Unchanged> {
    let Some(id) = report else {
        return Ok(());
    };
    let row = store::find(tx, school, id).await?;
    match row.filter(|row| row.deleted_at.is_none()) {
        Some(row) => closed(&row).map_or(Ok(()), |sentence| Err(Unchanged::Closed(sentence))),
        None => Ok(()),
    }
}
