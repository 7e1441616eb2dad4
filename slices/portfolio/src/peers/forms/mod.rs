//! The forms of the readings between peers: raw strings into commands.

mod prepare;
mod reading;
mod spread;

use serde::Deserialize;

pub use prepare::{PrepareForm, last_day};
pub use reading::{ReadingForm, UNSURE, criterion_field};
pub use spread::{SpreadForm, spread_field};

/// The day until which a round is opened again.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReopenForm {
    /// The version that was shown.
    pub version: i32,
    /// The last day.
    pub cloture: String,
}

/// The version that was shown, for what needs nothing else.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct VersionForm {
    /// That version.
    pub version: i32,
}

/// A remark to hide or to show again.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct HideForm {
    /// The reading.
    pub relecture: String,
    /// The code of the remark.
    pub remarque: String,
    /// `oui` to hide it, `non` to show it again.
    pub masquer: String,
}
