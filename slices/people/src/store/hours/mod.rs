//! How many hours each member of a team teaches in each bloc.

mod migration;
mod rows;

use db::DbError;
use kernel::SchoolId;
use sea_orm::Set;
use sea_orm::entity::prelude::*;

pub use migration::TeachingHours;
pub use rows::Model;
use rows::{ActiveModel, Column, Entity};

use crate::model::ClassId;

/// The hours of a class, somebody who left its team included.
pub async fn of_class(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<Model>, DbError> {
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ClassId.eq(class))
        .all(reader)
        .await?)
}

/// Makes `rows` the hours of a class, instead of those it had.
pub async fn replace(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
    rows: Vec<Model>,
) -> Result<(), DbError> {
    Entity::delete_many()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ClassId.eq(class))
        .exec(tx)
        .await?;
    if rows.is_empty() {
        return Ok(());
    }
    Entity::insert_many(rows.into_iter().map(|row| ActiveModel {
        school_id: Set(row.school_id),
        class_id: Set(row.class_id),
        account_id: Set(row.account_id),
        block: Set(row.block),
        minutes: Set(row.minutes),
        english_minutes: Set(row.english_minutes),
    }))
    .exec_without_returning(tx)
    .await?;
    Ok(())
}
