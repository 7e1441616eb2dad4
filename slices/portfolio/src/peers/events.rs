//! What the audit trail keeps of the readings between peers: who opened,
//! closed, handed over, hid what. Never a word of what was written.

use db::audit::AuditEvent;
use kernel::uuid::Uuid;

use super::model::{ReadingId, RoundId};

/// Something that somebody did.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// A round was prepared.
    Prepared(RoundId),
    /// Who reads whom changed.
    Spread(RoundId),
    /// It was opened.
    Opened(RoundId),
    /// It was closed before its date.
    Closed(RoundId),
    /// It was opened again.
    Reopened(RoundId),
    /// What was written was handed to the authors.
    Released(RoundId),
    /// A reader handed in a reading.
    HandedIn(ReadingId),
    /// The team hid a remark of a reading.
    RemarkHidden(ReadingId),
    /// The team showed it again.
    RemarkShown(ReadingId),
}

impl AuditEvent for Event {
    fn action(&self) -> &'static str {
        match self {
            Self::Prepared(_) => "portfolio.peers_prepared",
            Self::Spread(_) => "portfolio.peers_spread",
            Self::Opened(_) => "portfolio.peers_opened",
            Self::Closed(_) => "portfolio.peers_closed",
            Self::Reopened(_) => "portfolio.peers_reopened",
            Self::Released(_) => "portfolio.peers_released",
            Self::HandedIn(_) => "portfolio.peer_reading_handed_in",
            Self::RemarkHidden(_) => "portfolio.peer_remark_hidden",
            Self::RemarkShown(_) => "portfolio.peer_remark_shown",
        }
    }

    fn object(&self) -> Option<(&'static str, Uuid)> {
        Some(match *self {
            Self::Prepared(id)
            | Self::Spread(id)
            | Self::Opened(id)
            | Self::Closed(id)
            | Self::Reopened(id)
            | Self::Released(id) => ("peer_round", id.into()),
            Self::HandedIn(id) | Self::RemarkHidden(id) | Self::RemarkShown(id) => {
                ("peer_reading", id.into())
            }
        })
    }
}
