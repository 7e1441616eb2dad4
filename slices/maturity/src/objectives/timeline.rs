//! The schedule as a picture: the geometry only. Templates draw it with classes
//! and say the same in words.

use chrono::{Datelike, Days, Months, NaiveDate};

/// How wide the picture is, in units of its `viewBox`.
const WIDTH: i64 = 480;
/// At most so many months are drawn: beyond, nothing could be told apart.
const LONGEST: u32 = 24;
/// So many names of months fit.
const NAMES: usize = 7;

/// From the first day of a month to the last of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    start: NaiveDate,
    days: i64,
}

/// A month on the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// Where it begins.
    pub x: i64,
    /// « sept. »; empty where there is no room.
    pub name: &'static str,
}

const SHORT: [&str; 12] = [
    "janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
    "déc.",
];

impl Axis {
    /// The axis that shows these days, today among them.
    pub fn over(today: NaiveDate, days: impl IntoIterator<Item = NaiveDate>) -> Self {
        let (mut first, mut last) = (today, today);
        for day in days {
            first = first.min(day);
            last = last.max(day);
        }
        // What is far away is drawn at the edge.
        let half = Months::new(LONGEST / 2);
        first = first.max(today.checked_sub_months(half).unwrap_or(today));
        last = last.min(today.checked_add_months(half).unwrap_or(today));
        let start = first.with_day(1).unwrap_or(first);
        let after = last
            .with_day(1)
            .and_then(|day| day.checked_add_months(Months::new(1)));
        let end = after.unwrap_or(last);
        Self {
            start,
            days: (end - start).num_days().max(1),
        }
    }

    /// Where a day is; what is beyond is at the edge.
    #[must_use]
    pub fn x(&self, day: NaiveDate) -> i64 {
        let days = (day - self.start).num_days().clamp(0, self.days);
        (days * WIDTH + self.days / 2) / self.days
    }

    /// The months, each with its name where there is room.
    #[must_use]
    pub fn months(&self) -> Vec<Month> {
        let mut months = Vec::new();
        let end = self
            .start
            .checked_add_days(Days::new(self.days.unsigned_abs()));
        let mut day = Some(self.start);
        while let Some(start) = day.filter(|day| end.is_some_and(|end| *day < end)) {
            months.push((self.x(start), SHORT[start.month0() as usize % 12]));
            day = start.checked_add_months(Months::new(1));
        }
        let every = months.len().div_ceil(NAMES).max(1);
        months
            .into_iter()
            .enumerate()
            .map(|(place, (x, name))| Month {
                x,
                name: if place % every == 0 { name } else { "" },
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn the_axis_goes_from_the_first_of_a_month_to_the_end_of_another() {
        let axis = Axis::over(day(2027, 3, 9), [day(2026, 9, 20), day(2027, 6, 30)]);
        assert_eq!(axis.x(day(2026, 9, 1)), 0);
        assert_eq!(axis.x(day(2027, 7, 1)), WIDTH);
        let months = axis.months();
        assert_eq!(months.len(), 10);
        assert_eq!(
            (months[0].name, months[1].name, months[2].name),
            ("sept.", "", "nov.")
        );
    }

    #[test]
    fn a_day_in_ten_years_is_drawn_at_the_edge() {
        let axis = Axis::over(day(2027, 3, 9), [day(2037, 1, 1)]);
        assert_eq!(axis.x(day(2037, 1, 1)), WIDTH);
        assert!(axis.months().len() <= 25);
    }

    proptest! {
        #[test]
        fn later_is_never_further_left(a in 0i64..2_000, b in 0i64..2_000, today in 0i64..2_000) {
            let at = |n: i64| day(2025, 1, 1) + chrono::Duration::days(n);
            let axis = Axis::over(at(today), [at(a), at(b)]);
            prop_assert!((0..=WIDTH).contains(&axis.x(at(a))));
            prop_assert!(a > b || axis.x(at(a)) <= axis.x(at(b)));
            prop_assert!(axis.months().iter().all(|month| (0..=WIDTH).contains(&month.x)));
        }
    }
}
