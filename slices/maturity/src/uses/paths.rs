//! The addresses of shared uses: one place, so that no page writes one by hand.

use std::fmt::Display;

use super::{CommentId, UseId};

/// The uses of the school.
pub const LIST: &str = "/numerique/usages";
/// Where one is written.
pub const NEW: &str = "/numerique/usages/nouveau";
/// The corbeille.
pub const TRASH: &str = "/numerique/usages/corbeille";

/// A use.
#[must_use]
pub fn one(id: UseId) -> String {
    format!("{LIST}/{id}")
}

/// Something below a use: `modifier`, `reprendre`…
#[must_use]
pub fn below(id: UseId, what: impl Display) -> String {
    format!("{LIST}/{id}/{what}")
}

/// Where one's own is begun from a use.
#[must_use]
pub fn from(id: UseId) -> String {
    format!("{NEW}?depuis={id}")
}

/// Where a comment is taken back.
#[must_use]
pub fn take_back(id: CommentId) -> String {
    format!("{LIST}/commentaires/{id}/retirer")
}
