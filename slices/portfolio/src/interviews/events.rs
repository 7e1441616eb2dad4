//! What the audit trail keeps of interviews. Identifiers only; autosaves are
//! not in it.

use db::audit::AuditEvent;
use kernel::uuid::Uuid;

use super::InterviewId;

/// Something that somebody did.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// An interview was planned.
    Planned(InterviewId),
    /// Its day, hour, place or person changed.
    Moved(InterviewId),
    /// It will not take place.
    Cancelled(InterviewId),
    /// It took place.
    Held(InterviewId),
    /// Its report was signed by the member of the team.
    SignedByTeam(InterviewId),
    /// … and by the learner.
    SignedByLearner(InterviewId),
    /// The signature of the team was taken back.
    Reopened(InterviewId),
    /// Something was added below its report.
    Completed(InterviewId),
    /// It was put in the corbeille.
    Deleted(InterviewId),
    /// It was taken out of it.
    Restored(InterviewId),
    /// Its time there was over: it was removed for good.
    Purged(InterviewId),
}

impl AuditEvent for Event {
    fn action(&self) -> &'static str {
        match self {
            Self::Planned(_) => "portfolio.interview_planned",
            Self::Moved(_) => "portfolio.interview_moved",
            Self::Cancelled(_) => "portfolio.interview_cancelled",
            Self::Held(_) => "portfolio.interview_held",
            Self::SignedByTeam(_) => "portfolio.interview_signed_by_team",
            Self::SignedByLearner(_) => "portfolio.interview_signed_by_learner",
            Self::Reopened(_) => "portfolio.interview_reopened",
            Self::Completed(_) => "portfolio.interview_completed",
            Self::Deleted(_) => "portfolio.interview_deleted",
            Self::Restored(_) => "portfolio.interview_restored",
            Self::Purged(_) => "portfolio.interview_purged",
        }
    }

    fn object(&self) -> Option<(&'static str, Uuid)> {
        let (Self::Planned(id)
        | Self::Moved(id)
        | Self::Cancelled(id)
        | Self::Held(id)
        | Self::SignedByTeam(id)
        | Self::SignedByLearner(id)
        | Self::Reopened(id)
        | Self::Completed(id)
        | Self::Deleted(id)
        | Self::Restored(id)
        | Self::Purged(id)) = *self;
        Some(("interview", id.into()))
    }
}
