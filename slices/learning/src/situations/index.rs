//! What lists know of a situation: drawn from what is written, in the
//! transaction that writes it.

use std::collections::HashMap;

use db::text::{SORT_KEY_VERSION, search_key, sort_key};
use db::{DbError, Tx};
use kernel::SchoolId;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::store;
use crate::model::elements::{bits, missing};
use crate::model::{MissionContent, OrganisationContent, SheetId, SituationContent, SituationId};
use crate::rows::{sheets, situations};
use crate::sheets::store::{find_many, lost, read};

/// Titles are put in order by so many characters: the position of a page
/// travels in its address.
const SORTED_BY: usize = 100;

/// The key that puts titles and names in order.
#[must_use]
pub fn order_key(title: &str) -> Vec<u8> {
    sort_key(&title.chars().take(SORTED_BY).collect::<String>())
}

/// Brings the rows of these situations up to date with what they say.
///
/// # Errors
/// When a row cannot be written.
pub async fn refresh(tx: &Tx, school: SchoolId, ids: &[SituationId]) -> Result<(), DbError> {
    let rows = store::find_many(tx, school, ids).await?;
    let missions = store::missions_of(tx, school, ids).await?;
    let wanted: Vec<SheetId> = missions
        .iter()
        .map(|mission| mission.id.into())
        .chain(ids.iter().map(|id| (*id).into()))
        .collect();
    let mut sheets = find_many(tx, school, &wanted).await?;
    let contents = rows
        .iter()
        .map(|row| content(&sheets, row.id.into()))
        .collect::<Result<Vec<SituationContent>, _>>()?;
    let organisations: Vec<SheetId> = contents
        .iter()
        .filter_map(|content| content.organisation.map(SheetId::from))
        .collect();
    sheets.extend(find_many(tx, school, &organisations).await?);
    for (row, situation) in rows.into_iter().zip(contents) {
        let own = missions.iter().filter(|one| one.situation_id == row.id);
        let own = own
            .map(|mission| content(&sheets, mission.id.into()))
            .collect::<Result<Vec<MissionContent>, _>>()?;
        let organisation: Option<OrganisationContent> = match situation.organisation {
            Some(id) => Some(content(&sheets, id.into())?),
            None => None,
        };
        set(tx, row, &situation, organisation.as_ref(), &own).await?;
    }
    Ok(())
}

fn content<T: serde::de::DeserializeOwned>(
    sheets: &HashMap<SheetId, sheets::Model>,
    id: SheetId,
) -> Result<T, DbError> {
    read(&sheets.get(&id).ok_or_else(|| lost(id))?.content)
}

async fn set(
    tx: &Tx,
    row: situations::Model,
    content: &SituationContent,
    organisation: Option<&OrganisationContent>,
    missions: &[MissionContent],
) -> Result<(), DbError> {
    let mut words = vec![content.title.as_str()];
    words.extend(organisation.map(|one| one.name.as_str()));
    words.extend(missions.iter().map(|mission| mission.title.as_str()));
    let mut active = row.into_active_model();
    active.title = Set(content.title.clone());
    active.search_key = Set(search_key(&words.join(" ")));
    active.sort_key = Set(order_key(&content.title));
    active.sort_key_version = Set(SORT_KEY_VERSION);
    active.organisation_id = Set(content.organisation);
    active.lacking = Set(bits(&missing(content, organisation, missions)));
    active.update(tx).await?;
    Ok(())
}

/// The situations of an organisation, deleted ones too.
///
/// # Errors
/// When the database does not answer.
pub async fn of_organisation(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    organisation: crate::model::OrganisationId,
) -> Result<Vec<situations::Model>, DbError> {
    use situations::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::OrganisationId.eq(organisation))
        .all(connection)
        .await?)
}

/// How many situations take place in each organisation, deleted ones not
/// counted; one statement.
///
/// # Errors
/// When the database does not answer.
pub async fn count_by_organisation(
    connection: &impl ConnectionTrait,
    school: SchoolId,
) -> Result<HashMap<crate::model::OrganisationId, u64>, DbError> {
    use sea_orm::QuerySelect;
    use situations::{Column, Entity};
    let rows: Vec<(crate::model::OrganisationId, i64)> = Entity::find()
        .select_only()
        .column(Column::OrganisationId)
        .column_as(Column::Id.count(), "count")
        .filter(Column::SchoolId.eq(school))
        .filter(Column::OrganisationId.is_not_null())
        .filter(Column::DeletedAt.is_null())
        .group_by(Column::OrganisationId)
        .into_tuple()
        .all(connection)
        .await?;
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok(rows.into_iter().map(|(id, n)| (id, count(n))).collect())
}
