//! The addresses of the slice: one place, so that no page writes one by hand.

use std::fmt::Display;

use kernel::AccountId;
use people::api::ClassId;

use crate::digital::pix::PixImportId;
use crate::evidence::EvidenceId;
use crate::feedback::FeedbackId;
use crate::positioning::PositioningId;
use crate::report::ReportId;

/// « Mon parcours ».
pub const DOSSIER: &str = "/dossier";
/// The learner's list.
pub const REPORTS: &str = "/dossier/comptes-rendus";
/// A new report.
pub const NEW_REPORT: &str = "/dossier/comptes-rendus/nouveau";
/// The corbeille of reports.
pub const TRASH: &str = "/dossier/comptes-rendus/corbeille";
/// « Mon dossier en PDF ».
pub const EXPORT: &str = "/dossier/export";
/// The PDF itself.
pub const EXPORT_FILE: &str = "/dossier/export.pdf";
/// « Mes pièces ».
pub const PIECES: &str = "/dossier/pieces";
/// Where a learner positions themself.
pub const POSITION_SELF: &str = "/dossier/positionnements";
/// The paths that a guardian follows.
pub const WARDS: &str = "/parcours";
/// « Mes compétences numériques ».
pub const DIGITAL: &str = "/dossier/numerique";
/// « Mes compétences transversales ».
pub const TRANSVERSAL: &str = "/dossier/transversales";
/// « File de lecture ».
pub const QUEUE: &str = "/lecture";

/// A report, for its learner.
#[must_use]
pub fn report(id: ReportId) -> String {
    format!("{REPORTS}/{id}")
}

/// Something below a report: `soumettre`, `versions`…
#[must_use]
pub fn below_report(id: ReportId, what: impl Display) -> String {
    format!("{REPORTS}/{id}/{what}")
}

/// A kept version of a report.
#[must_use]
pub fn version(id: ReportId, number: i32) -> String {
    below_report(id, format_args!("versions/{number}"))
}

/// A kept version beside the text in place.
#[must_use]
pub fn compare(id: ReportId, number: i32) -> String {
    below_report(id, format_args!("versions/{number}/comparer"))
}

/// The text in place, to correct with a kept version beside it.
#[must_use]
pub fn write_beside(id: ReportId, number: i32) -> String {
    format!("{}?avec={number}", report(id))
}

/// The page of a piece of one’s own.
#[must_use]
pub fn own_piece(id: EvidenceId) -> String {
    format!("{PIECES}/{id}")
}

/// Where a picture of one’s own is retouched.
#[must_use]
pub fn retouch(id: EvidenceId) -> String {
    format!("{PIECES}/{id}/retouche")
}

/// The picture as it would become.
#[must_use]
pub fn retouched(id: EvidenceId) -> String {
    format!("{PIECES}/{id}/retouche/image")
}

/// A piece.
#[must_use]
pub fn piece(id: EvidenceId) -> String {
    format!("/pieces/{id}")
}

/// Something below a piece: `vignette`, `retirer`…
#[must_use]
pub fn below_piece(id: EvidenceId, what: impl Display) -> String {
    format!("/pieces/{id}/{what}")
}

/// A report, for its readers.
#[must_use]
pub fn reading(id: ReportId) -> String {
    format!("{QUEUE}/{id}")
}

/// Opening a report to read it, which is noted.
#[must_use]
pub fn open_reading(id: ReportId) -> String {
    format!("{QUEUE}/{id}/ouvrir")
}

/// Answering a report.
#[must_use]
pub fn respond(id: ReportId) -> String {
    format!("{QUEUE}/{id}/retour")
}

/// Answering and sending back.
#[must_use]
pub fn ask_revision(id: ReportId) -> String {
    format!("{QUEUE}/{id}/a-reprendre")
}

/// Answering and validating.
#[must_use]
pub fn validate(id: ReportId) -> String {
    format!("{QUEUE}/{id}/valider")
}

/// Answering a feedback.
#[must_use]
pub fn reply(id: FeedbackId) -> String {
    format!("/retours/{id}/repondre")
}

/// The path of a learner, for the team.
#[must_use]
pub fn learner_path(learner: AccountId) -> String {
    format!("/personnes/{learner}/parcours")
}

/// One competence of a learner, for the team.
#[must_use]
pub fn learner_target(learner: AccountId, code: &str) -> String {
    format!("/personnes/{learner}/positionnements/{code}")
}

/// Where the team positions a learner.
#[must_use]
pub fn position_learner(learner: AccountId) -> String {
    format!("/personnes/{learner}/positionnements")
}

/// One competence of one’s own.
#[must_use]
pub fn own_target(code: &str) -> String {
    format!("{POSITION_SELF}/{code}")
}

/// Where a level of the history is written again.
#[must_use]
pub fn restore(id: PositioningId) -> String {
    format!("/positionnements/{id}/retablir")
}

/// The digital competences of a learner, for the team.
#[must_use]
pub fn learner_digital(learner: AccountId) -> String {
    format!("/personnes/{learner}/numerique")
}

/// The transversal competences of a learner, for the team.
#[must_use]
pub fn learner_transversal(learner: AccountId) -> String {
    format!("/personnes/{learner}/transversales")
}

/// Where a class is.
#[must_use]
pub fn class_overview(class: ClassId) -> String {
    format!("/classes/{class}/apercu")
}

/// The results of Pix of a class.
#[must_use]
pub fn class_pix(class: ClassId) -> String {
    format!("/classes/{class}/pix")
}

/// An import of results of Pix.
#[must_use]
pub fn pix_import(id: PixImportId) -> String {
    format!("/pix/{id}")
}
