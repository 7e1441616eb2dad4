//! When digests leave. Pure.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use kernel::{Timestamp, local_date, to_local};

/// How often somebody wants a digest of what is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String")]
pub enum Digest {
    /// Never.
    Never,
    /// Every day at 18 h in Paris: after the lessons.
    Daily,
    /// On Monday at 7 h in Paris: before the first lesson of the week.
    Weekly,
}

impl Digest {
    /// All, in the order in which a page offers them.
    pub const ALL: [Self; 3] = [Self::Never, Self::Daily, Self::Weekly];

    /// As a page offers it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Never => "Jamais",
            Self::Daily => "Chaque jour",
            Self::Weekly => "Chaque semaine",
        }
    }

    /// As forms and the database write it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }

    /// The last moment, at `now` or before, at which this digest leaves.
    /// Nothing for [`Digest::Never`].
    #[must_use]
    pub fn last_moment(self, now: Timestamp) -> Option<Timestamp> {
        let today = local_date(now);
        let (day, hour, period) = match self {
            Self::Never => return None,
            Self::Daily => (today, 18, 1),
            Self::Weekly => {
                let since_monday = u64::from(today.weekday().num_days_from_monday());
                (today.checked_sub_days(Days::new(since_monday))?, 7, 7)
            }
        };
        let moment = in_paris(day, hour)?;
        if moment <= now {
            return Some(moment);
        }
        in_paris(day.checked_sub_days(Days::new(period))?, hour)
    }
}

fn in_paris(day: NaiveDate, hour: u32) -> Option<Timestamp> {
    let zone = to_local(day.and_hms_opt(12, 0, 0)?.and_utc()).timezone();
    day.and_hms_opt(hour, 0, 0)?
        .and_local_timezone(zone)
        .earliest()
        .map(|local| local.to_utc())
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Digest {
    type Err = sea_orm::sea_query::ValueTypeErr;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|digest| digest.code() == code)
            .ok_or(sea_orm::sea_query::ValueTypeErr)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn digests_leave_at_the_same_hour_in_winter_and_in_summer() {
        for (digest, now, moment) in [
            // Tuesday noon, winter time.
            (
                Digest::Daily,
                "2027-03-09T11:00:00Z",
                "2027-03-08T17:00:00Z",
            ),
            (
                Digest::Daily,
                "2027-03-09T17:00:00Z",
                "2027-03-09T17:00:00Z",
            ),
            (
                Digest::Weekly,
                "2027-03-09T11:00:00Z",
                "2027-03-08T06:00:00Z",
            ),
            (
                Digest::Weekly,
                "2027-03-08T05:59:59Z",
                "2027-03-01T06:00:00Z",
            ),
            // Summer time since Sunday 28 March.
            (
                Digest::Weekly,
                "2027-03-29T05:00:00Z",
                "2027-03-29T05:00:00Z",
            ),
            (
                Digest::Daily,
                "2027-03-28T16:30:00Z",
                "2027-03-28T16:00:00Z",
            ),
            // Already Monday in Paris.
            (
                Digest::Weekly,
                "2027-03-07T23:30:00Z",
                "2027-03-01T06:00:00Z",
            ),
        ] {
            assert_eq!(
                digest.last_moment(at(now)),
                Some(at(moment)),
                "{digest} {now}"
            );
        }
        assert_eq!(Digest::Never.last_moment(at("2027-03-09T11:00:00Z")), None);
    }

    proptest! {
        #[test]
        fn the_last_moment_is_never_far(seconds in 0_i64..4_000_000_000) {
            let now = Timestamp::from_timestamp(seconds, 0).unwrap();
            for (digest, hours) in [(Digest::Daily, 25), (Digest::Weekly, 7 * 24 + 1)] {
                let ago = now - digest.last_moment(now).unwrap();
                prop_assert!(ago >= chrono::Duration::zero() && ago < chrono::Duration::hours(hours));
            }
        }
    }
}
