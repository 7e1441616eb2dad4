//! What the mission that a report is about is told, in the transaction of what
//! happens to the report.

use db::{DbError, Tx};
use kernel::Clock;
use learning::api::{Progress, ReportOn, begin_report, drop_report, note_report};

use super::NewReport;
use crate::report::store::reports;
use crate::report::{ReportId, State};

/// How far the learner has come with the mission.
const fn progress(state: State) -> Progress {
    match state {
        State::Draft => Progress::Begun,
        State::Submitted => Progress::HandedIn,
        State::ToRevise => Progress::ToRevise,
        State::Validated => Progress::Validated,
    }
}

fn on(row: &reports::Model) -> Option<ReportOn> {
    Some(ReportOn {
        school: row.school_id,
        assignment: row.assignment_id?,
        learner: row.learner_id,
        report: row.id.into(),
    })
}

/// Takes the place of the learner’s report on the mission for `id`, or says
/// which report has it.
///
/// # Errors
/// When the place cannot be asked for.
pub async fn claim(
    tx: &Tx,
    clock: &Clock,
    new: &NewReport,
    id: ReportId,
) -> Result<Option<ReportId>, DbError> {
    let Some(assignment) = new.assignment else {
        return Ok(None);
    };
    let on = ReportOn {
        school: new.school,
        assignment,
        learner: new.learner,
        report: id.into(),
    };
    let holder: ReportId = begin_report(tx, clock, on, Progress::Begun).await?.into();
    Ok((holder != id).then_some(holder))
}

/// The report has come to `state`.
///
/// # Errors
/// When it cannot be noted.
pub async fn note(
    tx: &Tx,
    clock: &Clock,
    row: &reports::Model,
    state: State,
) -> Result<(), DbError> {
    match on(row) {
        Some(on) => note_report(tx, clock, on, progress(state)).await,
        None => Ok(()),
    }
}

/// The report is gone to the corbeille, or back from it. Where another one was
/// begun meanwhile, that one stays the one on the mission.
///
/// # Errors
/// When it cannot be noted.
pub async fn set_deleted(
    tx: &Tx,
    clock: &Clock,
    row: &reports::Model,
    deleted: bool,
) -> Result<(), DbError> {
    match on(row) {
        None => Ok(()),
        Some(on) if deleted => drop_report(tx, on).await,
        Some(on) => begin_report(tx, clock, on, progress(row.state))
            .await
            .map(|_| ()),
    }
}
