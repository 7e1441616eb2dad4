//! What the missions entrusted to a class work. The database puts the missions
//! of a situation together: sixty situations are sixty rows, whatever the
//! number of their missions and of their codes.

use std::collections::{BTreeSet, HashMap};

use db::{DbError, gather};
use kernel::SchoolId;
use people::api::{ClassId, GroupId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbBackend, JoinType, QuerySelect, QueryTrait, Select};

use crate::assignments::model::Audience;
use crate::assignments::store::{assignments, to_situation};
use crate::model::{AssignmentId, MissionId, SituationId};
use crate::rows::{mission_targets, situations};

/// A mission that the class was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrusted {
    /// As it is entrusted.
    pub id: AssignmentId,
    /// The mission.
    pub mission: MissionId,
    /// To whom.
    pub audience: Audience,
    /// Which group.
    pub group: Option<GroupId>,
    /// The day on which the work is expected, `2027-03-09`; those without one
    /// come last.
    due: String,
}

/// A situation with its missions that the class was given.
#[derive(Clone, Debug)]
pub struct Situation {
    /// The situation.
    pub id: SituationId,
    /// Its title.
    pub title: String,
    /// Its missions, what is expected first before.
    pub missions: Vec<Entrusted>,
}

/// The situations of a class, what is expected first before; what was
/// withdrawn is left out.
///
/// # Errors
/// When the database does not answer.
pub async fn situations(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<Situation>, DbError> {
    let rows: Vec<(SituationId, String, String)> =
        statement(reader.get_database_backend(), school, class)
            .into_tuple()
            .all(reader)
            .await?;
    let situation = |(id, title, gathered): (_, _, String)| {
        let mut missions: Vec<Entrusted> = gathered.split(';').filter_map(entrusted).collect();
        missions.sort_by(|a, b| rank(a).cmp(&rank(b)));
        Situation {
            id,
            title,
            missions,
        }
    };
    let mut situations: Vec<Situation> = rows.into_iter().map(situation).collect();
    situations.sort_by(|a, b| {
        a.missions
            .first()
            .map(rank)
            .cmp(&b.missions.first().map(rank))
    });
    Ok(situations)
}

fn rank(mission: &Entrusted) -> (bool, &str, AssignmentId) {
    (mission.due.is_empty(), &mission.due, mission.id)
}

fn statement(backend: DbBackend, school: SchoolId, class: ClassId) -> Select<assignments::Entity> {
    use assignments::{Column, Entity};
    let [id, mission, group] = ["id", "mission_id", "group_id"]
        .map(|column| gather::digits_of(backend, &format!("assignments.{column}")));
    let together = format!(
        "string_agg({id} || {mission} || audience || '/' || coalesce({group}, '') || '/' || \
         coalesce(CAST(due_on AS text), ''), ';')"
    );
    Entity::find()
        .select_only()
        .column(Column::SituationId)
        .column(situations::Column::Title)
        .column_as(Expr::cust(together), "missions")
        .join(JoinType::InnerJoin, to_situation())
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ClassId.eq(class))
        .filter(Column::WithdrawnAt.is_null())
        .group_by(Column::SituationId)
        .group_by(situations::Column::Title)
}

/// One mission of what [`statement`] gathers.
fn entrusted(text: &str) -> Option<Entrusted> {
    let (id, rest) = gather::identifier(text)?;
    let (mission, rest) = gather::identifier(rest)?;
    let (audience, rest) = rest.split_once('/')?;
    let (group, due) = rest.split_once('/')?;
    Some(Entrusted {
        id,
        mission,
        audience: audience.parse().ok()?,
        group: gather::identifier(group).map(|(group, _)| group),
        due: due.to_owned(),
    })
}

/// The codes that each mission entrusted to the class works, in one row.
///
/// # Errors
/// When the database does not answer.
pub async fn codes(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<HashMap<MissionId, BTreeSet<String>>, DbError> {
    let statement = codes_statement(reader.get_database_backend(), school, class);
    let gathered: Option<String> = match reader.query_one(&statement).await? {
        Some(row) => row.try_get_by_index(0)?,
        None => None,
    };
    let missions = gathered.as_deref().unwrap_or_default().split(';');
    Ok(missions
        .filter_map(gather::identifier)
        .map(|(mission, codes)| (mission, codes.split(' ').map(str::to_owned).collect()))
        .collect())
}

fn codes_statement(backend: DbBackend, school: SchoolId, class: ClassId) -> SelectStatement {
    use mission_targets::{Column, Entity};
    let by_mission = Entity::find()
        .select_only()
        .column(Column::MissionId)
        .column_as(Expr::cust("string_agg(code, ' ')"), "codes")
        .filter(Column::SchoolId.eq(school))
        .filter(Column::MissionId.in_subquery(missions_of(school, class)))
        .group_by(Column::MissionId)
        .into_query();
    let mission = gather::digits_of(backend, "mission_id");
    Query::select()
        .expr(Expr::cust(format!("string_agg({mission} || codes, ';')")))
        .from_subquery(by_mission, "by_mission")
        .to_owned()
}

fn missions_of(school: SchoolId, class: ClassId) -> SelectStatement {
    Query::select()
        .column(assignments::Column::MissionId)
        .from(assignments::Entity)
        .and_where(assignments::Column::SchoolId.eq(school))
        .and_where(assignments::Column::ClassId.eq(class))
        .and_where(assignments::Column::WithdrawnAt.is_null())
        .to_owned()
}
