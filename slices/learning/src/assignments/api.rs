//! The part of the door that is about entrusted missions: what a learner has
//! to do, what is expected of them, where it is said how far they have come.

use chrono::NaiveDate;
use curriculum::Curriculum;
use db::{Db, DbError};
use kernel::uuid::Uuid;
use kernel::{AccountId, SchoolId, date_long};
use people::api::ClassId;
use web::Actor;
use web::prose::Block;

pub use super::commands::{
    NewAssignment, ReportOn, Terms, adapt, begin_report, drop_report, entrust, note_report,
};
use super::model::Shelf;
pub use super::model::{Adaptation, Dates, Progress, Whom};
pub use super::store::DoneRow;
use super::{brief, paths, store, story};
use crate::model::{AssignmentId, MissionId};

/// The mission that a learner should look at first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// Its title.
    pub title: String,
    /// When it is expected, without alarm; nothing when no day was given.
    pub due: Option<String>,
    /// Where it is.
    pub href: String,
    /// How many there are to do, this one included.
    pub to_do: usize,
}

/// The mission that a learner should look at first; nothing when none is to
/// do. Three statements.
///
/// # Errors
/// When the database does not answer.
pub async fn nearest(db: &Db, actor: &Actor, today: NaiveDate) -> Result<Option<Nearest>, DbError> {
    let mut rows = store::mine(db.reader(), actor.school, actor.account).await?;
    rows.retain(|row| row.standing().shelf(today) == Shelf::ToDo);
    let to_do = rows.len();
    let first = rows
        .into_iter()
        .min_by_key(|row| (row.standing().urgency(), row.id));
    Ok(first.map(|row| Nearest {
        due: row.standing().due(today),
        href: paths::mission(row.id),
        title: row.mission,
        to_do,
    }))
}

/// The missions entrusted to a class, withdrawn ones left out, each once with
/// its title. One statement.
///
/// # Errors
/// When the database does not answer.
pub async fn entrusted_to_class(
    db: &Db,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<(MissionId, String)>, DbError> {
    let mut given: Vec<(MissionId, String)> = Vec::new();
    for row in store::of_class(db.reader(), school, class).await? {
        let known = given.iter().any(|(id, _)| *id == row.mission_id);
        if row.withdrawn_at.is_none() && !known {
            given.push((row.mission_id, row.mission));
        }
    }
    Ok(given)
}

/// A mission of a learner, to write about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToWrite {
    /// Its title.
    pub title: String,
    /// The competences and detailed ones that it works, of `curriculum`.
    pub targets: Vec<String>,
    /// The learner’s report on it, when there is one.
    pub report: Option<Uuid>,
    /// Where the mission is.
    pub href: String,
}

/// A mission, if it is entrusted to `actor` now.
///
/// # Errors
/// When the database does not answer.
pub async fn to_write(
    db: &Db,
    actor: &Actor,
    assignment: AssignmentId,
    curriculum: &Curriculum,
) -> Result<Option<ToWrite>, DbError> {
    let (reader, school) = (db.reader(), actor.school);
    let Some(row) = store::one_of_mine(reader, school, actor.account, assignment).await? else {
        return Ok(None);
    };
    let story = story::read(reader, school, row.situation_id, row.mission_id).await?;
    Ok(story.map(|story| ToWrite {
        title: row.mission,
        targets: story.content.worked(curriculum),
        report: row.report_id,
        href: paths::mission(row.id),
    }))
}

/// The title and the address of a mission, if it is entrusted to `actor` now.
///
/// # Errors
/// When the database does not answer.
pub async fn link(
    db: &Db,
    actor: &Actor,
    assignment: AssignmentId,
) -> Result<Option<(String, String)>, DbError> {
    let found = store::one_of_mine(db.reader(), actor.school, actor.account, assignment).await?;
    Ok(found.map(|row| (row.mission, paths::mission(row.id))))
}

/// The missions of a class that a learner has begun, with how far they have
/// come, the latest first. One statement.
///
/// # Errors
/// When the database does not answer.
pub async fn done_by(
    db: &Db,
    school: SchoolId,
    class: ClassId,
    learner: AccountId,
) -> Result<Vec<DoneRow>, DbError> {
    store::done_by(db.reader(), school, class, learner).await
}

/// What a class was given and still has, with the titles, what is expected
/// first before. One statement.
///
/// # Errors
/// When the database does not answer.
pub async fn given_to(
    db: &Db,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<(AssignmentId, String)>, DbError> {
    let rows = store::of_class(db.reader(), school, class).await?;
    let given = rows.into_iter().filter(|row| row.withdrawn_at.is_none());
    Ok(given.map(|row| (row.id, row.mission)).collect())
}

/// The mission behind a report, for who reads it.
#[derive(Clone, Debug)]
pub struct Brief {
    /// Its title.
    pub title: String,
    /// The title of its situation.
    pub situation: String,
    /// What was expected.
    pub productions: Vec<Block>,
    /// In which conditions.
    pub conditions: Vec<Block>,
    /// Whether that was written for this learner alone.
    pub adapted: bool,
    /// « 4 décembre 2026 »: when the work was expected.
    pub due: Option<String>,
    /// Where the team follows it.
    pub href: String,
}

/// The mission behind a report. `for_team` shows what was asked of this
/// learner alone: for the team of their class and nobody else.
///
/// # Errors
/// When the database does not answer.
pub async fn brief(
    db: &Db,
    school: SchoolId,
    assignment: AssignmentId,
    learner: AccountId,
    for_team: bool,
) -> Result<Option<Brief>, DbError> {
    let reader = db.reader();
    let Some(row) = store::find(reader, school, assignment).await? else {
        return Ok(None);
    };
    let story = story::read(reader, school, row.situation_id, row.mission_id).await?;
    let Some(story) = story else {
        return Ok(None);
    };
    let adaptation = match for_team {
        true => store::adaptation(reader, school, assignment, learner).await?,
        false => None,
    };
    let expected = brief::expected(&story.content, adaptation.map(|row| row.text()));
    Ok(Some(Brief {
        title: story.content.title,
        situation: story.context.title,
        productions: expected.productions,
        conditions: expected.conditions,
        adapted: expected.adapted,
        due: row.due_on.map(date_long),
        href: paths::follow(assignment),
    }))
}
