//! Taking a bulk back. Nothing leaves the history: where a level was in force
//! before, it is written again; where there was none, the one of the bulk is
//! marked as withdrawn and is no longer in force. What a colleague rated since
//! stays as it is.

use std::collections::HashMap;

use curriculum::CurriculumId;
use db::{DbError, Tx};
use kernel::{AccountId, Clock, date_long, local_date};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, JoinType, QuerySelect, RelationDef};

use super::commands::{Line, Place, write_lines};
use super::rows::{batches, cells};
use crate::events::Event;
use crate::positioning::PositioningId;
use crate::positioning::store::{current, positionings};

/// What became of the cells of a bulk that was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// It was taken back before.
    Before,
    /// It is taken back now.
    Now {
        /// Cells that are as they were before.
        back: usize,
        /// Cells that somebody rated since.
        kept: usize,
    },
}

/// A positioning of the bulk.
#[derive(Clone, Debug, FromQueryResult)]
struct Written {
    positioning_id: PositioningId,
    replaced_id: Option<PositioningId>,
    learner_id: AccountId,
    curriculum_id: CurriculumId,
    target: String,
}

/// Takes a bulk back, in its author's name. A few statements, whatever its size.
///
/// # Errors
/// When a row cannot be written.
pub async fn undo(tx: &Tx, clock: &Clock, batch: &batches::Model) -> Result<Undone, DbError> {
    if !mark_undone(tx, clock, batch).await? {
        return Ok(Undone::Before);
    }
    let written = written(tx, batch).await?;
    let mut in_force = in_force(tx, batch, &written).await?;
    let before = replaced(tx, batch, &written).await?;
    let (mut lines, mut withdrawn) = (Vec::new(), Vec::new());
    for cell in &written {
        let Some(now) = in_force.remove(&cell.positioning_id) else {
            continue;
        };
        match cell.replaced_id.and_then(|id| before.get(&id)) {
            Some(old) => lines.push(again(clock, batch.author_id, cell, old, &now)),
            None => withdrawn.push(cell),
        }
    }
    write_lines(tx, &lines).await?;
    withdraw(tx, clock, batch, &withdrawn).await?;
    let event = Event::BatchUndone(batch.id);
    db::audit::record(tx, clock, batch.school_id, Some(batch.author_id), &event).await?;
    let back = lines.len() + withdrawn.len();
    Ok(Undone::Now {
        back,
        kept: written.len() - back,
    })
}

/// Says whether it was not taken back before.
async fn mark_undone(tx: &Tx, clock: &Clock, batch: &batches::Model) -> Result<bool, DbError> {
    let updated = batches::Entity::update_many()
        .col_expr(batches::Column::UndoneAt, Expr::value(clock.now()))
        .filter(batches::Column::Id.eq(batch.id))
        .filter(batches::Column::SchoolId.eq(batch.school_id))
        .filter(batches::Column::UndoneAt.is_null())
        .exec(tx)
        .await?;
    Ok(updated.rows_affected == 1)
}

async fn written(
    connection: &impl ConnectionTrait,
    batch: &batches::Model,
) -> Result<Vec<Written>, DbError> {
    let to_positioning: RelationDef = cells::Entity::belongs_to(positionings::Entity)
        .from(cells::Column::PositioningId)
        .to(positionings::Column::Id)
        .into();
    Ok(cells::Entity::find()
        .select_only()
        .columns([cells::Column::PositioningId, cells::Column::ReplacedId])
        .columns([
            positionings::Column::LearnerId,
            positionings::Column::CurriculumId,
            positionings::Column::Target,
        ])
        .join(JoinType::InnerJoin, to_positioning)
        .filter(cells::Column::SchoolId.eq(batch.school_id))
        .filter(cells::Column::BatchId.eq(batch.id))
        .into_model()
        .all(connection)
        .await?)
}

/// The rows of the bulk that are still in force.
async fn in_force(
    connection: &impl ConnectionTrait,
    batch: &batches::Model,
    written: &[Written],
) -> Result<HashMap<PositioningId, current::Model>, DbError> {
    use current::Column;
    let rows = current::Entity::find()
        .filter(Column::SchoolId.eq(batch.school_id))
        .filter(Column::LearnerId.is_in(written.iter().map(|cell| cell.learner_id)))
        .filter(Column::PositioningId.is_in(written.iter().map(|cell| cell.positioning_id)))
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.positioning_id, row))
        .collect())
}

/// What was in force before.
async fn replaced(
    connection: &impl ConnectionTrait,
    batch: &batches::Model,
    written: &[Written],
) -> Result<HashMap<PositioningId, positionings::Model>, DbError> {
    let ids: Vec<PositioningId> = written.iter().filter_map(|cell| cell.replaced_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = positionings::Entity::find()
        .filter(positionings::Column::Id.is_in(ids))
        .filter(positionings::Column::SchoolId.eq(batch.school_id))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The level that was in force before, written again.
fn again(
    clock: &Clock,
    author: AccountId,
    cell: &Written,
    old: &positionings::Model,
    now: &current::Model,
) -> Line {
    let place = Place {
        school: old.school_id,
        learner: cell.learner_id,
        curriculum: cell.curriculum_id,
        target: cell.target.clone(),
    };
    let comment = format!(
        "Saisie annulée\u{a0}: retour au niveau du {}.",
        date_long(local_date(old.created_at))
    );
    Line::over(clock, author, place, old.level, comment, Some(now))
}

/// Takes out of force what replaced nothing.
async fn withdraw(
    tx: &Tx,
    clock: &Clock,
    batch: &batches::Model,
    taken: &[&Written],
) -> Result<(), DbError> {
    if taken.is_empty() {
        return Ok(());
    }
    let ids = || taken.iter().map(|cell| cell.positioning_id);
    current::Entity::delete_many()
        .filter(current::Column::SchoolId.eq(batch.school_id))
        .filter(current::Column::LearnerId.is_in(taken.iter().map(|cell| cell.learner_id)))
        .filter(current::Column::PositioningId.is_in(ids()))
        .exec(tx)
        .await?;
    cells::Entity::update_many()
        .col_expr(cells::Column::WithdrawnAt, Expr::value(clock.now()))
        .filter(cells::Column::SchoolId.eq(batch.school_id))
        .filter(cells::Column::PositioningId.is_in(ids()))
        .exec(tx)
        .await?;
    Ok(())
}
