//! A work: a report or a piece, as paths see it, without its texts.

use std::collections::BTreeSet;

use kernel::Timestamp;

use crate::positioning::EvidenceRef;
use crate::report::{ReportId, State};

/// A report or a piece of a learner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Which one.
    pub source: EvidenceRef,
    /// Its title.
    pub title: String,
    /// The state of a report; none for a piece.
    pub state: Option<State>,
    /// Whether a draft is shown to the team.
    pub shared: bool,
    /// When a report was last submitted, or saved when it never was; when a
    /// piece was added.
    pub at: Timestamp,
    /// Whether a report was ever submitted.
    pub submitted: bool,
    /// The report that a piece is attached to.
    pub report: Option<ReportId>,
    /// What it is linked to: codes of competences, detailed ones, savoirs.
    pub codes: BTreeSet<String>,
}

impl Work {
    /// Its report's identifier, when it is a report.
    #[must_use]
    pub fn report_id(&self) -> Option<ReportId> {
        match self.source {
            EvidenceRef::Report(id) => Some(id),
            EvidenceRef::Piece(_) => None,
        }
    }

    /// Whether it is a report that was never handed in.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.state == Some(State::Draft) && !self.submitted
    }

    /// Whether it proves something: a piece does, a draft does not yet.
    #[must_use]
    pub fn is_proof(&self) -> bool {
        !self.is_draft()
    }

    /// Whether nothing says which competence it is about. A piece of a report
    /// goes with its report.
    #[must_use]
    pub fn is_loose(&self) -> bool {
        self.codes.is_empty() && self.report.is_none()
    }
}

/// How many reports and pieces there are, as a page says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Reports.
    pub reports: u64,
    /// Pieces.
    pub pieces: u64,
}

impl Counts {
    /// The counts of some works.
    pub fn of<'a>(works: impl IntoIterator<Item = &'a Work>) -> Self {
        works.into_iter().fold(Self::default(), |mut counts, work| {
            match work.source {
                EvidenceRef::Report(_) => counts.reports += 1,
                EvidenceRef::Piece(_) => counts.pieces += 1,
            }
            counts
        })
    }

    /// « 2 comptes rendus et 1 pièce »; none when there is nothing.
    #[must_use]
    pub fn label(self) -> Option<String> {
        let reports = (self.reports > 0)
            .then(|| kernel::count(self.reports, "compte rendu", "comptes rendus"));
        let pieces = (self.pieces > 0).then(|| kernel::count(self.pieces, "pièce", "pièces"));
        let parts: Vec<String> = reports.into_iter().chain(pieces).collect();
        (!parts.is_empty()).then(|| kernel::french_list(&parts))
    }
}

#[cfg(test)]
pub(crate) mod samples {
    use super::*;
    use kernel::uuid::Uuid;

    /// A report of that number in that state, linked to `codes`.
    pub(crate) fn report(n: u128, state: State, codes: &[&str]) -> Work {
        Work {
            source: EvidenceRef::Report(ReportId(Uuid::from_u128(n))),
            title: format!("Compte rendu {n}"),
            state: Some(state),
            shared: false,
            at: Timestamp::from_timestamp_micros(i64::try_from(n).unwrap()).unwrap(),
            submitted: state != State::Draft,
            report: None,
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
        }
    }

    /// A piece that hangs on no report.
    pub(crate) fn piece(n: u128, codes: &[&str]) -> Work {
        Work {
            source: EvidenceRef::Piece(crate::evidence::EvidenceId(Uuid::from_u128(n))),
            state: None,
            ..report(n, State::Submitted, codes)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::samples::{piece, report};
    use super::*;

    #[test]
    fn counts_are_said_in_french() {
        assert_eq!(Counts::default().label(), None);
        let works = [
            report(1, State::Submitted, &[]),
            piece(2, &[]),
            piece(3, &[]),
        ];
        assert_eq!(
            Counts::of(&works).label().as_deref(),
            Some("1\u{a0}compte rendu et 2\u{a0}pièces")
        );
    }

    #[test]
    fn a_draft_proves_nothing_and_a_reopened_report_still_does() {
        let draft = report(1, State::Draft, &["C1.1"]);
        assert!(!draft.is_proof());
        let reopened = Work {
            submitted: true,
            ..draft
        };
        assert!(reopened.is_proof());
    }

    #[test]
    fn a_piece_of_a_report_is_never_loose() {
        let mut work = piece(1, &[]);
        assert!(work.is_loose());
        work.report = Some(ReportId(kernel::uuid::Uuid::nil()));
        assert!(!work.is_loose());
    }
}
