//! One function per thing that can be done with a situation and its missions,
//! each inside the write transaction of its caller.

mod life;
mod missions;

pub use life::{change_state, duplicate, set_deleted};
pub use missions::{
    Direction, NewMission, begin_mission, move_mission, restore_mission_version, save_mission,
    set_mission_deleted,
};

use curriculum::Curriculum;
use db::text::SORT_KEY_VERSION;
use db::{DbError, Tx};
use kernel::{Clock, SchoolId};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};

use super::index::refresh;
use super::store;
use crate::events::Event;
use crate::model::{MissionId, OrganisationId, SheetKind, SituationContent, SituationId, State};
use crate::rows::{sheets, situations};
use crate::sheets::commands::{New, Saved, insert, restore, save as save_sheet};
use crate::sheets::store::{find as find_sheet, lost, read, version};
use crate::sheets::{By, Refused};
use crate::shipped::SituationFile;

/// A situation to begin.
#[derive(Clone, Debug)]
pub struct NewSituation {
    /// Its identifier, drawn by the caller: a form sent twice begins one situation.
    pub id: SituationId,
    /// The code of its curriculum: `SNO`.
    pub curriculum: String,
    /// What it says so far.
    pub content: SituationContent,
}

/// Begins a situation and says under which identifier: the same form sent
/// twice begins one, a form sent again with another text another one.
///
/// # Errors
/// When a row cannot be written.
pub async fn begin(
    tx: &Tx,
    clock: &Clock,
    by: By,
    new: &NewSituation,
) -> Result<SituationId, DbError> {
    let id = match sheets::Entity::find_by_id(new.id).one(tx).await? {
        None => new.id,
        Some(sheet)
            if sheet.school_id == by.school
                && sheet.created_by == by.account
                && read::<SituationContent>(&sheet.content).ok().as_ref() == Some(&new.content) =>
        {
            return Ok(new.id);
        }
        Some(_) => SituationId::generate(clock),
    };
    let sheet = New {
        id: id.into(),
        kind: SheetKind::Situation,
    };
    insert(tx, clock, by, sheet, &new.content).await?;
    situations::ActiveModel {
        id: Set(id),
        school_id: Set(by.school),
        curriculum: Set(new.curriculum.clone()),
        title: Set(String::new()),
        search_key: Set(String::new()),
        sort_key: Set(Vec::new()),
        sort_key_version: Set(SORT_KEY_VERSION),
        state: Set(State::Draft),
        organisation_id: Set(None),
        lacking: Set(0),
        deleted_at: Set(None),
    }
    .insert(tx)
    .await?;
    refresh(tx, by.school, &[id]).await?;
    audit(tx, clock, by, Event::SituationBegun(id)).await?;
    Ok(id)
}

/// A situation of a file, and under which identifiers it is written.
#[derive(Clone, Debug)]
pub struct Placed<'a> {
    /// The situation.
    pub id: SituationId,
    /// Its missions; as many as the file has.
    pub missions: Vec<MissionId>,
    /// What they say.
    pub file: &'a SituationFile,
}

/// Writes a situation with its missions, in an organisation of the school.
///
/// # Errors
/// When a row cannot be written.
pub async fn place(
    tx: &Tx,
    clock: &Clock,
    by: By,
    organisation: Option<OrganisationId>,
    curriculum: &Curriculum,
    placed: &Placed<'_>,
) -> Result<SituationId, DbError> {
    let file = placed.file;
    let new = NewSituation {
        id: placed.id,
        curriculum: file.curriculum.clone(),
        content: SituationContent {
            organisation,
            ..file.situation.clone()
        },
    };
    let situation = begin(tx, clock, by, &new).await?;
    for (id, content) in placed.missions.iter().zip(&file.missions) {
        let mission = NewMission {
            id: *id,
            situation,
            content: content.clone(),
        };
        begin_mission(tx, clock, by, curriculum, &mission).await?;
    }
    Ok(situation)
}

/// Saves what a situation says. `started_from` is the version that the writer
/// saw. One in the corbeille is written too: its text is found again with it.
///
/// # Errors
/// When a row cannot be written.
pub async fn save(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: SituationId,
    started_from: i32,
    content: &SituationContent,
) -> Result<Saved, DbError> {
    let sheet = sheet_of(tx, by.school, id.into()).await?;
    let saved = save_sheet(tx, clock, by, &sheet, started_from, content).await?;
    if let Saved::Current { changed: true, .. } = saved {
        refresh(tx, by.school, &[id]).await?;
    }
    Ok(saved)
}

/// Puts a kept version in place; what was there is kept first.
///
/// # Errors
/// [`Refused::Because`] when there is no such version.
pub async fn restore_version(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: SituationId,
    number: i32,
) -> Result<(), Refused> {
    let sheet = sheet_of(tx, by.school, id.into()).await?;
    let kept: SituationContent = kept(tx, by, &sheet, number).await?;
    restore(tx, clock, by, &sheet, &kept).await?;
    refresh(tx, by.school, &[id]).await?;
    audit(tx, clock, by, Event::VersionRestored(sheet.id)).await?;
    Ok(())
}

/// What a kept version says.
///
/// # Errors
/// [`Refused::Because`] when there is no such version.
pub(crate) async fn kept<T: serde::de::DeserializeOwned>(
    tx: &Tx,
    by: By,
    sheet: &sheets::Model,
    number: i32,
) -> Result<T, Refused> {
    match version(tx, by.school, sheet.id, number).await? {
        Some(version) => Ok(read(&version.content)?),
        None => Err(Refused::because(
            "Cette version n’existe pas. Rien n’a changé.",
        )),
    }
}

/// The sheet of a thing that was found before.
pub(crate) async fn sheet_of(
    tx: &Tx,
    school: SchoolId,
    id: crate::model::SheetId,
) -> Result<sheets::Model, DbError> {
    find_sheet(tx, school, id).await?.ok_or_else(|| lost(id))
}

/// A situation that was found before; its absence is a race.
async fn existing(tx: &Tx, by: By, id: SituationId) -> Result<situations::Model, Refused> {
    store::find(tx, by.school, id)
        .await?
        .ok_or_else(|| Refused::because("Cette situation n’existe plus. Rien n’a changé."))
}

pub(crate) async fn audit(tx: &Tx, clock: &Clock, by: By, event: Event) -> Result<(), DbError> {
    db::audit::record(tx, clock, by.school, Some(by.account), &event).await
}
