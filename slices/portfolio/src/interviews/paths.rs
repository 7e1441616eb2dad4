//! The addresses of interviews: one place, so that no page writes one by hand.

use std::fmt::Display;

use kernel::AccountId;
use people::api::ClassId;

use super::InterviewId;

/// « Mes entretiens », for a learner.
pub const MINE: &str = "/dossier/entretiens";
/// « À relancer », for the team.
pub const REMINDERS: &str = "/relances";
/// The corbeille of the team.
pub const TRASH: &str = "/relances/corbeille";

/// An interview.
#[must_use]
pub fn interview(id: InterviewId) -> String {
    format!("/entretiens/{id}")
}

/// Something below an interview: `preparer`, `compte-rendu`…
#[must_use]
pub fn below(id: InterviewId, what: impl Display) -> String {
    format!("/entretiens/{id}/{what}")
}

/// Where the report is written.
#[must_use]
pub fn write(id: InterviewId) -> String {
    below(id, "compte-rendu")
}

/// A kept version beside the text in place.
#[must_use]
pub fn version(id: InterviewId, number: i32) -> String {
    below(id, format_args!("versions/{number}"))
}

/// The interviews and objectives of a learner, for the team.
#[must_use]
pub fn of_learner(learner: AccountId) -> String {
    format!("/personnes/{learner}/entretiens")
}

/// Where an interview with a learner is planned.
#[must_use]
pub fn plan(learner: AccountId) -> String {
    format!("/personnes/{learner}/entretiens/nouveau")
}

/// The interviews of a class.
#[must_use]
pub fn of_class(class: ClassId) -> String {
    format!("/classes/{class}/entretiens")
}
