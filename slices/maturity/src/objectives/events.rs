//! What the audit trail keeps of SMART objectives. Identifiers only.

use db::audit::AuditEvent;
use kernel::uuid::Uuid;

use super::GoalId;

/// Something that somebody did.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// An objective was written.
    Written(GoalId),
    /// What it says changed.
    Changed(GoalId),
    /// A checkpoint was added.
    Checked(GoalId),
    /// A checkpoint was taken off.
    CheckpointRemoved(GoalId),
    /// It was said to be reached.
    Reached(GoalId),
    /// It was said not to be reached after all, or its observations changed.
    Resumed(GoalId),
    /// It was put in the corbeille.
    Deleted(GoalId),
    /// It was taken out of it.
    Restored(GoalId),
    /// Its time there was over: it was removed for good.
    Purged(GoalId),
    /// Somebody follows the objectives in their calendar from now on.
    FeedOpened,
    /// Their calendar does not receive them any more.
    FeedClosed,
}

impl AuditEvent for Event {
    fn action(&self) -> &'static str {
        match self {
            Self::Written(_) => "maturity.goal_written",
            Self::Changed(_) => "maturity.goal_changed",
            Self::Checked(_) => "maturity.goal_checked",
            Self::CheckpointRemoved(_) => "maturity.goal_checkpoint_removed",
            Self::Reached(_) => "maturity.goal_reached",
            Self::Resumed(_) => "maturity.goal_resumed",
            Self::Deleted(_) => "maturity.goal_deleted",
            Self::Restored(_) => "maturity.goal_restored",
            Self::Purged(_) => "maturity.goal_purged",
            Self::FeedOpened => "maturity.goal_feed_opened",
            Self::FeedClosed => "maturity.goal_feed_closed",
        }
    }

    fn object(&self) -> Option<(&'static str, Uuid)> {
        match *self {
            Self::Written(id)
            | Self::Changed(id)
            | Self::Checked(id)
            | Self::CheckpointRemoved(id)
            | Self::Reached(id)
            | Self::Resumed(id)
            | Self::Deleted(id)
            | Self::Restored(id)
            | Self::Purged(id) => Some(("goal", id.into())),
            Self::FeedOpened | Self::FeedClosed => None,
        }
    }
}
