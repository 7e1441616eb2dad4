//! What to do next: one thing now, a few afterwards. Pure, so that the page
//! never has to guess.

use curriculum::Curriculum;

use super::Work;
use super::map::{WorkMap, latest};
use crate::positioning::Viewpoint;
use crate::positioning::store::CurrentLevel;
use crate::report::{ReportId, State};

/// Something that a learner can do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Take up a report that the team sent back.
    Revise {
        /// The report.
        report: ReportId,
        /// Its title.
        title: String,
    },
    /// Finish a draft.
    Finish {
        /// The report.
        report: ReportId,
        /// Its title.
        title: String,
        /// Whether it was submitted before and reopened since.
        reopened: bool,
    },
    /// Say where one stands on a competence that has a proof.
    Position {
        /// Code of the competence.
        target: String,
        /// Its title.
        title: String,
    },
    /// Link reports and pieces to a competence.
    Link {
        /// How many.
        count: u64,
    },
    /// Write a report.
    Start {
        /// Whether it is the first one.
        first: bool,
    },
}

/// All that can be done, the most pressing first, never empty: what the team
/// waits for, then what is begun, then what is proven and not looked at, then
/// what hangs on nothing, then a new report.
#[must_use]
pub fn steps(works: &[Work], levels: &[CurrentLevel], curriculum: &Curriculum) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut reports: Vec<&Work> = works.iter().filter(|w| w.state.is_some()).collect();
    reports.sort_by_key(|work| work.at);
    let in_state = |state: State| {
        let reports = reports.iter().filter(move |work| work.state == Some(state));
        reports.filter_map(|work| Some((work.report_id()?, *work)))
    };
    // The one that has waited longest first.
    steps.extend(
        in_state(State::ToRevise).map(|(report, work)| Step::Revise {
            report,
            title: work.title.clone(),
        }),
    );
    // The one last worked on first.
    let mut drafts: Vec<_> = in_state(State::Draft).collect();
    drafts.reverse();
    steps.extend(drafts.into_iter().map(|(report, work)| Step::Finish {
        report,
        title: work.title.clone(),
        reopened: work.submitted,
    }));
    let map = WorkMap::new(works);
    let unseen = curriculum.competences().filter(|competence| {
        map.around(competence).iter().any(|work| work.is_proof())
            && latest(levels, &competence.code, Viewpoint::SelfView).is_none()
    });
    steps.extend(unseen.map(|competence| Step::Position {
        target: competence.code.clone(),
        title: competence.title.clone(),
    }));
    // A draft is linked while it is written: it is already in the list.
    let loose = works
        .iter()
        .filter(|w| w.is_loose() && w.is_proof())
        .count();
    if loose > 0 {
        steps.push(Step::Link {
            count: loose as u64,
        });
    }
    steps.push(Step::Start {
        first: reports.is_empty(),
    });
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::work::samples::{piece, report};
    use proptest::prelude::*;

    fn first(works: &[Work]) -> Step {
        steps(works, &[], &curriculum::shipped()[0]).remove(0)
    }

    #[test]
    fn a_new_learner_has_one_thing_to_do() {
        let steps = steps(&[], &[], &curriculum::shipped()[0]);
        assert_eq!(steps, [Step::Start { first: true }]);
    }

    #[test]
    fn what_the_team_waits_for_comes_before_what_is_begun() {
        let works = [
            report(3, State::Draft, &[]),
            report(2, State::ToRevise, &["C1.1"]),
            report(1, State::ToRevise, &[]),
        ];
        assert!(matches!(first(&works), Step::Revise { title, .. } if title == "Compte rendu 1"));
        assert!(matches!(first(&works[..1]), Step::Finish { .. }));
    }

    #[test]
    fn a_proof_without_a_self_level_asks_for_one() {
        let works = [piece(1, &["C3.2.1"])];
        assert!(matches!(first(&works), Step::Position { target, .. } if target == "C3.2"));
    }

    #[test]
    fn what_hangs_on_nothing_is_pointed_out_once() {
        let works = [piece(1, &[]), report(2, State::Validated, &[])];
        assert_eq!(first(&works), Step::Link { count: 2 });
    }

    proptest! {
        #[test]
        fn there_is_always_something_to_do_and_writing_comes_last(
            states in proptest::collection::vec(0_u8..4, 0..12)
        ) {
            let works: Vec<Work> = states.iter().enumerate().map(|(n, state)| {
                let state = [State::Draft, State::Submitted, State::ToRevise, State::Validated][usize::from(*state)];
                report(n as u128, state, if n % 2 == 0 { &["C1.1.1"] } else { &[] })
            }).collect();
            let steps = steps(&works, &[], &curriculum::shipped()[0]);
            let is_start = matches!(steps.last(), Some(Step::Start { .. }));
            prop_assert!(is_start);
            let waits = works.iter().any(|w| w.state == Some(State::ToRevise));
            prop_assert_eq!(waits, matches!(steps[0], Step::Revise { .. }));
        }
    }
}
