//! Dates as people in France write them. Stored in UTC, shown in Paris.

use chrono::{DateTime, Datelike, NaiveDate, Timelike};
use chrono_tz::Europe::Paris;
use chrono_tz::Tz;

use crate::Timestamp;

/// No form accepts a day before this one: a typing error is more likely.
pub const EARLIEST_DATE: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// A span of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub start: NaiveDate,
    /// Last day, never before the first.
    pub end: NaiveDate,
}

impl std::fmt::Display for Period {
    /// « le 2 mars 2027 », « du 2 au 5 mars 2027 », « du 28 février au 2 mars 2027 ».
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (start, end) = (self.start, self.end);
        if start == end {
            write!(f, "le {}", date_long(start))
        } else if (start.year(), start.month()) == (end.year(), end.month()) {
            write!(f, "du {} au {}", day_of_month(start), date_long(end))
        } else if start.year() == end.year() {
            write!(
                f,
                "du {} {} au {}",
                day_of_month(start),
                month(start),
                date_long(end)
            )
        } else {
            write!(f, "du {} au {}", date_long(start), date_long(end))
        }
    }
}

fn month(day: NaiveDate) -> &'static str {
    MONTHS[day.month0() as usize % 12]
}

fn day_of_month(day: NaiveDate) -> String {
    match day.day() {
        1 => "1er".to_owned(),
        n => n.to_string(),
    }
}

/// The instant in Paris.
#[must_use]
pub fn to_local(at: Timestamp) -> DateTime<Tz> {
    at.with_timezone(&Paris)
}

/// The day in Paris.
#[must_use]
pub fn local_date(at: Timestamp) -> NaiveDate {
    to_local(at).date_naive()
}

/// « 9 mars 2027 ».
#[must_use]
pub fn date_long(day: NaiveDate) -> String {
    format!("{} {} {}", day_of_month(day), month(day), day.year())
}

/// « 9 mars »: where the year is plain.
#[must_use]
pub fn date_short(day: NaiveDate) -> String {
    format!("{} {}", day_of_month(day), month(day))
}

/// « 17 h 42 », in Paris.
#[must_use]
pub fn time_short(at: Timestamp) -> String {
    let local = to_local(at);
    format!("{}\u{a0}h\u{a0}{:02}", local.hour(), local.minute())
}

/// « 9 mars 2027 à 17 h 42 », in Paris.
#[must_use]
pub fn date_time(at: Timestamp) -> String {
    format!("{} à {}", date_long(local_date(at)), time_short(at))
}

/// Days from the first instant's day to the second's, in Paris; negative when
/// the second comes before.
#[must_use]
pub fn days_between(from: Timestamp, to: Timestamp) -> i64 {
    (local_date(to) - local_date(from)).num_days()
}

/// A day from a form: « 2027-03-09 » (what browsers send) or « 9/3/2027 »
/// (what people type where the browser has no date field).
#[must_use]
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y"))
        .ok()
        .filter(|day| *day >= EARLIEST_DATE && day.year() <= 2200)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn periods_read_as_french() {
        let period = |start, end| Period { start, end }.to_string();
        assert_eq!(
            period(day(2027, 3, 2), day(2027, 3, 5)),
            "du 2 au 5 mars 2027"
        );
        assert_eq!(period(day(2027, 3, 1), day(2027, 3, 1)), "le 1er mars 2027");
        assert_eq!(
            period(day(2027, 2, 28), day(2027, 3, 2)),
            "du 28 février au 2 mars 2027"
        );
        assert_eq!(
            period(day(2026, 12, 30), day(2027, 1, 2)),
            "du 30 décembre 2026 au 2 janvier 2027"
        );
    }

    #[test]
    fn an_evening_in_utc_is_the_next_day_in_paris() {
        let at = DateTime::parse_from_rfc3339("2027-07-14T22:30:00Z")
            .unwrap()
            .to_utc();
        assert_eq!(date_time(at), "15 juillet 2027 à 0\u{a0}h\u{a0}30");
    }

    #[test]
    fn both_ways_of_typing_a_date_are_read() {
        assert_eq!(parse_date("2027-03-09"), Some(day(2027, 3, 9)));
        assert_eq!(parse_date(" 9/3/2027 "), Some(day(2027, 3, 9)));
        for text in ["", "hier", "31/02/2027", "0027-03-09", "9/3/27"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
