//! Reports and positionings that lie in the past, written by the thousand:
//! what a synthetic instance (`jalon demo --learners`) is made of. The rows are
//! those that the commands would have left, without their audit events and
//! notifications.

use db::{DbError, Tx};
use kernel::uuid::Uuid;
use kernel::{AccountId, Timestamp};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};

use crate::evidence::store::evidence;
use crate::feedback::model::{Decision, Said};
use crate::feedback::store::feedback;
use crate::positioning::commands::NewPositioning;
use crate::positioning::store::{Course, current, positioning_evidence, positionings};
use crate::positioning::{EvidenceRef, PositioningId};
use crate::report::store::{reports, targets, versions};
use crate::report::{Content, Reason, ReportId, State, VersionId};

/// A report with all that happened to it.
#[derive(Clone, Debug)]
pub struct PastReport {
    /// Whose, in which curriculum.
    pub course: Course,
    /// What it says, without its pieces.
    pub content: Content,
    /// Links attached to it: address and title.
    pub links: Vec<(String, String)>,
    /// When it was begun.
    pub begun: Timestamp,
    /// When it was handed in; none for a draft.
    pub submitted: Option<Timestamp>,
    /// When the team first read it.
    pub read: Option<Timestamp>,
    /// What the team answered; the report was read then at the latest.
    pub answer: Option<PastAnswer>,
}

/// A feedback with its decision.
#[derive(Clone, Debug)]
pub struct PastAnswer {
    /// Who answered.
    pub author: AccountId,
    /// When.
    pub at: Timestamp,
    /// The remarks.
    pub said: Said,
    /// What was decided.
    pub decision: Decision,
}

/// A positioning.
#[derive(Clone, Debug)]
pub struct PastPositioning {
    /// Whose, in which curriculum.
    pub course: Course,
    /// Who placed them.
    pub author: AccountId,
    /// When.
    pub at: Timestamp,
    /// Where, on what ground.
    pub what: NewPositioning,
}

/// Rows to insert together. Made outside of the transaction, which may run
/// several times.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    reports: Vec<reports::ActiveModel>,
    targets: Vec<targets::ActiveModel>,
    evidence: Vec<evidence::ActiveModel>,
    versions: Vec<versions::ActiveModel>,
    feedback: Vec<feedback::ActiveModel>,
    positionings: Vec<positionings::ActiveModel>,
    grounds: Vec<positioning_evidence::ActiveModel>,
    current: Vec<current::ActiveModel>,
}

impl Rows {
    /// Adds a report. `new_id` draws an identifier of that time.
    ///
    /// # Errors
    /// When the content cannot be kept: never, in practice.
    pub fn report(
        &mut self,
        past: &PastReport,
        new_id: &mut impl FnMut(Timestamp) -> Uuid,
    ) -> Result<ReportId, serde_json::Error> {
        let id = ReportId(new_id(past.begun));
        let course = past.course;
        let mut content = past.content.clone();
        for (address, title) in &past.links {
            let link = crate::evidence::EvidenceId(new_id(past.begun));
            content.evidence.push(link);
            self.evidence.push(evidence::ActiveModel {
                id: Set(link),
                school_id: Set(course.school),
                learner_id: Set(course.learner),
                report_id: Set(Some(id)),
                file_id: Set(None),
                url: Set(Some(address.clone())),
                title: Set(title.clone()),
                added_at: Set(past.begun),
                removed_at: Set(None),
            });
        }
        self.targets
            .extend(content.targets.iter().map(|code| targets::ActiveModel {
                school_id: Set(course.school),
                report_id: Set(id),
                code: Set(code.clone()),
            }));
        let kept = serde_json::to_value(&content)?;
        if let Some(at) = past.submitted {
            let author = course.learner;
            self.keep(past, id, 1, Reason::Submitted, author, at, &kept, new_id);
        }
        if let Some(answer) = &past.answer {
            let reason = match answer.decision {
                Decision::Answer => None,
                Decision::Revise => Some(Reason::ToRevise),
                Decision::Validate => Some(Reason::Validated),
            };
            if let Some(reason) = reason {
                let (author, at) = (answer.author, answer.at);
                self.keep(past, id, 2, reason, author, at, &kept, new_id);
            }
            self.feedback.push(answered(past, id, answer, new_id));
        }
        self.reports.push(row(past, id));
        Ok(id)
    }

    #[expect(clippy::too_many_arguments, reason = "one row and its columns")]
    fn keep(
        &mut self,
        past: &PastReport,
        id: ReportId,
        number: i32,
        reason: Reason,
        author: AccountId,
        at: Timestamp,
        content: &serde_json::Value,
        new_id: &mut impl FnMut(Timestamp) -> Uuid,
    ) {
        self.versions.push(versions::ActiveModel {
            id: Set(VersionId(new_id(at))),
            school_id: Set(past.course.school),
            report_id: Set(id),
            number: Set(number),
            reason: Set(reason),
            state: Set(match reason {
                Reason::ToRevise => State::ToRevise,
                Reason::Validated => State::Validated,
                _ => State::Submitted,
            }),
            author_id: Set(author),
            created_at: Set(at),
            content: Set(content.clone()),
        });
    }

    /// Adds a positioning; the last one added on a target from a point of view
    /// must be the latest.
    pub fn positioning(
        &mut self,
        past: &PastPositioning,
        new_id: &mut impl FnMut(Timestamp) -> Uuid,
    ) {
        let id = PositioningId(new_id(past.at));
        let (course, what) = (past.course, &past.what);
        self.positionings.push(positionings::ActiveModel {
            id: Set(id),
            school_id: Set(course.school),
            learner_id: Set(course.learner),
            curriculum_id: Set(course.curriculum),
            target: Set(what.target.clone()),
            viewpoint: Set(what.viewpoint),
            author_id: Set(past.author),
            level: Set(what.level),
            comment: Set(what.comment.clone()),
            created_at: Set(past.at),
        });
        for (number, ground) in (1_i16..).zip(&what.evidence) {
            let (report, piece) = match *ground {
                EvidenceRef::Report(report) => (Some(report), None),
                EvidenceRef::Piece(piece) => (None, Some(piece)),
            };
            self.grounds.push(positioning_evidence::ActiveModel {
                school_id: Set(course.school),
                positioning_id: Set(id),
                number: Set(number),
                report_id: Set(report),
                evidence_id: Set(piece),
            });
        }
        let row = current::ActiveModel {
            school_id: Set(course.school),
            learner_id: Set(course.learner),
            curriculum_id: Set(course.curriculum),
            target: Set(what.target.clone()),
            viewpoint: Set(what.viewpoint),
            author_key: Set(what.viewpoint.author_key(past.author)),
            positioning_id: Set(id),
            author_id: Set(past.author),
            level: Set(what.level),
            created_at: Set(past.at),
        };
        // Those of a learner were added one after the other.
        let replaced = self
            .current
            .iter_mut()
            .rev()
            .take_while(|other| other.learner_id == row.learner_id)
            .find(|other| {
                other.target == row.target
                    && other.viewpoint == row.viewpoint
                    && other.author_key == row.author_key
            });
        match replaced {
            Some(other) => *other = row,
            None => self.current.push(row),
        }
    }

    /// Writes the rows.
    ///
    /// # Errors
    /// When a row names what does not exist, or exists already.
    pub async fn insert(&self, tx: &Tx) -> Result<(), DbError> {
        insert(tx, &self.reports).await?;
        insert(tx, &self.targets).await?;
        insert(tx, &self.evidence).await?;
        insert(tx, &self.versions).await?;
        insert(tx, &self.feedback).await?;
        insert(tx, &self.positionings).await?;
        insert(tx, &self.grounds).await?;
        insert(tx, &self.current).await
    }
}

/// Rows in one statement: few enough for the parameters of both engines, and
/// always as many where possible, so that the statement is prepared once.
const TOGETHER: usize = 50;

async fn insert<A>(tx: &Tx, rows: &[A]) -> Result<(), DbError>
where
    A: ActiveModelTrait + Clone + Send,
{
    for part in rows.chunks(TOGETHER) {
        A::Entity::insert_many(part.to_vec())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

fn row(past: &PastReport, id: ReportId) -> reports::ActiveModel {
    let (course, content) = (past.course, &past.content);
    let decision = past
        .answer
        .as_ref()
        .map(|answer| (answer.decision, answer.at));
    let state = match (past.submitted, decision) {
        (None, _) => State::Draft,
        (Some(_), Some((Decision::Revise, _))) => State::ToRevise,
        (Some(_), Some((Decision::Validate, _))) => State::Validated,
        (Some(_), _) => State::Submitted,
    };
    let read = past.read.or(decision.map(|(_, at)| at));
    reports::ActiveModel {
        assignment_id: Set(None),
        id: Set(id),
        school_id: Set(course.school),
        learner_id: Set(course.learner),
        curriculum_id: Set(course.curriculum),
        title: Set(content.title.clone()),
        kind: Set(content.kind),
        context: Set(content.context),
        start_on: Set(content.start_on),
        end_on: Set(content.end_on),
        situate: Set(content.texts.situate.clone()),
        produced: Set(content.texts.produced.clone()),
        how_why: Set(content.texts.how_why.clone()),
        difficulties: Set(content.texts.difficulties.clone()),
        learned: Set(content.texts.learned.clone()),
        lexicon: Set(content.texts.lexicon.clone()),
        state: Set(state),
        shared: Set(false),
        revised: Set(state == State::ToRevise),
        version: Set(match (past.submitted, decision) {
            (None, _) => 1,
            (Some(_), None | Some((Decision::Answer, _))) => 2,
            (Some(_), Some(_)) => 3,
        }),
        created_at: Set(past.begun),
        saved_at: Set(past.submitted.unwrap_or(past.begun)),
        submitted_at: Set(past.submitted),
        read_at: Set(past.submitted.and(read)),
        validated_at: Set(match decision {
            Some((Decision::Validate, at)) => Some(at),
            _ => None,
        }),
        deleted_at: Set(None),
    }
}

fn answered(
    past: &PastReport,
    id: ReportId,
    answer: &PastAnswer,
    new_id: &mut impl FnMut(Timestamp) -> Uuid,
) -> feedback::ActiveModel {
    feedback::ActiveModel {
        id: Set(crate::feedback::FeedbackId(new_id(answer.at))),
        school_id: Set(past.course.school),
        report_id: Set(id),
        learner_id: Set(past.course.learner),
        version_number: Set(1),
        author_id: Set(answer.author),
        section: Set(None),
        strengths: Set(answer.said.strengths.clone()),
        improve: Set(answer.said.improve.clone()),
        interest: Set(answer.said.interest.clone()),
        questions: Set(answer.said.questions.clone()),
        created_at: Set(answer.at),
    }
}
