//! Writing the missions of a situation, putting them in order.

use curriculum::Curriculum;
use db::{DbError, Tx};
use kernel::Clock;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveModelTrait, IntoActiveModel, QueryOrder, QuerySelect, Set};

use super::{audit, kept, sheet_of};
use crate::events::Event;
use crate::model::{MissionContent, MissionId, SheetKind, SituationId};
use crate::rows::{mission_targets, missions};
use crate::sheets::commands::{New, Saved, insert, restore, save as save_sheet};
use crate::sheets::{By, Refused};
use crate::situations::index::refresh;
use crate::situations::store;

/// A mission to begin.
#[derive(Clone, Debug)]
pub struct NewMission {
    /// Its identifier, drawn by the caller: a form sent twice begins one mission.
    pub id: MissionId,
    /// Its situation, of the same school.
    pub situation: SituationId,
    /// What it says.
    pub content: MissionContent,
}

/// Begins a mission, the last of its situation. The same form sent twice
/// begins one; under an identifier that is taken, it gets another.
///
/// # Errors
/// When a row cannot be written.
pub async fn begin_mission(
    tx: &Tx,
    clock: &Clock,
    by: By,
    curriculum: &Curriculum,
    new: &NewMission,
) -> Result<MissionId, DbError> {
    let id = match missions::Entity::find_by_id(new.id).one(tx).await? {
        None => new.id,
        Some(row) if row.situation_id == new.situation && row.title == new.content.title => {
            return Ok(row.id);
        }
        Some(_) => MissionId::generate(clock),
    };
    let sheet = New {
        id: id.into(),
        kind: SheetKind::Mission,
    };
    insert(tx, clock, by, sheet, &new.content).await?;
    missions::ActiveModel {
        id: Set(id),
        school_id: Set(by.school),
        situation_id: Set(new.situation),
        position: Set(last_position(tx, by, new.situation).await? + 1),
        title: Set(new.content.title.clone()),
        deleted_at: Set(None),
    }
    .insert(tx)
    .await?;
    set_targets(tx, by, id, &new.content, curriculum).await?;
    refresh(tx, by.school, &[new.situation]).await?;
    audit(tx, clock, by, Event::MissionBegun(id)).await?;
    Ok(id)
}

/// Saves what a mission says; see [`super::save`].
///
/// # Errors
/// When a row cannot be written.
pub async fn save_mission(
    tx: &Tx,
    clock: &Clock,
    by: By,
    curriculum: &Curriculum,
    row: &missions::Model,
    started_from: i32,
    content: &MissionContent,
) -> Result<Saved, DbError> {
    let sheet = sheet_of(tx, by.school, row.id.into()).await?;
    let saved = save_sheet(tx, clock, by, &sheet, started_from, content).await?;
    if let Saved::Current { changed: true, .. } = saved {
        settle(tx, by, curriculum, row, content).await?;
    }
    Ok(saved)
}

/// Puts a kept version of a mission in place; what was there is kept first.
///
/// # Errors
/// [`Refused::Because`] when there is no such version.
pub async fn restore_mission_version(
    tx: &Tx,
    clock: &Clock,
    by: By,
    curriculum: &Curriculum,
    row: &missions::Model,
    number: i32,
) -> Result<(), Refused> {
    let sheet = sheet_of(tx, by.school, row.id.into()).await?;
    let content: MissionContent = kept(tx, by, &sheet, number).await?;
    restore(tx, clock, by, &sheet, &content).await?;
    settle(tx, by, curriculum, row, &content).await?;
    audit(tx, clock, by, Event::VersionRestored(sheet.id)).await?;
    Ok(())
}

/// Brings the row and the links of a mission up to date with what it says.
async fn settle(
    tx: &Tx,
    by: By,
    curriculum: &Curriculum,
    row: &missions::Model,
    content: &MissionContent,
) -> Result<(), DbError> {
    let mut active = row.clone().into_active_model();
    active.title = Set(content.title.clone());
    active.update(tx).await?;
    set_targets(tx, by, row.id, content, curriculum).await?;
    refresh(tx, by.school, &[row.situation_id]).await
}

/// Takes a mission out of its situation, or puts it back, last. Says whether
/// anything changed.
///
/// # Errors
/// When a row cannot be written.
pub async fn set_mission_deleted(
    tx: &Tx,
    clock: &Clock,
    by: By,
    row: &missions::Model,
    deleted: bool,
) -> Result<(), Refused> {
    let mut active = row.clone().into_active_model();
    active.deleted_at = Set(deleted.then(|| clock.now()));
    if !deleted && row.deleted_at.is_some() {
        active.position = Set(last_position(tx, by, row.situation_id).await? + 1);
    }
    active.update(tx).await?;
    refresh(tx, by.school, &[row.situation_id]).await?;
    let event = match deleted {
        true => Event::MissionDeleted(row.id),
        false => Event::MissionRestored(row.id),
    };
    audit(tx, clock, by, event).await?;
    Ok(())
}

/// Where a mission goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Before the one that precedes it.
    Up,
    /// After the one that follows it.
    Down,
}

/// Moves a mission by one place; the first stays first, the last stays last.
///
/// # Errors
/// When a row cannot be written.
pub async fn move_mission(
    tx: &Tx,
    by: By,
    row: &missions::Model,
    direction: Direction,
) -> Result<(), DbError> {
    let mut order = store::missions_of(tx, by.school, &[row.situation_id]).await?;
    let Some(at) = order.iter().position(|one| one.id == row.id) else {
        return Ok(());
    };
    let other = match direction {
        Direction::Up => at.checked_sub(1),
        Direction::Down => Some(at + 1).filter(|next| *next < order.len()),
    };
    let Some(other) = other else {
        return Ok(());
    };
    order.swap(at, other);
    for (position, mission) in (1..).zip(order) {
        if mission.position != position {
            let mut active = mission.into_active_model();
            active.position = Set(position);
            active.update(tx).await?;
        }
    }
    Ok(())
}

async fn last_position(tx: &Tx, by: By, situation: SituationId) -> Result<i32, DbError> {
    use missions::{Column, Entity};
    let last: Option<i32> = Entity::find()
        .select_only()
        .column(Column::Position)
        .filter(Column::SchoolId.eq(by.school))
        .filter(Column::SituationId.eq(situation))
        .order_by_desc(Column::Position)
        .limit(1)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(last.unwrap_or(0))
}

/// Replaces the links of a mission; codes that the curriculum does not have
/// are left out.
async fn set_targets(
    tx: &Tx,
    by: By,
    id: MissionId,
    content: &MissionContent,
    curriculum: &Curriculum,
) -> Result<(), DbError> {
    use mission_targets::{ActiveModel, Column, Entity};
    Entity::delete_many()
        .filter(Column::SchoolId.eq(by.school))
        .filter(Column::MissionId.eq(id))
        .exec(tx)
        .await?;
    let mut codes: Vec<&String> = content.targets.iter().collect();
    codes.sort();
    codes.dedup();
    let rows: Vec<ActiveModel> = codes
        .into_iter()
        .filter_map(|code| Some((code, curriculum.target(code)?.block().number)))
        .map(|(code, bloc)| ActiveModel {
            school_id: Set(by.school),
            mission_id: Set(id),
            code: Set(code.clone()),
            bloc: Set(i16::from(bloc)),
        })
        .collect();
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}
