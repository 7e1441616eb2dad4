//! Schools and who belongs to which.

use db::DbError;
use kernel::{AccountId, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{JoinType, QueryOrder, QuerySelect, RelationDef};

use super::{memberships, school_rows};

/// Whether there is a school.
pub async fn any(connection: &impl ConnectionTrait) -> Result<bool, DbError> {
    let first: Option<SchoolId> = school_rows::Entity::find()
        .select_only()
        .column(school_rows::Column::Id)
        .limit(1)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(first.is_some())
}

/// The school.
pub async fn get(
    connection: &impl ConnectionTrait,
    school: SchoolId,
) -> Result<Option<school_rows::Model>, DbError> {
    Ok(school_rows::Entity::find_by_id(school)
        .one(connection)
        .await?)
}

/// The schools (id, name) whose doors are open to an account, by name.
pub async fn of_account(
    connection: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<(SchoolId, String)>, DbError> {
    let to_school: RelationDef = memberships::Entity::belongs_to(school_rows::Entity)
        .from(memberships::Column::SchoolId)
        .to(school_rows::Column::Id)
        .into();
    Ok(memberships::Entity::find()
        .select_only()
        .column(school_rows::Column::Id)
        .column(school_rows::Column::Name)
        .join(JoinType::InnerJoin, to_school)
        .filter(memberships::Column::AccountId.eq(account))
        .filter(memberships::Column::EndedAt.is_null())
        .order_by_asc(school_rows::Column::Name)
        .into_tuple()
        .all(connection)
        .await?)
}
