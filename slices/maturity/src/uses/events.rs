//! What the audit trail keeps of shared uses. Identifiers only.

use db::audit::AuditEvent;
use kernel::uuid::Uuid;

use super::{CommentId, UseId};

/// Something that somebody did.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// A use was shared.
    Shared(UseId),
    /// What it says changed.
    Changed(UseId),
    /// It was put in the corbeille.
    Deleted(UseId),
    /// It was taken out of it.
    Restored(UseId),
    /// Its time there was over: it was removed for good.
    Purged(UseId),
    /// Somebody said something of it.
    Commented(CommentId),
    /// Somebody took back what they said.
    CommentRemoved(CommentId),
}

impl AuditEvent for Event {
    fn action(&self) -> &'static str {
        match self {
            Self::Shared(_) => "maturity.use_shared",
            Self::Changed(_) => "maturity.use_changed",
            Self::Deleted(_) => "maturity.use_deleted",
            Self::Restored(_) => "maturity.use_restored",
            Self::Purged(_) => "maturity.use_purged",
            Self::Commented(_) => "maturity.use_commented",
            Self::CommentRemoved(_) => "maturity.use_comment_removed",
        }
    }

    fn object(&self) -> Option<(&'static str, Uuid)> {
        match *self {
            Self::Shared(id)
            | Self::Changed(id)
            | Self::Deleted(id)
            | Self::Restored(id)
            | Self::Purged(id) => Some(("digital_use", id.into())),
            Self::Commented(id) | Self::CommentRemoved(id) => {
                Some(("digital_use_comment", id.into()))
            }
        }
    }
}
