//! The addresses of the slice: one place, so that no page writes one by hand.

use std::fmt::Display;

use crate::model::{CommentId, DocumentId, MissionId, OrganisationId, SheetId, SituationId};

/// The library.
pub const LIBRARY: &str = "/situations";
/// A new situation.
pub const NEW: &str = "/situations/nouvelle";
/// The corbeille of situations.
pub const TRASH: &str = "/situations/corbeille";
/// Taking up the examples of the guide.
pub const EXAMPLES: &str = "/situations/exemples";
/// The organisations.
pub const ORGANISATIONS: &str = "/situations/organisations";
/// A new organisation.
pub const NEW_ORGANISATION: &str = "/situations/organisations/nouvelle";

/// A situation.
#[must_use]
pub fn situation(id: SituationId) -> String {
    format!("{LIBRARY}/{id}")
}

/// Something below a situation: `modifier`, `historique`…
#[must_use]
pub fn below(id: SituationId, what: impl Display) -> String {
    format!("{LIBRARY}/{id}/{what}")
}

/// Something below a mission: `modifier`, `monter`…
#[must_use]
pub fn below_mission(situation: SituationId, id: MissionId, what: impl Display) -> String {
    format!("{LIBRARY}/{situation}/missions/{id}/{what}")
}

/// A mission on the page of its situation.
#[must_use]
pub fn mission(situation: SituationId, id: MissionId) -> String {
    format!("{LIBRARY}/{situation}#mission-{id}")
}

/// An organisation.
#[must_use]
pub fn organisation(id: OrganisationId) -> String {
    format!("{ORGANISATIONS}/{id}")
}

/// Something below an organisation.
#[must_use]
pub fn below_organisation(id: OrganisationId, what: impl Display) -> String {
    format!("{ORGANISATIONS}/{id}/{what}")
}

/// The versions of a sheet.
#[must_use]
pub fn versions(sheet: SheetId) -> String {
    format!("/situations/fiches/{sheet}/versions")
}

/// A version of a sheet beside the text in place.
#[must_use]
pub fn version(sheet: SheetId, number: i32) -> String {
    format!("/situations/fiches/{sheet}/versions/{number}")
}

/// A document.
#[must_use]
pub fn document(id: DocumentId) -> String {
    format!("/situations/documents/{id}")
}

/// Something below a document: `retirer`, `restaurer`.
#[must_use]
pub fn below_document(id: DocumentId, what: impl Display) -> String {
    format!("/situations/documents/{id}/{what}")
}

/// Removing a comment.
#[must_use]
pub fn remove_comment(id: CommentId) -> String {
    format!("/situations/commentaires/{id}/retirer")
}
