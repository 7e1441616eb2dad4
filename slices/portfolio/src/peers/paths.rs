//! The addresses of the readings between peers.

use std::fmt::Display;

use people::api::ClassId;

use super::model::{ReadingId, RoundId};

/// The rounds of the classes that one teaches.
pub const ROUNDS: &str = "/relectures";
/// A learner’s own: what they read, what was written for them.
pub const MINE: &str = "/dossier/relectures";

/// A new round in a class.
#[must_use]
pub fn prepare(class: ClassId) -> String {
    format!("/classes/{class}/relectures/nouvelle")
}

/// A round, for the team.
#[must_use]
pub fn round(id: RoundId) -> String {
    format!("{ROUNDS}/{id}")
}

/// Something below a round: `repartition`, `ouvrir`…
#[must_use]
pub fn below(id: RoundId, what: impl Display) -> String {
    format!("{ROUNDS}/{id}/{what}")
}

/// A production to read, for its reader.
#[must_use]
pub fn reading(id: ReadingId) -> String {
    format!("{MINE}/{id}")
}

/// What was written for its author in a round.
#[must_use]
pub fn received(id: RoundId) -> String {
    format!("{MINE}/recues/{id}")
}
