//! Writing a bulk: all of it, or nothing and why.

use std::collections::HashSet;

use chrono::NaiveDate;
use curriculum::CurriculumId;
use db::{DbError, Tx};
use kernel::{AccountId, Clock, Level, SchoolId};
use learning::api::MissionId;
use people::api::ClassId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};

use super::BatchId;
use super::model::{Seen, seen};
use super::rows::{batches, cells};
use super::store::team_rows;
use crate::events::Event;
use crate::positioning::model::date_after;
use crate::positioning::store::{current, positionings};
use crate::positioning::{PositioningId, Viewpoint};

/// One cell that somebody rated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// Whom.
    pub learner: AccountId,
    /// Code of a competence or of a detailed one, known to the curriculum.
    pub target: String,
    /// The level.
    pub level: Level,
    /// The state of the cell as its author saw it.
    pub seen: Seen,
}

/// What a bulk rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grounds {
    /// What is said of all of it; empty when nothing.
    pub comment: String,
    /// The mission, with its title.
    pub mission: Option<(MissionId, String)>,
    /// The day on which it was observed.
    pub observed_on: Option<NaiveDate>,
}

/// Where a bulk is written, and by whom. The author has the right to rate in
/// the class.
#[derive(Clone, Copy, Debug)]
pub struct By {
    /// The tenant.
    pub school: SchoolId,
    /// The class.
    pub class: ClassId,
    /// What it follows.
    pub curriculum: CurriculumId,
    /// Who rates.
    pub author: AccountId,
}

/// What became of a bulk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All of it is written.
    Written {
        /// Under which number it can be taken back.
        batch: BatchId,
        /// How many cells.
        cells: usize,
    },
    /// All of it was there already: the same form, sent twice.
    AlreadyThere,
    /// Nothing is written: this is to be decided first.
    Held {
        /// Learners who are no longer in the class.
        gone: Vec<AccountId>,
        /// Cells that somebody rated meanwhile, with what is there now.
        crossed: Vec<(Rating, current::Model)>,
    },
}

/// Writes a bulk in a few statements, whatever its size. Each rating is added
/// to the history and becomes the current one; `ratings` has no cell twice.
///
/// # Errors
/// When a row cannot be written.
pub async fn rate(
    tx: &Tx,
    clock: &Clock,
    by: By,
    ratings: &[Rating],
    grounds: &Grounds,
) -> Result<Outcome, DbError> {
    let present: HashSet<AccountId> = people::api::present_in_class(tx, by.school, by.class)
        .await?
        .into_iter()
        .collect();
    let learners = each_once(ratings.iter().map(|rating| rating.learner));
    let targets = each_once(ratings.iter().map(|rating| rating.target.as_str()));
    let rows = team_rows(tx, by.school, by.curriculum, &learners, &targets).await?;
    let mut gone = learners;
    gone.retain(|learner| !present.contains(learner));
    let (mut crossed, mut written) = (Vec::new(), Vec::new());
    for rating in ratings {
        let row = rows.get(&(rating.learner, rating.target.clone()));
        match row {
            Some(row) if Some(seen(row.created_at)) != rating.seen => {
                // The same level by the same hand is this very form, sent twice.
                if row.author_id != by.author || row.level != rating.level {
                    crossed.push((rating.clone(), row.clone()));
                }
            }
            _ => written.push((rating, row)),
        }
    }
    if !gone.is_empty() || !crossed.is_empty() {
        return Ok(Outcome::Held { gone, crossed });
    }
    if written.is_empty() {
        return Ok(Outcome::AlreadyThere);
    }
    let batch = open_batch(tx, clock, by, grounds).await?;
    let lines: Vec<Line> = written
        .iter()
        .map(|(rating, row)| Line::new(clock, by, rating, *row, &grounds.comment))
        .collect();
    write_lines(tx, &lines).await?;
    keep_in_batch(tx, by.school, batch, &lines).await?;
    let event = Event::RatedTogether(batch);
    db::audit::record(tx, clock, by.school, Some(by.author), &event).await?;
    Ok(Outcome::Written {
        batch,
        cells: lines.len(),
    })
}

fn each_once<T: Copy + Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut each: Vec<T> = all.collect();
    each.sort_unstable();
    each.dedup();
    each
}

async fn open_batch(tx: &Tx, clock: &Clock, by: By, on: &Grounds) -> Result<BatchId, DbError> {
    let id = BatchId::generate(clock);
    let (mission_id, mission) = on.mission.clone().unzip();
    batches::ActiveModel {
        id: Set(id),
        school_id: Set(by.school),
        class_id: Set(by.class),
        author_id: Set(by.author),
        mission_id: Set(mission_id),
        mission: Set(mission),
        observed_on: Set(on.observed_on),
        created_at: Set(clock.now()),
        undone_at: Set(None),
    }
    .insert(tx)
    .await?;
    Ok(id)
}

/// A positioning of the team to write, with what it replaces.
#[derive(Clone, Debug)]
pub(super) struct Line {
    row: positionings::Model,
    replaced: Option<PositioningId>,
}

impl Line {
    /// The line of a rating.
    fn new(
        clock: &Clock,
        by: By,
        rating: &Rating,
        row: Option<&current::Model>,
        comment: &str,
    ) -> Self {
        Self::over(
            clock,
            by.author,
            Place {
                school: by.school,
                learner: rating.learner,
                curriculum: by.curriculum,
                target: rating.target.clone(),
            },
            rating.level,
            comment.to_owned(),
            row,
        )
    }

    /// A level of the team at a place, over what is there now.
    pub(super) fn over(
        clock: &Clock,
        author: AccountId,
        place: Place,
        level: Level,
        comment: String,
        now: Option<&current::Model>,
    ) -> Self {
        Self {
            row: positionings::Model {
                id: PositioningId::generate(clock),
                school_id: place.school,
                learner_id: place.learner,
                curriculum_id: place.curriculum,
                target: place.target,
                viewpoint: Viewpoint::Team,
                author_id: author,
                level,
                comment,
                created_at: date_after(clock.now(), now.map(|row| row.created_at)),
            },
            replaced: now.map(|row| row.positioning_id),
        }
    }
}

/// A learner and a target.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub school: SchoolId,
    pub learner: AccountId,
    pub curriculum: CurriculumId,
    pub target: String,
}

/// Rows in one statement: few enough for the parameters of both engines.
const TOGETHER: usize = 500;

/// Adds the lines to the history and makes them current.
pub(super) async fn write_lines(tx: &Tx, lines: &[Line]) -> Result<(), DbError> {
    for part in lines.chunks(TOGETHER) {
        let history = part
            .iter()
            .map(|line| positionings::ActiveModel::from(line.row.clone()).reset_all());
        positionings::Entity::insert_many(history)
            .exec_without_returning(tx)
            .await?;
        current::Entity::insert_many(part.iter().map(as_current))
            .on_conflict(replacing())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

fn as_current(line: &Line) -> current::ActiveModel {
    let row = &line.row;
    current::ActiveModel {
        school_id: Set(row.school_id),
        learner_id: Set(row.learner_id),
        curriculum_id: Set(row.curriculum_id),
        target: Set(row.target.clone()),
        viewpoint: Set(row.viewpoint),
        author_key: Set(row.viewpoint.author_key(row.author_id)),
        positioning_id: Set(row.id),
        author_id: Set(row.author_id),
        level: Set(row.level),
        created_at: Set(row.created_at),
    }
}

fn replacing() -> OnConflict {
    use current::Column;
    OnConflict::columns([
        Column::SchoolId,
        Column::LearnerId,
        Column::CurriculumId,
        Column::Target,
        Column::Viewpoint,
        Column::AuthorKey,
    ])
    .update_columns([
        Column::PositioningId,
        Column::AuthorId,
        Column::Level,
        Column::CreatedAt,
    ])
    .to_owned()
}

async fn keep_in_batch(
    tx: &Tx,
    school: SchoolId,
    batch: BatchId,
    lines: &[Line],
) -> Result<(), DbError> {
    for part in lines.chunks(TOGETHER) {
        let rows = part.iter().map(|line| cells::ActiveModel {
            school_id: Set(school),
            positioning_id: Set(line.row.id),
            batch_id: Set(batch),
            replaced_id: Set(line.replaced),
            withdrawn_at: Set(None),
        });
        cells::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
