//! Level scales as data. Where no official text gives levels, the scale is ours and is shown
//! as « échelle Jalon ».

use serde::{Deserialize, Serialize};

/// The file `data/curricula/scales.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scales {
    /// The scales, the default one of a professional competence first.
    pub scales: Vec<Scale>,
}

/// Named levels, from the lowest to the highest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Stable code: `jalon-4`.
    pub code: String,
    /// Title.
    pub title: String,
    /// Where it comes from, shown beside it: « échelle Jalon », or the official text.
    pub origin: String,
    /// Whether an official text gives it.
    pub official: bool,
    /// The levels, numbered from 1.
    pub levels: Vec<ScaleLevel>,
}

/// A level of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleLevel {
    /// From 1; « not positioned » is no level.
    pub number: u8,
    /// « Réalise avec aide ».
    pub name: String,
    /// What one sees of a person at that level.
    pub description: String,
}

impl Scale {
    /// The level of that number.
    #[must_use]
    pub fn level(&self, number: u8) -> Option<&ScaleLevel> {
        self.levels.iter().find(|level| level.number == number)
    }
}
