//! When a pilot is reminded of an objective. The rule is pure; the job notes
//! the day of each reminder in the transaction that tells of it, so that it may
//! run twice.

use chrono::{Duration, NaiveDate};

/// So many days before its day, an objective is reminded of once.
pub const AHEAD_DAYS: i64 = 14;
/// A late objective is reminded of again after so many days.
pub const AGAIN_DAYS: i64 = 14;

/// Why a pilot is reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reminder {
    /// Its day comes near.
    Soon,
    /// Its day is past.
    Late,
}

/// Whether an objective that is not reached is to be reminded of today, given
/// the last day on which it was.
#[must_use]
pub fn due(due_on: NaiveDate, last: Option<NaiveDate>, today: NaiveDate) -> Option<Reminder> {
    if today > due_on {
        let told = last.filter(|last| *last > due_on);
        let again = told.is_none_or(|last| today - last >= Duration::days(AGAIN_DAYS));
        return again.then_some(Reminder::Late);
    }
    let from = due_on - Duration::days(AHEAD_DAYS);
    let near = today >= from && last.is_none_or(|last| last < from);
    near.then_some(Reminder::Soon)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 3, 1).unwrap() + Duration::days(n)
    }

    #[test]
    fn once_before_then_every_two_weeks() {
        let mut last = None;
        let mut told = Vec::new();
        for n in 0..90 {
            if let Some(reminder) = due(day(30), last, day(n)) {
                told.push((n, reminder));
                last = Some(day(n));
            }
        }
        assert_eq!(
            told,
            [
                (16, Reminder::Soon),
                (31, Reminder::Late),
                (45, Reminder::Late),
                (59, Reminder::Late),
                (73, Reminder::Late),
                (87, Reminder::Late)
            ]
        );
    }

    proptest! {
        #[test]
        fn nobody_is_told_twice_on_one_day(due_on in 0i64..200, today in 0i64..200) {
            prop_assert_eq!(due(day(due_on), Some(day(today)), day(today)), None);
        }
    }
}
