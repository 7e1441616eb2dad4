//! Queries on organisations.

use db::DbError;
use kernel::SchoolId;
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect};

use crate::model::OrganisationId;
use crate::rows::organisations::{Column, Entity, Model};

/// An organisation of the school; deleted ones too.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: OrganisationId,
) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id(id)
        .filter(Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The school of an organisation, whichever it is.
///
/// # Errors
/// When the database does not answer.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: OrganisationId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(Entity::find_by_id(id)
        .select_only()
        .column(Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// The organisations of the school, deleted ones too, in the order of names.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    connection: &impl ConnectionTrait,
    school: SchoolId,
) -> Result<Vec<Model>, DbError> {
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .order_by_asc(Column::SortKey)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?)
}

/// Whether the school has an organisation of that name.
///
/// # Errors
/// When the database does not answer.
pub async fn by_name(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    name: &str,
) -> Result<bool, DbError> {
    let found = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::DeletedAt.is_null())
        .filter(Column::SortKey.eq(crate::situations::index::order_key(name)))
        .all(connection)
        .await?;
    Ok(found.iter().any(|one| one.name == name))
}
