//! Chance that is the same each time.

use chrono::Duration;
use kernel::Timestamp;
use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};

/// What is drawn for a school or a class does not depend on the others: the
/// first thousand learners are the same in every instance.
pub struct Draw(StdRng);

impl Draw {
    /// The chance of the thing of that number.
    pub fn of(kind: u64, number: u32) -> Self {
        Self(StdRng::seed_from_u64((kind << 32) | u64::from(number)))
    }

    /// One of them.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.0.random_range(0..of.len())]
    }

    /// A number from `low` to `high`, both included.
    pub fn number(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high)
    }

    /// True so many times out of a hundred.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.0.random_ratio(percent, 100)
    }

    /// `low` to `high` sentences, one after the other.
    pub fn sentences(&mut self, of: &[String], low: usize, high: usize) -> String {
        let count = self.0.random_range(low..=high);
        let start = self.0.random_range(0..of.len());
        let picked: Vec<&str> = (0..count.min(of.len()))
            .map(|i| of[(start + i) % of.len()].as_str())
            .collect();
        picked.join(" ")
    }

    /// A moment of a working day, so many days before `now`, never after it.
    pub fn moment(&mut self, now: Timestamp, days_ago: i64) -> Timestamp {
        let of_day = Duration::milliseconds(self.0.random_range(0..8 * 3_600_000));
        (now - Duration::days(days_ago.max(0)) - of_day).min(now)
    }

    /// An identifier of that time.
    pub fn uuid(&mut self, at: Timestamp) -> uuid::Uuid {
        let mut random = [0; 10];
        self.0.fill_bytes(&mut random);
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}
