//! The conditions of success that are met, the objectives that are served, the
//! uses that were observed. All are said as what one changed, so that two people who tick at once lose
//! nothing.

use db::Tx;
use kernel::Clock;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};

use super::{existing, record, touch};
use crate::acting::{By, Refused};
use crate::objectives::GoalId;
use crate::objectives::store::{goals, served};
use crate::projects::ProjectId;
use crate::projects::events::Event;
use crate::projects::shipped::shipped;
use crate::projects::store::{conditions, observed};
use crate::uses::UseId;
use crate::uses::store::uses;

/// Ticks conditions of success, and takes ticks off. Codes that are not of the
/// text are left out.
///
/// # Errors
/// [`Refused::Because`] when the project is in the corbeille.
pub async fn tick(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: ProjectId,
    (added, removed): (&[String], &[String]),
) -> Result<(), Refused> {
    use conditions::{ActiveModel, Column, Entity};
    existing(tx, by.school, id).await?;
    let known: Vec<&str> = shipped().ticks().collect();
    let rows: Vec<ActiveModel> = added
        .iter()
        .filter(|code| known.contains(&code.as_str()))
        .map(|code| ActiveModel {
            school_id: Set(by.school),
            project_id: Set(id),
            code: Set(code.clone()),
            author_id: Set(by.account),
            ticked_at: Set(clock.now()),
        })
        .collect();
    if rows.is_empty() && removed.is_empty() {
        return Ok(());
    }
    if !rows.is_empty() {
        // What somebody else ticked meanwhile stays theirs.
        Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([Column::SchoolId, Column::ProjectId, Column::Code])
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
    }
    if !removed.is_empty() {
        Entity::delete_many()
            .filter(Column::SchoolId.eq(by.school))
            .filter(Column::ProjectId.eq(id))
            .filter(Column::Code.is_in(removed.iter().cloned()))
            .exec(tx)
            .await?;
    }
    touch(tx, clock, by.school, id).await?;
    Ok(record(tx, clock, by, Event::ConditionsTicked(id)).await?)
}

/// Says which uses were observed in a project, and which were not after all.
/// Uses of other schools are left out.
///
/// # Errors
/// [`Refused::Because`] when the project is in the corbeille.
pub async fn observe(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: ProjectId,
    (added, removed): (&[UseId], &[UseId]),
) -> Result<(), Refused> {
    use observed::{ActiveModel, Column, Entity};
    existing(tx, by.school, id).await?;
    if added.is_empty() && removed.is_empty() {
        return Ok(());
    }
    let ours = uses::Entity::find()
        .filter(uses::Column::SchoolId.eq(by.school))
        .filter(uses::Column::Id.is_in(added.iter().copied()))
        .filter(uses::Column::DeletedAt.is_null())
        .all(tx)
        .await?;
    if !ours.is_empty() {
        let rows = ours.iter().map(|one| ActiveModel {
            school_id: Set(by.school),
            project_id: Set(id),
            use_id: Set(one.id),
        });
        Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([Column::SchoolId, Column::ProjectId, Column::UseId])
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
    }
    if !removed.is_empty() {
        Entity::delete_many()
            .filter(Column::SchoolId.eq(by.school))
            .filter(Column::ProjectId.eq(id))
            .filter(Column::UseId.is_in(removed.iter().copied()))
            .exec(tx)
            .await?;
    }
    touch(tx, clock, by.school, id).await?;
    Ok(record(tx, clock, by, Event::Linked(id)).await?)
}

/// Says which objectives a project serves, and which it does not after all.
/// Objectives of other schools are left out.
///
/// # Errors
/// [`Refused::Because`] when the project is in the corbeille.
pub async fn serve(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: ProjectId,
    (added, removed): (&[GoalId], &[GoalId]),
) -> Result<(), Refused> {
    use served::{ActiveModel, Column, Entity};
    existing(tx, by.school, id).await?;
    if added.is_empty() && removed.is_empty() {
        return Ok(());
    }
    let ours = goals::Entity::find()
        .filter(goals::Column::SchoolId.eq(by.school))
        .filter(goals::Column::Id.is_in(added.iter().copied()))
        .filter(goals::Column::DeletedAt.is_null())
        .all(tx)
        .await?;
    if !ours.is_empty() {
        let rows = ours.iter().map(|one| ActiveModel {
            school_id: Set(by.school),
            project_id: Set(id),
            goal_id: Set(one.id),
        });
        Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([Column::SchoolId, Column::ProjectId, Column::GoalId])
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
    }
    if !removed.is_empty() {
        Entity::delete_many()
            .filter(Column::SchoolId.eq(by.school))
            .filter(Column::ProjectId.eq(id))
            .filter(Column::GoalId.is_in(removed.iter().copied()))
            .exec(tx)
            .await?;
    }
    touch(tx, clock, by.school, id).await?;
    Ok(record(tx, clock, by, Event::Linked(id)).await?)
}
