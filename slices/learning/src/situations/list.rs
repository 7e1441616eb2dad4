//! The library, page by page.

use std::collections::{BTreeSet, HashMap};

use db::text::contains_pattern;
use db::{Cursor, DbError, Slice};
use kernel::SchoolId;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{ConnectionTrait, QuerySelect, QueryTrait};

use crate::model::{MissionId, OrganisationId, SituationId, State};
use crate::rows::{mission_targets, missions, situations};

/// Situations on a page of the library.
pub const PAGE_SIZE: usize = 20;

/// What the library is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Where they are in their life.
    pub state: Option<State>,
    /// They work competences of that bloc.
    pub bloc: Option<u8>,
    /// They take place there.
    pub organisation: Option<OrganisationId>,
    /// Words of the title, of the organisation or of a mission; empty for any.
    pub search: String,
    /// They lack something of the nine elements.
    pub incomplete: bool,
    /// Those of the corbeille instead of the others.
    pub deleted: bool,
}

/// A page of the library, in the order of titles.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    filter: &Filter,
    cursor: Option<&Cursor>,
) -> Result<Slice<situations::Model>, DbError> {
    use situations::{Column, Entity};
    let mut select = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(match filter.deleted {
            true => Column::DeletedAt.is_not_null(),
            false => Column::DeletedAt.is_null(),
        })
        .apply_if(filter.state, |select, state| {
            select.filter(Column::State.eq(state))
        })
        .apply_if(filter.organisation, |select, id| {
            select.filter(Column::OrganisationId.eq(id))
        })
        .apply_if(filter.bloc, |select, bloc| {
            select.filter(Column::Id.in_subquery(of_bloc(school, bloc)))
        });
    if filter.incomplete {
        select = select.filter(Column::Lacking.ne(0));
    }
    if !filter.search.trim().is_empty() {
        select = select.filter(Column::SearchKey.like(contains_pattern(&filter.search)));
    }
    let by = (Column::SortKey, Column::Id);
    Slice::fetch(connection, select, by, PAGE_SIZE, cursor, |row| {
        (row.sort_key.clone(), row.id.into())
    })
    .await
}

/// The situations that have a mission of that bloc.
fn of_bloc(school: SchoolId, bloc: u8) -> sea_orm::sea_query::SelectStatement {
    let targets = Query::select()
        .column(mission_targets::Column::MissionId)
        .from(mission_targets::Entity)
        .and_where(mission_targets::Column::SchoolId.eq(school))
        .and_where(mission_targets::Column::Bloc.eq(i16::from(bloc)))
        .to_owned();
    Query::select()
        .column(missions::Column::SituationId)
        .from(missions::Entity)
        .and_where(missions::Column::SchoolId.eq(school))
        .and_where(missions::Column::DeletedAt.is_null())
        .and_where(missions::Column::Id.in_subquery(targets))
        .to_owned()
}

/// The blocs that each of these missions crosses; one statement.
///
/// # Errors
/// When the database does not answer.
pub async fn blocs_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    missions: &[missions::Model],
) -> Result<HashMap<SituationId, BTreeSet<i16>>, DbError> {
    use mission_targets::{Column, Entity};
    if missions.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(MissionId, i16)> = Entity::find()
        .select_only()
        .columns([Column::MissionId, Column::Bloc])
        .distinct()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::MissionId.is_in(missions.iter().map(|mission| mission.id)))
        .into_tuple()
        .all(connection)
        .await?;
    let situations: HashMap<MissionId, SituationId> = missions
        .iter()
        .map(|mission| (mission.id, mission.situation_id))
        .collect();
    let mut blocs: HashMap<SituationId, BTreeSet<i16>> = HashMap::new();
    for (mission, bloc) in rows {
        if let Some(situation) = situations.get(&mission) {
            blocs.entry(*situation).or_default().insert(bloc);
        }
    }
    Ok(blocs)
}
