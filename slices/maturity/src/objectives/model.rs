//! What an objective says, where it is, and when it is late. Pure.

use chrono::NaiveDate;
use kernel::{AccountId, words};
use serde::{Deserialize, Serialize};

kernel::typed_ids! {
    /// A SMART objective of the school.
    pub struct GoalId;
    /// A checkpoint of one (« point de situation »).
    pub struct CheckpointId;
}

words! {
    /// Where an objective is, in the words of the échéancier.
    State {
        /// Nothing was begun.
        NotStarted = "not_started", "Non engagé";
        /// It is pursued.
        InProgress = "in_progress", "En cours";
        /// What was to be done is done.
        Done = "done", "Achevé";
    }
}

/// What an objective is for: an item of an instrument, at a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// `numea`.
    pub instrument: String,
    /// `1.1.3`.
    pub item: String,
    /// « La charte numérique », as it was called when the objective was written.
    pub title: String,
    /// 1, 2 or 3.
    pub step: u8,
}

impl Target {
    /// The code of the statement that it is about: `1.1.3-2`.
    #[must_use]
    pub fn statement(&self) -> String {
        format!("{}-{}", self.item, self.step)
    }
}

/// Who pilots an objective.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pilot {
    /// Nobody yet.
    #[default]
    Nobody,
    /// A person of the school, who is told and may say where it is.
    Person(AccountId),
    /// Somebody else, by name.
    Named(String),
}

/// What an objective says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What it is for.
    pub target: Target,
    /// « Descriptif »: what will be done.
    pub title: String,
    /// « Mesurable ».
    pub measure: String,
    /// « Ambitieux et Atteignable ».
    pub ambition: String,
    /// « Réaliste ».
    pub means: String,
    /// « Temporel ».
    pub due_on: Option<NaiveDate>,
    /// Who pilots it.
    pub pilot: Pilot,
}

/// Whether an objective waits for longer than it was to.
#[must_use]
pub fn is_late(reached: bool, due_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    !reached && due_on.is_some_and(|due| due < today)
}

/// The place of an objective in the schedule: those that are late first, the
/// oldest first; then those to come, the next first; those without a day; then
/// those that are reached.
#[must_use]
pub fn order(reached: bool, due_on: Option<NaiveDate>, today: NaiveDate) -> (u8, NaiveDate) {
    let day = due_on.unwrap_or(NaiveDate::MAX);
    match (reached, due_on) {
        (true, _) => (3, day),
        (false, None) => (2, day),
        (false, Some(due)) if due < today => (0, day),
        (false, Some(_)) => (1, day),
    }
}

/// What stands in the schedule, as it is shown in one word.
#[must_use]
pub const fn standing(state: State, reached: bool, late: bool) -> Standing {
    match (reached, late, state) {
        (true, ..) => Standing::Reached,
        (_, true, _) => Standing::Late,
        (.., State::Done) => Standing::Done,
        (.., State::InProgress) => Standing::InProgress,
        (.., State::NotStarted) => Standing::NotStarted,
    }
}

/// An objective in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its day is past and it is not reached.
    Late,
    /// Nothing was begun.
    NotStarted,
    /// It is pursued.
    InProgress,
    /// What was to be done is done; nobody said yet whether it is reached.
    Done,
    /// It is reached.
    Reached,
}

impl Standing {
    /// The word, its icon and the kind of its chip.
    #[must_use]
    pub const fn chip(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Late => ("danger", "clock-alert", "En retard"),
            Self::NotStarted => ("", "circle-dashed", "Non engagé"),
            Self::InProgress => ("now", "footprints", "En cours"),
            Self::Done => ("ok", "check", "Achevé"),
            Self::Reached => ("ok", "circle-check", "Atteint"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 3, n).unwrap()
    }

    #[test]
    fn the_day_itself_is_no_delay_and_what_is_reached_is_never_late() {
        assert!(is_late(false, Some(day(1)), day(2)));
        assert!(!is_late(false, Some(day(2)), day(2)));
        assert!(!is_late(true, Some(day(1)), day(2)));
        assert!(!is_late(false, None, day(2)));
    }

    #[test]
    fn a_statement_is_named_by_its_item_and_its_step() {
        let target = Target {
            instrument: "numea".into(),
            item: "1.1.3".into(),
            title: "La charte numérique".into(),
            step: 2,
        };
        assert_eq!(target.statement(), "1.1.3-2");
    }

    proptest! {
        #[test]
        fn late_ones_come_first_and_reached_ones_last(
            these in proptest::collection::vec((any::<bool>(), proptest::option::of(1u32..28)), 0..12)
        ) {
            let today = day(14);
            let mut these: Vec<(bool, Option<NaiveDate>)> =
                these.into_iter().map(|(reached, due)| (reached, due.map(day))).collect();
            these.sort_by_key(|(reached, due)| order(*reached, *due, today));
            let late: Vec<bool> = these.iter().map(|(reached, due)| is_late(*reached, *due, today)).collect();
            prop_assert!(late.is_sorted_by_key(|late| !late));
            prop_assert!(these.is_sorted_by_key(|(reached, _)| *reached));
        }
    }
}
