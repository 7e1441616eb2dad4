//! What the audit trail keeps of entrusted missions. Identifiers only.

use db::audit::AuditEvent;
use kernel::uuid::Uuid;

use crate::model::AssignmentId;

/// Something that somebody of the team did.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// A mission was entrusted.
    Entrusted(AssignmentId),
    /// To whom, when or with which word was changed.
    Changed(AssignmentId),
    /// It is no longer to be done.
    Withdrawn(AssignmentId),
    /// It is to be done again.
    GivenBack(AssignmentId),
    /// What is asked of one learner was written.
    Adapted(AssignmentId),
    /// One learner is asked what all are asked again.
    AdaptationRemoved(AssignmentId),
}

impl AuditEvent for Event {
    fn action(&self) -> &'static str {
        match self {
            Self::Entrusted(_) => "learning.mission_entrusted",
            Self::Changed(_) => "learning.assignment_changed",
            Self::Withdrawn(_) => "learning.assignment_withdrawn",
            Self::GivenBack(_) => "learning.assignment_given_back",
            Self::Adapted(_) => "learning.assignment_adapted",
            Self::AdaptationRemoved(_) => "learning.adaptation_removed",
        }
    }

    fn object(&self) -> Option<(&'static str, Uuid)> {
        Some(match *self {
            Self::Entrusted(id)
            | Self::Changed(id)
            | Self::Withdrawn(id)
            | Self::GivenBack(id)
            | Self::Adapted(id)
            | Self::AdaptationRemoved(id) => ("assignment", id.into()),
        })
    }
}
