//! The pages of entrusted missions, each with its template beside it.

pub mod adapt;
pub mod change;
pub mod entrust;
pub mod follow;
pub mod list;
pub mod mine;
pub mod mission;
pub mod terms;

use super::model::{Progress, Standing};

/// A state in one or two words: the kind, the icon and the text of a chip.
#[derive(Clone, Copy, Debug)]
pub struct Chip {
    /// `""`, `ok`, `warn`, `danger` or `now`.
    pub kind: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// What is written.
    pub text: &'static str,
}

/// The state of a mission for its learner.
#[must_use]
pub const fn chip(standing: Standing) -> Chip {
    let (kind, icon, text) = match standing.progress {
        None => ("", "flag", "À faire"),
        Some(Progress::Begun) => ("now", "pencil", "Commencée"),
        Some(Progress::HandedIn) => ("", "send", "Rendue"),
        Some(Progress::ToRevise) => ("warn", "undo-2", "À reprendre"),
        Some(Progress::Validated) => ("ok", "circle-check", "Validée"),
    };
    Chip { kind, icon, text }
}
