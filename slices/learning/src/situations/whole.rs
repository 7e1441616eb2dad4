//! A situation with all that belongs to it: what pages, documents and files
//! are made of.

use db::DbError;
use sea_orm::ConnectionTrait;

use super::store;
use crate::documents::store::of_situation;
use crate::model::elements::{Missing, missing};
use crate::model::{
    MissionContent, OrganisationContent, OrganisationId, SheetId, SituationContent,
};
use crate::rows::{documents, missions, sheets, situations};
use crate::sheets::store::{find_many, lost, read as content};

/// A situation, the organisation where it takes place, its missions and its
/// documents.
#[derive(Clone, Debug)]
pub struct Whole {
    /// What lists know of it.
    pub row: situations::Model,
    /// The text in place.
    pub sheet: sheets::Model,
    /// What it says.
    pub content: SituationContent,
    /// The organisation, deleted or not.
    pub organisation: Option<(OrganisationId, OrganisationContent)>,
    /// The missions that are still there, in their order.
    pub missions: Vec<WholeMission>,
    /// The documents of the situation as a whole.
    pub documents: Vec<documents::Model>,
}

/// A mission with its documents.
#[derive(Clone, Debug)]
pub struct WholeMission {
    /// What lists know of it.
    pub row: missions::Model,
    /// The text in place.
    pub sheet: sheets::Model,
    /// What it says.
    pub content: MissionContent,
    /// Its documents.
    pub documents: Vec<documents::Model>,
}

impl Whole {
    /// What it lacks of the nine elements.
    #[must_use]
    pub fn missing(&self) -> Vec<Missing> {
        let organisation = self.organisation.as_ref().map(|(_, content)| content);
        missing(&self.content, organisation, &self.mission_contents())
    }

    /// What the missions say, in their order.
    #[must_use]
    pub fn mission_contents(&self) -> Vec<MissionContent> {
        let contents = self.missions.iter().map(|mission| mission.content.clone());
        contents.collect()
    }
}

/// Reads all of a situation; three statements, however many missions.
///
/// # Errors
/// When the database does not answer.
pub async fn read(
    connection: &impl ConnectionTrait,
    row: &situations::Model,
) -> Result<Whole, DbError> {
    let school = row.school_id;
    let missions = store::missions_of(connection, school, &[row.id]).await?;
    let mut documents = of_situation(connection, school, row.id, false).await?;
    let mut ids: Vec<SheetId> = missions.iter().map(|mission| mission.id.into()).collect();
    ids.push(row.id.into());
    ids.extend(row.organisation_id.map(SheetId::from));
    let mut sheets = find_many(connection, school, &ids).await?;
    let mut take = |id: SheetId| sheets.remove(&id).ok_or_else(|| lost(id));
    let sheet = take(row.id.into())?;
    let organisation = match row.organisation_id {
        Some(id) => Some((id, content(&take(id.into())?.content)?)),
        None => None,
    };
    let missions = missions
        .into_iter()
        .map(|mission| {
            let sheet = take(mission.id.into())?;
            let own = documents.extract_if(.., |document| document.mission_id == Some(mission.id));
            Ok(WholeMission {
                documents: own.collect(),
                content: content(&sheet.content)?,
                sheet,
                row: mission,
            })
        })
        .collect::<Result<Vec<_>, DbError>>()?;
    documents.retain(|document| document.mission_id.is_none());
    Ok(Whole {
        row: row.clone(),
        content: content(&sheet.content)?,
        sheet,
        organisation,
        missions,
        documents,
    })
}
