//! What becomes of a learner at the end of a school year.

use std::fmt;
use std::str::FromStr;

/// What becomes of a learner when their class ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String")]
pub enum Fate {
    /// Goes on in another class.
    Passes,
    /// Does the year again.
    Repeats,
    /// Leaves: diploma, other school, job.
    Leaves,
}

impl Fate {
    /// All of them, in the order in which screens list them.
    pub const ALL: [Self; 3] = [Self::Leaves, Self::Repeats, Self::Passes];

    /// The name in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Passes => "passe",
            Self::Repeats => "redouble",
            Self::Leaves => "quitte",
        }
    }
}

/// The text names no fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Choisissez ce que devient chaque personne.")]
pub struct UnknownFate;

impl FromStr for Fate {
    type Err = UnknownFate;
    fn from_str(code: &str) -> Result<Self, UnknownFate> {
        Self::ALL
            .into_iter()
            .find(|fate| fate.code() == code)
            .ok_or(UnknownFate)
    }
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
