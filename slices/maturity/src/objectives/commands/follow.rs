//! Where an objective is: its checkpoints, and whether it is reached.

use chrono::NaiveDate;
use db::Tx;
use kernel::Clock;
use sea_orm::entity::prelude::*;
use sea_orm::{EntityTrait, Set};
use serde::{Deserialize, Serialize};

use super::{existing, record, write};
use crate::acting::{By, Refused};
use crate::history::{self, What};
use crate::objectives::events::Event;
use crate::objectives::store::{self, checkpoints, goals};
use crate::objectives::{CheckpointId, GoalId, State};

/// A checkpoint to add.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCheckpoint {
    /// Of which day.
    pub on: NaiveDate,
    /// Where the objective was on that day.
    pub state: State,
    /// What is said of it; may be empty.
    pub remark: String,
}

/// Whether an objective is reached, and what was observed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Whether it is.
    pub reached: bool,
    /// What was observed; may be empty.
    pub observations: String,
}

/// What the history keeps of observations that were written over.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ObservedBefore {
    /// What was observed.
    pub observations: String,
}

/// Adds a checkpoint. The objective stands where the latest of its checkpoints
/// says, whichever was written last. Two people who add one at once both do.
///
/// # Errors
/// [`Refused::Because`] when the objective is in the corbeille.
pub async fn check(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: GoalId,
    new: &NewCheckpoint,
) -> Result<(), Refused> {
    existing(tx, by.school, id).await?;
    let row = checkpoints::ActiveModel {
        id: Set(CheckpointId::generate(clock)),
        school_id: Set(by.school),
        goal_id: Set(id),
        author_id: Set(by.account),
        on_day: Set(new.on),
        state: Set(new.state),
        remark: Set(new.remark.clone()),
        created_at: Set(clock.now()),
    };
    checkpoints::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    stand(tx, by, id).await?;
    Ok(record(tx, clock, by, Event::Checked(id)).await?)
}

/// Takes a checkpoint off; what it said is kept in the history.
///
/// # Errors
/// [`Refused::Because`] when the objective is in the corbeille, or when the
/// checkpoint is gone already.
pub async fn uncheck(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: GoalId,
    checkpoint: CheckpointId,
) -> Result<(), Refused> {
    existing(tx, by.school, id).await?;
    let Some(row) = store::checkpoint(tx, by.school, id, checkpoint).await? else {
        return Err(Refused::because("Ce point de situation est déjà retiré."));
    };
    let before = NewCheckpoint {
        on: row.on_day,
        state: row.state,
        remark: row.remark.clone(),
    };
    row.delete(tx).await?;
    stand(tx, by, id).await?;
    history::keep(tx, clock, by, id, What::CheckpointRemoved, &before).await?;
    Ok(record(tx, clock, by, Event::CheckpointRemoved(id)).await?)
}

/// Says whether an objective is reached and what was observed; observations
/// that are written over are kept.
///
/// # Errors
/// [`db::DbError::Conflict`] when it was changed since `version`;
/// [`Refused::Because`] when it is in the corbeille.
pub async fn conclude(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: GoalId,
    version: i32,
    outcome: &Outcome,
) -> Result<(), Refused> {
    let row = existing(tx, by.school, id).await?;
    let was = row.reached_on.is_some();
    if was == outcome.reached && row.observations == outcome.observations {
        return Ok(());
    }
    let before = ObservedBefore {
        observations: row.observations.clone(),
    };
    let today = kernel::local_date(clock.now());
    let changed = goals::Model {
        reached_on: match outcome.reached {
            true => row.reached_on.or(Some(today)),
            false => None,
        },
        observations: outcome.observations.clone(),
        ..row
    };
    write(tx, clock, changed, version).await?;
    let (what, event) = match (was, outcome.reached) {
        (false, true) => (What::Reached, Event::Reached(id)),
        (true, false) => (What::Resumed, Event::Resumed(id)),
        _ => (What::Changed, Event::Changed(id)),
    };
    match before.observations == outcome.observations {
        true => history::note(tx, clock, by, id, what).await?,
        false => history::keep(tx, clock, by, id, what, &before).await?,
    }
    Ok(record(tx, clock, by, event).await?)
}

/// Notes where an objective stands: what its latest checkpoint says.
async fn stand(tx: &Tx, by: By, id: GoalId) -> Result<(), Refused> {
    use goals::{Column, Entity};
    let checkpoints = store::checkpoints_of(tx, by.school, &[id]).await?;
    let state = checkpoints
        .last()
        .map_or(State::NotStarted, |latest| latest.state);
    Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .filter(Column::Id.eq(id))
        .filter(Column::SchoolId.eq(by.school))
        .exec(tx)
        .await?;
    Ok(())
}
