//! The works of a learner as somebody sees them. Others than the learner see
//! what was submitted, as it was submitted, and the drafts that are shared.

use std::collections::HashMap;

use db::{Db, DbError};
use kernel::{AccountId, SchoolId};

use super::cards::Reader;
use super::{Work, store};
use crate::positioning::EvidenceRef;
use crate::report::store::{SubmittedSummary, submitted_summaries};
use crate::report::{ReportId, State};

/// The works of a learner for that reader.
///
/// # Errors
/// When the database does not answer.
pub async fn works(
    db: &Db,
    school: SchoolId,
    learner: AccountId,
    reader: Reader,
) -> Result<Vec<Work>, DbError> {
    let works = store::works(db.reader(), school, learner).await?;
    if reader == Reader::Learner {
        return Ok(works);
    }
    let changing: Vec<ReportId> = works
        .iter()
        .filter(|work| is_changing(work))
        .filter_map(Work::report_id)
        .collect();
    let submitted = submitted_summaries(db.reader(), school, &changing).await?;
    Ok(for_others(works, &submitted, reader))
}

/// Whether the learner can be writing in a report that was submitted before:
/// its current title and links are then theirs alone.
fn is_changing(work: &Work) -> bool {
    work.submitted && matches!(work.state, Some(State::Draft | State::ToRevise))
}

/// What others than the learner see of the works.
fn for_others(
    works: Vec<Work>,
    submitted: &HashMap<ReportId, SubmittedSummary>,
    reader: Reader,
) -> Vec<Work> {
    let mut seen: Vec<Work> = works
        .into_iter()
        .filter(|work| !work.is_draft() || (work.shared && reader == Reader::Team))
        .filter_map(|mut work| {
            let report = work.report_id().filter(|_| is_changing(&work));
            if let Some(report) = report {
                let summary = submitted.get(&report)?;
                work.title.clone_from(&summary.title);
                work.codes = summary.targets.iter().cloned().collect();
            }
            Some(work)
        })
        .collect();
    // A piece of a report that is not for the team is not either.
    let reports: Vec<ReportId> = seen.iter().filter_map(Work::report_id).collect();
    seen.retain(|work| match (work.source, work.report) {
        (EvidenceRef::Piece(_), Some(report)) => reports.contains(&report),
        _ => true,
    });
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::work::samples::{piece, report};

    #[test]
    fn a_draft_and_its_pieces_stay_with_the_learner_until_they_share_it() {
        let draft = report(1, State::Draft, &["C1.1"]);
        let mut attached = piece(2, &["C1.1"]);
        attached.report = draft.report_id();
        let works = vec![draft.clone(), attached.clone()];
        assert_eq!(for_others(works, &HashMap::new(), Reader::Team), []);
        let shared = Work {
            shared: true,
            ..draft
        };
        let works = vec![shared.clone(), attached.clone()];
        let seen = for_others(works.clone(), &HashMap::new(), Reader::Onlooker);
        assert_eq!(seen, []);
        assert_eq!(
            for_others(works, &HashMap::new(), Reader::Team),
            [shared, attached]
        );
    }

    #[test]
    fn what_is_being_rewritten_is_seen_as_it_was_submitted() {
        let mut work = report(1, State::ToRevise, &["C3.3"]);
        work.title = "Titre en cours".into();
        let summary = SubmittedSummary {
            title: "Titre soumis".into(),
            targets: vec!["C1.1".into()],
        };
        let submitted = HashMap::from([(work.report_id().unwrap(), summary)]);
        let seen = for_others(vec![work], &submitted, Reader::Onlooker);
        assert_eq!(seen[0].title, "Titre soumis");
        assert!(seen[0].codes.contains("C1.1") && !seen[0].codes.contains("C3.3"));
    }
}
