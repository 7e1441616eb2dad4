//! The addresses of entrusted missions: one place, so that no page writes one
//! by hand.

use std::fmt::Display;

use kernel::AccountId;
use kernel::uuid::Uuid;
use people::api::ClassId;

use crate::model::{AssignmentId, MissionId, SituationId};

/// « Mes missions ».
pub const MINE: &str = "/missions";

/// A mission, for the learner to whom it is entrusted.
#[must_use]
pub fn mission(id: AssignmentId) -> String {
    format!("{MINE}/{id}")
}

/// Something below an entrusted mission: `suivi`, `modifier`…
#[must_use]
pub fn below(id: AssignmentId, what: impl Display) -> String {
    format!("{MINE}/{id}/{what}")
}

/// Where the team sees who is where.
#[must_use]
pub fn follow(id: AssignmentId) -> String {
    below(id, "suivi")
}

/// What is asked of one learner alone.
#[must_use]
pub fn adapt(id: AssignmentId, learner: AccountId) -> String {
    below(id, format_args!("adaptations/{learner}"))
}

/// Where a mission of a situation is entrusted.
#[must_use]
pub fn entrust(situation: SituationId, mission: MissionId) -> String {
    format!("/situations/{situation}/missions/{mission}/confier")
}

/// The missions entrusted to a class.
#[must_use]
pub fn of_class(class: ClassId) -> String {
    format!("/classes/{class}/missions")
}

/// A class.
#[must_use]
pub fn class(class: ClassId) -> String {
    format!("/classes/{class}")
}

/// Where the learner writes; the page belongs to a slice that comes after.
#[must_use]
pub fn report(report: Uuid) -> String {
    format!("/dossier/comptes-rendus/{report}")
}

/// Where the learner begins to write on a mission.
#[must_use]
pub fn new_report(id: AssignmentId) -> String {
    format!("/dossier/comptes-rendus/nouveau?mission={id}")
}

/// Where the team reads.
#[must_use]
pub fn reading(report: Uuid) -> String {
    format!("/lecture/{report}")
}
