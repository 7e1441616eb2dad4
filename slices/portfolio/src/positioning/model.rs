//! Points of view, and what a positioning rests on.

use std::fmt;
use std::str::FromStr;

use kernel::uuid::Uuid;
use kernel::{AccountId, Timestamp};

use crate::evidence::EvidenceId;
use crate::report::ReportId;

kernel::typed_ids! {
    /// One positioning, dated and signed; never changed once written.
    pub struct PositioningId;
}

/// Who looks. Four points of view, shown side by side, never averaged
/// (teaching guide, § 3.3.2: the learner's own, their peers', the tutor's, the team's).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String")]
pub enum Viewpoint {
    /// The team.
    Team,
    /// The learner about themself.
    SelfView,
    /// The tutor in the host organisation.
    Tutor,
    /// Another learner.
    Peer,
}

impl Viewpoint {
    /// All of them, in the order in which they stand on a path.
    pub const ALL: [Self; 4] = [Self::Team, Self::SelfView, Self::Tutor, Self::Peer];

    /// The name in the database, and the end of the class of its marker.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::SelfView => "self",
            Self::Tutor => "tutor",
            Self::Peer => "peer",
        }
    }

    /// The letter on its marker.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Team => "É",
            Self::SelfView => "A",
            Self::Tutor => "T",
            Self::Peer => "P",
        }
    }

    /// The French name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Team => "Équipe pédagogique",
            Self::SelfView => "Auto-positionnement",
            Self::Tutor => "Tuteur ou tutrice",
            Self::Peer => "Pairs",
        }
    }

    /// What tells apart the current rows of one point of view: each peer keeps
    /// their own, the others have one.
    #[must_use]
    pub fn author_key(self, author: AccountId) -> Uuid {
        match self {
            Self::Peer => author.into(),
            Self::Team | Self::SelfView | Self::Tutor => Uuid::nil(),
        }
    }
}

impl fmt::Display for Viewpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Viewpoint {
    type Err = sea_orm::sea_query::ValueTypeErr;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|viewpoint| viewpoint.code() == code)
            .ok_or(sea_orm::sea_query::ValueTypeErr)
    }
}

// SeaORM asks every part of a primary key for this; a word never comes from a counter.
impl sea_orm::TryFromU64 for Viewpoint {
    fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
        Err(sea_orm::DbErr::ConvertFromU64("Viewpoint"))
    }
}

/// What a positioning rests on: a report or a piece. In a form, « r » or « p »
/// and the identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EvidenceRef {
    /// A report.
    Report(ReportId),
    /// A piece.
    Piece(EvidenceId),
}

impl fmt::Display for EvidenceRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Report(id) => write!(f, "r{id}"),
            Self::Piece(id) => write!(f, "p{id}"),
        }
    }
}

impl FromStr for EvidenceRef {
    type Err = kernel::ParseIdError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(id) = text.strip_prefix('r') {
            id.parse().map(Self::Report)
        } else if let Some(id) = text.strip_prefix('p') {
            id.parse().map(Self::Piece)
        } else {
            Err(kernel::ParseIdError)
        }
    }
}

/// The date of a new positioning: now, but always after the one that it
/// replaces, so that a clock that was put back never hides the latest.
#[must_use]
pub fn date_after(now: Timestamp, replaced: Option<Timestamp>) -> Timestamp {
    match replaced {
        Some(before) if now <= before => before + chrono::Duration::microseconds(1),
        _ => now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_of_view_are_found_again_by_their_code() {
        for viewpoint in Viewpoint::ALL {
            assert_eq!(viewpoint.code().parse().ok(), Some(viewpoint));
        }
        assert!("teacher".parse::<Viewpoint>().is_err());
    }

    #[test]
    fn only_peers_keep_one_current_row_each() {
        let author = AccountId(Uuid::from_u128(7));
        for viewpoint in Viewpoint::ALL {
            let alone = viewpoint.author_key(author) == Uuid::nil();
            assert_eq!(alone, viewpoint != Viewpoint::Peer);
        }
    }

    #[test]
    fn what_a_positioning_rests_on_is_read_back() {
        let report = EvidenceRef::Report(ReportId(Uuid::from_u128(1)));
        let piece = EvidenceRef::Piece(EvidenceId(Uuid::from_u128(1)));
        for reference in [report, piece] {
            assert_eq!(reference.to_string().parse(), Ok(reference));
        }
        for text in ["", "x", "r", "r12", "éa"] {
            assert!(text.parse::<EvidenceRef>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_clock_put_back_does_not_hide_the_latest() {
        let before = Timestamp::from_timestamp_micros(1_000).unwrap();
        let back = Timestamp::from_timestamp_micros(400).unwrap();
        assert!(date_after(back, Some(before)) > before);
        assert_eq!(date_after(before, None), before);
    }
}
