//! The school year: from 1 August to 31 July, named by its two years.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

/// « 2026-2027 », stored as 2026.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sea_orm::DeriveValueType)]
pub struct SchoolYear(i16);

/// The text is no school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Une année scolaire s’écrit 2026-2027.")]
pub struct InvalidSchoolYear;

impl SchoolYear {
    /// The school year that begins in August of `first`.
    ///
    /// # Errors
    /// [`InvalidSchoolYear`] outside 1990 to 2200.
    pub fn starting(first: i16) -> Result<Self, InvalidSchoolYear> {
        if (1990..=2200).contains(&first) {
            Ok(Self(first))
        } else {
            Err(InvalidSchoolYear)
        }
    }

    /// The school year of a day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        let year = if day.month() >= 8 {
            day.year()
        } else {
            day.year() - 1
        };
        Self(i16::try_from(year).unwrap_or(i16::MAX))
    }

    /// The calendar year in which it begins.
    #[must_use]
    pub const fn first(self) -> i16 {
        self.0
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.0, i32::from(self.0) + 1)
    }
}

impl FromStr for SchoolYear {
    type Err = InvalidSchoolYear;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (first, second) = text.trim().split_once('-').ok_or(InvalidSchoolYear)?;
        let first: i16 = first.trim().parse().map_err(|_| InvalidSchoolYear)?;
        let second: i16 = second.trim().parse().map_err(|_| InvalidSchoolYear)?;
        if first.checked_add(1) == Some(second) {
            Self::starting(first)
        } else {
            Err(InvalidSchoolYear)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_changes_on_the_first_of_august() {
        let day = |m, d| NaiveDate::from_ymd_opt(2027, m, d).unwrap();
        assert_eq!(SchoolYear::of(day(7, 31)).to_string(), "2026-2027");
        assert_eq!(SchoolYear::of(day(8, 1)).to_string(), "2027-2028");
    }

    #[test]
    fn only_two_years_in_a_row_are_a_school_year() {
        assert_eq!(
            "2026-2027".parse::<SchoolYear>().map(SchoolYear::first),
            Ok(2026)
        );
        for text in ["2026", "2026-2028", "26-27", "2027-2026", "32767-1", ""] {
            assert!(text.parse::<SchoolYear>().is_err(), "{text}");
        }
    }
}
