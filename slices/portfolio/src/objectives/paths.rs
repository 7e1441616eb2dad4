//! The addresses of objectives: one place, so that no page writes one by hand.

use std::fmt::Display;

use kernel::AccountId;

use super::ObjectiveId;
use crate::interviews::InterviewId;

/// Where a learner writes an objective of their own.
pub const NEW_OWN: &str = "/dossier/objectifs/nouveau";

/// An objective.
#[must_use]
pub fn objective(id: ObjectiveId) -> String {
    format!("/objectifs/{id}")
}

/// Something below an objective: `modifier`, `suivi`…
#[must_use]
pub fn below(id: ObjectiveId, what: impl Display) -> String {
    format!("/objectifs/{id}/{what}")
}

/// Where an objective is written with a learner.
#[must_use]
pub fn new(learner: AccountId) -> String {
    format!("/personnes/{learner}/objectifs/nouveau")
}

/// The same, from an interview.
#[must_use]
pub fn new_from(learner: AccountId, interview: InterviewId) -> String {
    format!("{}?entretien={interview}", new(learner))
}
