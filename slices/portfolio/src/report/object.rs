//! A report as the object of its learner's addresses.

use db::DbError;
use kernel::SchoolId;
use web::{Actor, App, Does, Protected};

use super::ReportId;
use super::store::{self, reports};
use crate::policy::{OwnAction, decide_own};

/// A report of one's own, with all its texts; deleted ones too, so that they
/// can be restored.
#[derive(Clone, Debug)]
pub struct Report {
    /// The report.
    pub row: reports::Model,
}

impl Protected for Report {
    const PARAM: &'static str = "report";
    type Id = ReportId;
    type Action = OwnAction;

    async fn find(app: &App, actor: &Actor, id: ReportId) -> Result<Option<Self>, DbError> {
        let row = store::find(app.db.reader(), actor.school, id).await?;
        Ok(row.map(|row| Self { row }))
    }

    fn allows(&self, actor: &Actor, action: OwnAction) -> bool {
        decide_own(actor.roles, action, self.row.learner_id == actor.account)
    }

    async fn school_of(app: &App, id: ReportId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}

/// Reads a report of one's own.
#[derive(Clone, Copy, Debug)]
pub struct Reads;
impl Does<Report> for Reads {
    const ACTION: OwnAction = OwnAction::Read;
}

/// Changes a report of one's own.
#[derive(Clone, Copy, Debug)]
pub struct Writes;
impl Does<Report> for Writes {
    const ACTION: OwnAction = OwnAction::Write;
}
