//! The level of a competence on a scale.

use std::fmt;
use std::str::FromStr;

/// A level from 1 to 8: professional scales have four, the CRCN eight. Zero,
/// « not positioned », is the absence of a level, never a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sea_orm::DeriveValueType)]
pub struct Level(i16);

/// The number is no level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Un niveau est un nombre de 1 à 8.")]
pub struct InvalidLevel;

impl Level {
    /// A level, if `number` is between 1 and 8.
    ///
    /// # Errors
    /// [`InvalidLevel`] otherwise.
    pub fn new(number: i16) -> Result<Self, InvalidLevel> {
        if (1..=8).contains(&number) {
            Ok(Self(number))
        } else {
            Err(InvalidLevel)
        }
    }

    /// The number, 1 to 8.
    #[must_use]
    pub const fn number(self) -> i16 {
        self.0
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Level {
    type Err = InvalidLevel;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.trim()
            .parse()
            .map_err(|_| InvalidLevel)
            .and_then(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_to_eight_are_levels() {
        assert_eq!("3".parse::<Level>().map(Level::number), Ok(3));
        for text in ["0", "9", "-1", "2,5", "", "trois"] {
            assert_eq!(text.parse::<Level>(), Err(InvalidLevel));
        }
    }
}
