//! What the audit trail keeps of the exchange.

use db::audit::AuditEvent;
use kernel::uuid::Uuid;

use super::ArrivalId;
use crate::model::SituationId;

/// Something that came or went.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// A situation was written into a file.
    Exported(SituationId),
    /// A file was sent, to be looked at first.
    Arrived(ArrivalId),
    /// What it holds was created.
    Imported(SituationId),
    /// It was given up, or waited too long.
    Abandoned(ArrivalId),
}

impl AuditEvent for Event {
    fn action(&self) -> &'static str {
        match self {
            Self::Exported(_) => "learning.situation_exported",
            Self::Arrived(_) => "learning.situation_arrived",
            Self::Imported(_) => "learning.situation_imported",
            Self::Abandoned(_) => "learning.situation_abandoned",
        }
    }

    fn object(&self) -> Option<(&'static str, Uuid)> {
        Some(match *self {
            Self::Exported(id) | Self::Imported(id) => ("situation", id.into()),
            Self::Arrived(id) | Self::Abandoned(id) => ("situation_arrival", id.into()),
        })
    }
}
