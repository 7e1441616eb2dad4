//! What the audit trail keeps of objectives. Identifiers only.

use db::audit::AuditEvent;
use kernel::uuid::Uuid;

use super::ObjectiveId;

/// Something that somebody did.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// An objective was written.
    Written(ObjectiveId),
    /// What it says changed.
    Changed(ObjectiveId),
    /// It went to another state.
    Moved(ObjectiveId),
    /// Something was said of it.
    Followed(ObjectiveId),
    /// It was put in the corbeille.
    Deleted(ObjectiveId),
    /// It was taken out of it.
    Restored(ObjectiveId),
    /// Its time there was over: it was removed for good.
    Purged(ObjectiveId),
}

impl AuditEvent for Event {
    fn action(&self) -> &'static str {
        match self {
            Self::Written(_) => "portfolio.objective_written",
            Self::Changed(_) => "portfolio.objective_changed",
            Self::Moved(_) => "portfolio.objective_moved",
            Self::Followed(_) => "portfolio.objective_followed",
            Self::Deleted(_) => "portfolio.objective_deleted",
            Self::Restored(_) => "portfolio.objective_restored",
            Self::Purged(_) => "portfolio.objective_purged",
        }
    }

    fn object(&self) -> Option<(&'static str, Uuid)> {
        let (Self::Written(id)
        | Self::Changed(id)
        | Self::Moved(id)
        | Self::Followed(id)
        | Self::Deleted(id)
        | Self::Restored(id)
        | Self::Purged(id)) = *self;
        Some(("objective", id.into()))
    }
}
