//! What a project and its steps say, and how far it is. Pure.

use chrono::NaiveDate;
use kernel::AccountId;
use serde::{Deserialize, Serialize};

use super::shipped::Step;

kernel::typed_ids! {
    /// A digital project.
    pub struct ProjectId;
}

/// What a project says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What it is called.
    pub title: String,
    /// What it is for: « un objectif pédagogique affirmé et partagé ».
    pub aim: String,
    /// Who pilots it, a person of the school.
    pub pilot: AccountId,
    /// Who is of the team, with the pilot or without.
    pub members: Vec<AccountId>,
}

/// What a step says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepContent {
    /// When it takes, or took, place.
    pub on: Option<NaiveDate>,
    /// Who was there; may be empty.
    pub participants: String,
    /// What came out of it; may be empty.
    pub outcome: String,
}

impl StepContent {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.on.is_none() && self.participants.trim().is_empty() && self.outcome.trim().is_empty()
    }
}

/// Where a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is said.
    ToDo,
    /// Its day is to come, or its outcome is still to write.
    Begun,
    /// Its outcome is written.
    Done,
}

/// Where a step is: done once its outcome is written.
#[must_use]
pub fn progress(said: Option<&StepContent>) -> Progress {
    match said {
        Some(said) if !said.outcome.trim().is_empty() => Progress::Done,
        Some(said) if !said.is_empty() => Progress::Begun,
        _ => Progress::ToDo,
    }
}

/// The step to look at next: the first that is not done.
pub fn next<'a>(
    steps: impl IntoIterator<Item = &'a Step>,
    progress: impl Fn(&str) -> Progress,
) -> Option<&'a Step> {
    steps
        .into_iter()
        .find(|step| progress(&step.code) != Progress::Done)
}

/// What a form of ticks changes: what was ticked when it was shown and is not
/// any more is taken off, what was not and is now is added; what somebody else
/// ticked meanwhile stays.
#[must_use]
pub fn changed(seen: &[String], ticked: &[String]) -> (Vec<String>, Vec<String>) {
    let without = |these: &[String], those: &[String]| {
        let mut left: Vec<String> = these
            .iter()
            .filter(|one| !those.contains(one))
            .cloned()
            .collect();
        left.sort();
        left.dedup();
        left
    };
    (without(ticked, seen), without(seen, ticked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projects::shipped::shipped;
    use proptest::prelude::*;

    #[test]
    fn a_step_is_done_once_its_outcome_is_written() {
        let mut said = StepContent::default();
        assert_eq!(progress(None), Progress::ToDo);
        assert_eq!(progress(Some(&said)), Progress::ToDo);
        said.on = NaiveDate::from_ymd_opt(2027, 3, 9);
        assert_eq!(progress(Some(&said)), Progress::Begun);
        said.outcome = "Trois idées".into();
        assert_eq!(progress(Some(&said)), Progress::Done);
    }

    #[test]
    fn the_next_step_is_the_first_that_is_not_done() {
        let done = |code: &str| match code {
            "formaliser" | "inspirer" => Progress::Done,
            _ => Progress::ToDo,
        };
        let next = next(shipped().steps(), done).map(|step| step.code.as_str());
        assert_eq!(next, Some("viser"));
    }

    proptest! {
        #[test]
        fn what_another_ticked_meanwhile_stays(
            seen in proptest::collection::vec("[a-e]", 0..5),
            ticked in proptest::collection::vec("[a-e]", 0..5),
        ) {
            let (added, removed) = changed(&seen, &ticked);
            prop_assert!(added.iter().all(|one| ticked.contains(one) && !seen.contains(one)));
            prop_assert!(removed.iter().all(|one| seen.contains(one) && !ticked.contains(one)));
            // « z » was ticked by somebody else: it is in neither.
            prop_assert!(!added.contains(&"z".to_owned()) && !removed.contains(&"z".to_owned()));
        }
    }
}
