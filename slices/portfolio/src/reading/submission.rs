//! A report as its readers get it: the object behind `/lecture/{report}`.

use curriculum::CurriculumId;
use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use learning::api::AssignmentId;
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, QuerySelect};
use web::{Actor, App, Does, Protected};

use crate::policy::{ReadingAction, ReadingFacts, decide_reading};
use crate::positioning::store::Course;
use crate::progress::cards::{Chip, Reader, report_chip};
use crate::report::store as reports;
use crate::report::store::reports::{Column, Entity};
use crate::report::{ReportId, State};

/// A report without its long texts, with what ties the reader to it.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The report.
    pub row: Row,
    /// Whose it is, in their curriculum.
    pub course: Course,
    facts: ReadingFacts,
}

/// What of a report is loaded.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Row {
    /// The report.
    pub id: ReportId,
    /// Its learner.
    pub learner_id: AccountId,
    /// The curriculum that it was written in.
    pub curriculum_id: CurriculumId,
    /// Its state.
    pub state: State,
    /// Whether its draft is shown to the team.
    pub shared: bool,
    /// When it was last submitted.
    pub submitted_at: Option<Timestamp>,
    /// When the team first read that version.
    pub read_at: Option<Timestamp>,
    /// The mission that it is about.
    pub assignment_id: Option<AssignmentId>,
}

impl Protected for Submission {
    const PARAM: &'static str = "report";
    type Id = ReportId;
    type Action = ReadingAction;

    async fn find(app: &App, actor: &Actor, id: ReportId) -> Result<Option<Self>, DbError> {
        let row: Option<Row> = Entity::find_by_id(id)
            .select_only()
            .columns([
                Column::Id,
                Column::LearnerId,
                Column::CurriculumId,
                Column::State,
                Column::Shared,
                Column::SubmittedAt,
                Column::ReadAt,
                Column::AssignmentId,
            ])
            .filter(Column::SchoolId.eq(actor.school))
            .filter(Column::DeletedAt.is_null())
            .into_model()
            .one(app.db.reader())
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let team =
            people::api::is_team_of(&app.db, actor.school, actor.account, row.learner_id).await?;
        Ok(Some(Self {
            course: Course {
                school: actor.school,
                learner: row.learner_id,
                curriculum: row.curriculum_id,
            },
            facts: ReadingFacts {
                team: team.is_some(),
                submitted: row.submitted_at.is_some(),
                shared: row.state == State::Draft && row.shared,
            },
            row,
        }))
    }

    fn allows(&self, actor: &Actor, action: ReadingAction) -> bool {
        decide_reading(actor.roles, action, self.facts)
    }

    async fn school_of(app: &App, id: ReportId) -> Result<Option<SchoolId>, DbError> {
        reports::school_of(app.db.reader(), id).await
    }
}

impl Submission {
    /// Whether the reader is given the draft itself: it is shared, and was
    /// never submitted.
    #[must_use]
    pub fn is_shared_draft(&self) -> bool {
        self.facts.shared && !self.facts.submitted
    }

    /// Its state as its readers are told it: see [`crate::progress::cards::chip`].
    #[must_use]
    pub fn chip(&self) -> Chip {
        report_chip(self.row.state, self.facts.submitted, Reader::Team)
    }
}

/// Reads a report.
#[derive(Clone, Copy, Debug)]
pub struct Reads;
impl Does<Submission> for Reads {
    const ACTION: ReadingAction = ReadingAction::Read;
}

/// Answers a report: feedback, levels, decision.
#[derive(Clone, Copy, Debug)]
pub struct Answers;
impl Does<Submission> for Answers {
    const ACTION: ReadingAction = ReadingAction::Answer;
}
