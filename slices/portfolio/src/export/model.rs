//! What an export is, and how far it is.

use db::jobs::{JobState, JobStatus};
use serde::{Deserialize, Serialize};

use crate::report::ReportId;

kernel::typed_ids! {
    /// One PDF of one dossier, asked for, being made or made.
    pub struct ExportId;
}

/// Days that a PDF is kept: long enough to fetch it, short enough that no
/// outdated copy of a dossier lies around.
pub const KEPT_DAYS: i64 = 30;

/// What the learner wants in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Whether reports that were never submitted go in too.
    pub drafts: bool,
    /// Whether the pieces that hang on no report go in.
    pub loose: bool,
    /// The submitted reports that go in; none: all of them.
    pub reports: Option<Vec<ReportId>>,
}

impl Default for Choice {
    /// All that was handed in, no draft.
    fn default() -> Self {
        Self {
            drafts: false,
            loose: true,
            reports: None,
        }
    }
}

impl Choice {
    /// Whether a report goes in: `submitted` when it was handed in once.
    #[must_use]
    pub fn takes(&self, report: ReportId, submitted: bool) -> bool {
        match &self.reports {
            _ if !submitted => self.drafts,
            None => true,
            Some(chosen) => chosen.contains(&report),
        }
    }
}

/// How far an export is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It waits for its turn.
    Waiting,
    /// It is being made: percent done.
    Running(u8),
    /// It can be fetched.
    Ready,
    /// It could not be made: why, and what to do.
    Failed(String),
}

/// The program died at it every time, and could not say so itself.
const DIED: &str = "La préparation de votre dossier s’est arrêtée plusieurs fois avant la fin. Vos textes et vos pièces sont intacts. Réessayez\u{202f}; si cela se reproduit, prévenez la personne qui administre Jalon.";

impl Stage {
    /// How far an export is: what its row says, then what became of its job.
    #[must_use]
    pub fn of(made: bool, failure: Option<&str>, job: Option<&JobStatus>) -> Self {
        match (failure, job) {
            _ if made => Self::Ready,
            (Some(sentence), _) => Self::Failed(sentence.to_owned()),
            (None, Some(job)) => match job.state {
                JobState::Waiting => Self::Waiting,
                JobState::Running => Self::Running(job.progress.min(99)),
                // Its end is being written at this moment.
                JobState::Done => Self::Running(99),
                JobState::Failed => Self::Failed(DIED.to_owned()),
            },
            (None, None) => Self::Failed(DIED.to_owned()),
        }
    }

    /// Whether it is still on its way.
    #[must_use]
    pub const fn is_under_way(&self) -> bool {
        matches!(self, Self::Waiting | Self::Running(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::uuid::Uuid;

    fn job(state: JobState, progress: u8) -> JobStatus {
        JobStatus {
            state,
            progress,
            message: None,
        }
    }

    #[test]
    fn drafts_go_in_only_when_they_are_asked_for() {
        let (one, other) = (ReportId(Uuid::from_u128(1)), ReportId(Uuid::from_u128(2)));
        let mut choice = Choice::default();
        assert!(choice.takes(one, true) && !choice.takes(one, false));
        choice.reports = Some(vec![one]);
        choice.drafts = true;
        assert!(choice.takes(one, true) && !choice.takes(other, true));
        assert!(choice.takes(other, false), "the list is of submitted ones");
    }

    #[test]
    fn a_job_that_died_or_was_forgotten_is_a_failure_with_a_way_out() {
        for job in [Some(job(JobState::Failed, 40)), None] {
            let Stage::Failed(sentence) = Stage::of(false, None, job.as_ref()) else {
                panic!("{job:?}");
            };
            assert!(sentence.contains("Réessayez"));
        }
        assert_eq!(Stage::of(true, None, None), Stage::Ready);
    }

    #[test]
    fn it_is_never_said_to_be_complete_before_it_can_be_fetched() {
        let almost = job(JobState::Running, 100);
        assert_eq!(Stage::of(false, None, Some(&almost)), Stage::Running(99));
    }
}
