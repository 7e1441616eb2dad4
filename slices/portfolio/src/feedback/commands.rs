//! Answering a report, and answering an answer.

use db::{DbError, Tx};
use kernel::{AccountId, Clock};
use sea_orm::{ActiveModelTrait, Set};

use super::forms::Answer;
use super::model::Decision;
use super::notices::{About, notify_answer, notify_reply};
use super::store::{self, feedback, replies};
use super::{FeedbackId, ReplyId};
use crate::events::Event;
use crate::positioning::commands::{NewPositioning, position};
use crate::positioning::store::Course;
use crate::positioning::{EvidenceRef, Viewpoint};
use crate::report::commands::{Refused, team_decides, team_reads};
use crate::report::store as reports;
use crate::report::{Action, Reason, ReportId};

/// The report that is answered, as its reader was given it.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The report.
    pub report: ReportId,
    /// Its title.
    pub title: String,
    /// Its learner, in their curriculum.
    pub course: Course,
}

/// Sends an answer: the feedback, the levels with the report as evidence and
/// the decision, all or nothing. The report then counts as read. Returns the
/// feedback when something was said.
///
/// # Errors
/// When the decision is not possible any more; nothing is then sent.
pub async fn answer(
    tx: &Tx,
    clock: &Clock,
    author: AccountId,
    answered: &Answered,
    answer: &Answer,
) -> Result<Option<FeedbackId>, Refused> {
    let course = answered.course;
    known_version(tx, answered, answer.version).await?;
    team_reads(tx, clock, course.school, author, answered.report).await?;
    let feedback = match answer.said.is_empty() {
        true => None,
        false => Some(give(tx, clock, author, answered, answer).await?),
    };
    for level in &answer.levels {
        let new = NewPositioning {
            target: level.target.clone(),
            viewpoint: Viewpoint::Team,
            level: level.level,
            comment: level.comment.clone(),
            evidence: vec![EvidenceRef::Report(answered.report)],
        };
        position(tx, clock, course, author, &new).await?;
    }
    let action = match answer.decision {
        Decision::Answer => None,
        Decision::Revise => Some(Action::AskRevision),
        Decision::Validate => Some(Action::Validate),
    };
    if let Some(action) = action {
        team_decides(
            tx,
            clock,
            course.school,
            author,
            answered.report,
            answer.version,
            action,
        )
        .await?;
    }
    let about = About {
        school: course.school,
        report: answered.report,
        learner: course.learner,
        title: &answered.title,
    };
    notify_answer(tx, clock, &about, answer.decision).await?;
    Ok(feedback)
}

/// Refuses a version that the team was never given: a page of ours names the
/// one it shows, or 0 for a draft that is shared.
async fn known_version(tx: &Tx, answered: &Answered, number: i32) -> Result<(), Refused> {
    let school = answered.course.school;
    let last = reports::last_submitted(tx, school, answered.report).await?;
    let known = match last {
        Some(last) if number < last.number => {
            let version = reports::version(tx, school, answered.report, number).await?;
            version.is_some_and(|version| version.reason == Reason::Submitted)
        }
        Some(last) => number == last.number,
        None => number == 0,
    };
    match known {
        true => Ok(()),
        false => Err(Refused::Because(
            "Ce compte rendu a changé pendant que vous lisiez. Votre saisie est gardée ci-dessous\u{a0}: relisez le texte actuel, puis envoyez-la à nouveau.".into(),
        )),
    }
}

async fn give(
    tx: &Tx,
    clock: &Clock,
    author: AccountId,
    answered: &Answered,
    answer: &Answer,
) -> Result<FeedbackId, DbError> {
    let id = FeedbackId::generate(clock);
    let school = answered.course.school;
    feedback::ActiveModel {
        id: Set(id),
        school_id: Set(school),
        report_id: Set(answered.report),
        learner_id: Set(answered.course.learner),
        version_number: Set(answer.version),
        author_id: Set(author),
        section: Set(answer.section.map(|section| section.code().to_owned())),
        strengths: Set(answer.said.strengths.clone()),
        improve: Set(answer.said.improve.clone()),
        interest: Set(answer.said.interest.clone()),
        questions: Set(answer.said.questions.clone()),
        created_at: Set(clock.now()),
    }
    .insert(tx)
    .await?;
    db::audit::record(tx, clock, school, Some(author), &Event::FeedbackGiven(id)).await?;
    Ok(id)
}

/// Adds an answer to a feedback and tells the others of the conversation.
///
/// # Errors
/// When a row cannot be written.
pub async fn reply(
    tx: &Tx,
    clock: &Clock,
    author: AccountId,
    to: &feedback::Model,
    title: &str,
    text: &str,
) -> Result<(), DbError> {
    let id = ReplyId::generate(clock);
    let mut others = store::participants(tx, to).await?;
    others.retain(|account| *account != author);
    replies::ActiveModel {
        id: Set(id),
        school_id: Set(to.school_id),
        feedback_id: Set(to.id),
        author_id: Set(author),
        text: Set(text.to_owned()),
        created_at: Set(clock.now()),
    }
    .insert(tx)
    .await?;
    let about = About {
        school: to.school_id,
        report: to.report_id,
        learner: to.learner_id,
        title,
    };
    notify_reply(tx, clock, &about, &others).await?;
    db::audit::record(
        tx,
        clock,
        to.school_id,
        Some(author),
        &Event::FeedbackReplied(id),
    )
    .await
}
