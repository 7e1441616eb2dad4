//! Who is legally responsible for whom, with their names.

use db::DbError;
use kernel::{AccountId, SchoolId};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;

use super::people::{PersonRow, rows};
use super::{guardianships, memberships};

/// Those who are legally responsible for a learner, in the order of their names.
pub async fn of_learner(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<Vec<PersonRow>, DbError> {
    let guardians = Query::select()
        .column(guardianships::Column::GuardianId)
        .from(guardianships::Entity)
        .and_where(guardianships::Column::SchoolId.eq(school))
        .and_where(guardianships::Column::LearnerId.eq(learner))
        .to_owned();
    Ok(rows(school)
        .filter(memberships::Column::AccountId.in_subquery(guardians))
        .order_by_asc(memberships::Column::SortKey)
        .into_model()
        .all(reader)
        .await?)
}

/// Ends the responsibility of somebody for a learner. Says whether there was one.
pub async fn remove(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
    guardian: AccountId,
) -> Result<bool, DbError> {
    let removed = guardianships::Entity::delete_by_id((school, learner, guardian))
        .exec(tx)
        .await?;
    Ok(removed.rows_affected == 1)
}
