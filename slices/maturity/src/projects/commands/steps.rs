//! Filling a step of a project.

use db::{DbError, Tx, expect_one};
use kernel::Clock;
use sea_orm::entity::prelude::*;
use sea_orm::{EntityTrait, Set};
use serde::{Deserialize, Serialize};

use super::{existing, record, touch};
use crate::acting::{By, Refused};
use crate::history::{self, What};
use crate::projects::events::Event;
use crate::projects::store::steps::{ActiveModel, Column, Entity};
use crate::projects::{ProjectId, StepContent};

/// What a step said before, as the history of its project keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StepBefore {
    /// The code of the step.
    pub step: String,
    /// What it said.
    pub said: StepContent,
}

/// Writes what a step says; what it said before is kept.
///
/// # Errors
/// [`DbError::Conflict`] when the step was changed since `version`;
/// [`Refused::Because`] when the project is in the corbeille.
pub async fn write_step(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: ProjectId,
    step: &str,
    version: i32,
    content: &StepContent,
) -> Result<(), Refused> {
    existing(tx, by.school, id).await?;
    let key = (by.school, id, step.to_owned());
    let there = Entity::find_by_id(key).one(tx).await?;
    let mut active = ActiveModel {
        school_id: Set(by.school),
        project_id: Set(id),
        step: Set(step.to_owned()),
        held_on: Set(content.on),
        participants: Set(content.participants.clone()),
        outcome: Set(content.outcome.clone()),
        version: Set(version + 1),
        author_id: Set(by.account),
        changed_at: Set(clock.now()),
    };
    match there {
        None if version != 0 => return Err(DbError::Conflict.into()),
        None => {
            Entity::insert(active).exec_without_returning(tx).await?;
        }
        Some(row) if row.content() == *content => return Ok(()),
        Some(row) => {
            active.version = Set(version + 1);
            let done = Entity::update_many()
                .set(active)
                .filter(Column::SchoolId.eq(by.school))
                .filter(Column::ProjectId.eq(id))
                .filter(Column::Step.eq(step))
                .filter(Column::Version.eq(version))
                .exec(tx)
                .await?;
            expect_one(done.rows_affected)?;
            let before = StepBefore {
                step: step.to_owned(),
                said: row.content(),
            };
            history::keep(tx, clock, by, id, What::StepChanged, &before).await?;
        }
    }
    touch(tx, clock, by.school, id).await?;
    Ok(record(tx, clock, by, Event::StepWritten(id)).await?)
}
