//! The addresses of digital projects: one place, so that no page writes one by
//! hand.

use std::fmt::Display;

use super::ProjectId;

/// The projects of the school.
pub const LIST: &str = "/numerique/projets";
/// Where one is begun.
pub const NEW: &str = "/numerique/projets/nouveau";
/// The corbeille.
pub const TRASH: &str = "/numerique/projets/corbeille";

/// A project.
#[must_use]
pub fn one(id: ProjectId) -> String {
    format!("{LIST}/{id}")
}

/// Something below a project: `modifier`, `conditions`…
#[must_use]
pub fn below(id: ProjectId, what: impl Display) -> String {
    format!("{LIST}/{id}/{what}")
}

/// A step of a project.
#[must_use]
pub fn step(id: ProjectId, code: &str) -> String {
    format!("{LIST}/{id}/etapes/{code}")
}
