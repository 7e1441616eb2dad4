//! The addresses of SMART objectives: one place, so that no page writes one by
//! hand.

use std::fmt::Display;

use super::GoalId;

/// The schedule (« échéancier »).
pub const LIST: &str = "/numerique/objectifs";
/// Where one is written.
pub const NEW: &str = "/numerique/objectifs/nouveau";
/// The corbeille.
pub const TRASH: &str = "/numerique/objectifs/corbeille";
/// Where one follows them in a calendar.
pub const FEED: &str = "/numerique/objectifs/agenda";

/// An objective.
#[must_use]
pub fn one(id: GoalId) -> String {
    format!("{LIST}/{id}")
}

/// Something below an objective: `modifier`, `points`…
#[must_use]
pub fn below(id: GoalId, what: impl Display) -> String {
    format!("{LIST}/{id}/{what}")
}

/// Where an objective is written for an item at a step: one click away from
/// wherever the item is shown.
#[must_use]
pub fn new_for(item: &str, step: impl Display) -> String {
    format!("{NEW}?item={item}&etape={step}")
}

/// What a calendar reads.
#[must_use]
pub fn calendar(token: &str) -> String {
    format!("/numerique/agenda/{token}/objectifs.ics")
}
