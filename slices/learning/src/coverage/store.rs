//! What the missions entrusted to a class work.

use std::collections::{BTreeSet, HashMap};

use db::DbError;
use kernel::SchoolId;
use people::api::ClassId;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ConnectionTrait, QuerySelect};

use crate::assignments::store::assignments;
use crate::model::MissionId;
use crate::rows::mission_targets;

/// The codes that each mission entrusted to the class works, one row a mission.
///
/// # Errors
/// When the database does not answer.
pub async fn codes(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<HashMap<MissionId, BTreeSet<String>>, DbError> {
    use mission_targets::{Column, Entity};
    let rows: Vec<(MissionId, String)> = Entity::find()
        .select_only()
        .column(Column::MissionId)
        .column_as(Expr::cust("string_agg(code, ' ')"), "codes")
        .filter(Column::SchoolId.eq(school))
        .filter(Column::MissionId.in_subquery(missions_of(school, class)))
        .group_by(Column::MissionId)
        .into_tuple()
        .all(reader)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(mission, codes)| (mission, codes.split(' ').map(str::to_owned).collect()))
        .collect())
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
