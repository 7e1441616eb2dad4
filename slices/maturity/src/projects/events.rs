//! What the audit trail keeps of digital projects. Identifiers only.

use db::audit::AuditEvent;
use kernel::uuid::Uuid;

use super::ProjectId;

/// Something that somebody did.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// A project was begun.
    Begun(ProjectId),
    /// What it says, or its team, changed.
    Changed(ProjectId),
    /// A step of it was written.
    StepWritten(ProjectId),
    /// Conditions of success were ticked or not any more.
    ConditionsTicked(ProjectId),
    /// What it is tied to changed.
    Linked(ProjectId),
    /// It was put in the corbeille.
    Deleted(ProjectId),
    /// It was taken out of it.
    Restored(ProjectId),
    /// Its time there was over: it was removed for good.
    Purged(ProjectId),
}

impl AuditEvent for Event {
    fn action(&self) -> &'static str {
        match self {
            Self::Begun(_) => "maturity.project_begun",
            Self::Changed(_) => "maturity.project_changed",
            Self::StepWritten(_) => "maturity.project_step_written",
            Self::ConditionsTicked(_) => "maturity.project_conditions_ticked",
            Self::Linked(_) => "maturity.project_linked",
            Self::Deleted(_) => "maturity.project_deleted",
            Self::Restored(_) => "maturity.project_restored",
            Self::Purged(_) => "maturity.project_purged",
        }
    }

    fn object(&self) -> Option<(&'static str, Uuid)> {
        let (Self::Begun(id)
        | Self::Changed(id)
        | Self::StepWritten(id)
        | Self::ConditionsTicked(id)
        | Self::Linked(id)
        | Self::Deleted(id)
        | Self::Restored(id)
        | Self::Purged(id)) = *self;
        Some(("digital_project", id.into()))
    }
}
