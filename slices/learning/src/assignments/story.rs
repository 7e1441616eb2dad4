//! What a mission tells: the mission, its situation, the organisation where it
//! takes place, the documents that go with it.

use db::DbError;
use kernel::SchoolId;
use sea_orm::ConnectionTrait;

use crate::documents::store::of_mission;
use crate::model::{
    MissionContent, MissionId, OrganisationContent, SheetId, SituationContent, SituationId,
};
use crate::rows::{documents, missions, situations};
use crate::sheets::store::{find_many, read as content_of};
use crate::situations::store;

/// A mission with all that surrounds it.
#[derive(Clone, Debug)]
pub struct Story {
    /// The situation, as lists know it.
    pub situation: situations::Model,
    /// What the situation says.
    pub context: SituationContent,
    /// The mission, as lists know it.
    pub mission: missions::Model,
    /// What the mission says.
    pub content: MissionContent,
    /// The organisation where it takes place.
    pub organisation: Option<OrganisationContent>,
    /// The documents of the mission; those of the situation are the team’s.
    pub documents: Vec<documents::Model>,
}

/// Reads it; four statements.
///
/// # Errors
/// When the database does not answer.
pub async fn read(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    situation: SituationId,
    mission: MissionId,
) -> Result<Option<Story>, DbError> {
    let Some(situation) = store::find(connection, school, situation).await? else {
        return Ok(None);
    };
    let Some(mission) = store::mission(connection, school, mission).await? else {
        return Ok(None);
    };
    let mut ids: Vec<SheetId> = vec![situation.id.into(), mission.id.into()];
    ids.extend(situation.organisation_id.map(SheetId::from));
    let sheets = find_many(connection, school, &ids).await?;
    let (Some(context), Some(content)) = (sheets.get(&ids[0]), sheets.get(&ids[1])) else {
        return Ok(None);
    };
    let organisation = ids.get(2).and_then(|id| sheets.get(id));
    let documents = of_mission(connection, school, situation.id, mission.id).await?;
    Ok(Some(Story {
        context: content_of(&context.content)?,
        content: content_of(&content.content)?,
        organisation: organisation
            .map(|sheet| content_of(&sheet.content))
            .transpose()?,
        situation,
        mission,
        documents,
    }))
}
