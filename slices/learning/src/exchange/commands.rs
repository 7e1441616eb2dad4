//! What becomes of a file that was sent, inside the write transaction of the
//! caller.

use curriculum::Curriculum;
use db::{DbError, Tx};
use files::FileId;
use kernel::{AccountId, Clock, SchoolId};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};

use super::ArrivalId;
use super::events::Event;
use super::plan::{Place, known_codes, place as place_of};
use super::store::{self, Staged, arrivals};
use crate::model::{DocumentId, MissionId, OrganisationId, SituationId};
use crate::organisations::NewOrganisation;
use crate::organisations::commands::begin;
use crate::rows::documents;
use crate::sheets::By;
use crate::shipped::SituationFile;
use crate::situations::commands::{Placed, place};

/// Keeps what a file holds until somebody looked at it.
pub async fn stage(tx: &Tx, clock: &Clock, by: By, staged: &Staged) -> Result<ArrivalId, DbError> {
    let id = ArrivalId::generate(clock);
    let content = serde_json::to_value(staged)
        .map_err(|error| DbError::Other(sea_orm::DbErr::Json(error.to_string())))?;
    arrivals::ActiveModel {
        id: Set(id),
        school_id: Set(by.school),
        author_id: Set(by.account),
        origin: Set(staged.envelope.origin),
        content: Set(content),
        sent_at: Set(clock.now()),
        created_at: Set(None),
        situation_id: Set(None),
    }
    .insert(tx)
    .await?;
    let event = Event::Arrived(id);
    db::audit::record(tx, clock, by.school, Some(by.account), &event).await?;
    Ok(id)
}

/// Creates what waits: a draft, of whoever sent the file. Asked twice, the
/// second time finds what the first created.
pub async fn create(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: ArrivalId,
    curriculum: &Curriculum,
) -> Result<SituationId, DbError> {
    let row = store::find(tx, by.school, id)
        .await?
        .ok_or(DbError::Conflict)?;
    if let Some(situation) = row.situation_id {
        return Ok(situation);
    }
    let staged = row.staged().ok_or(DbError::Conflict)?;
    let (envelope, _) = known_codes(staged.envelope, curriculum);
    let known = store::organisations_of(tx, by.school).await?;
    let organisation = match (place_of(&envelope, &known), envelope.organisation) {
        (Place::Joined(id, _), _) => Some(id),
        (Place::Created(_), Some(content)) => {
            let id = OrganisationId::generate(clock);
            Some(begin(tx, clock, by, &NewOrganisation { id, content }).await?)
        }
        _ => None,
    };
    let attachments = envelope.attachments;
    let file = SituationFile {
        curriculum: envelope.curriculum,
        situation: envelope.situation,
        missions: envelope.missions,
    };
    let placed = Placed {
        id: SituationId::generate(clock),
        missions: file
            .missions
            .iter()
            .map(|_| MissionId::generate(clock))
            .collect(),
        file: &file,
    };
    let situation = place(tx, clock, by, organisation, curriculum, &placed).await?;
    for (rank, file) in staged.files {
        if let Some(attachment) = attachments.get(rank) {
            let mission = attachment
                .mission
                .and_then(|at| placed.missions.get(at).copied());
            attach(
                tx,
                clock,
                by,
                situation,
                mission,
                file,
                (&attachment.name, &attachment.about),
            )
            .await?;
        }
    }
    let mut row = row.into_active_model();
    row.situation_id = Set(Some(situation));
    row.created_at = Set(Some(clock.now()));
    // The texts are in the situation now.
    row.content = Set(serde_json::Value::Null);
    row.update(tx).await?;
    let event = Event::Imported(situation);
    db::audit::record(tx, clock, by.school, Some(by.account), &event).await?;
    Ok(situation)
}

async fn attach(
    tx: &Tx,
    clock: &Clock,
    by: By,
    situation: SituationId,
    mission: Option<MissionId>,
    file: FileId,
    (name, about): (&str, &str),
) -> Result<(), DbError> {
    documents::ActiveModel {
        id: Set(DocumentId::generate(clock)),
        school_id: Set(by.school),
        situation_id: Set(situation),
        mission_id: Set(mission),
        file_id: Set(file),
        name: Set(name.to_owned()),
        about: Set(about.to_owned()),
        added_by: Set(by.account),
        added_at: Set(clock.now()),
        removed_at: Set(None),
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// Forgets what waits, with its files; what was created stays.
pub async fn forget(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    by: Option<AccountId>,
    id: ArrivalId,
) -> Result<(), DbError> {
    let row = store::find(tx, school, id).await?;
    let Some(row) = row.filter(|row| row.situation_id.is_none()) else {
        return Ok(());
    };
    for (_, file) in row.staged().map(|staged| staged.files).unwrap_or_default() {
        files::records::purge(tx, clock, school, file).await?;
    }
    arrivals::Entity::delete_by_id(id).exec(tx).await?;
    db::audit::record(tx, clock, school, by, &Event::Abandoned(id)).await
}
