//! How far a new school is: a class, its learners, their way in.

use db::DbError;
use kernel::SchoolId;
use sea_orm::entity::prelude::*;
use sea_orm::{JoinType, QuerySelect, RelationDef};

use super::{access_codes, accounts, class_rows, enrolment_rows};
use crate::model::ClassId;

/// Whether a learner of a class has come in.
pub async fn somebody_came(
    reader: &impl ConnectionTrait,
    school: SchoolId,
) -> Result<bool, DbError> {
    let to_account: RelationDef = enrolment_rows::Entity::belongs_to(accounts::Entity)
        .from(enrolment_rows::Column::AccountId)
        .to(accounts::Column::Id)
        .into();
    let first: Option<ClassId> = enrolment_rows::Entity::find()
        .select_only()
        .column(enrolment_rows::Column::ClassId)
        .join(JoinType::InnerJoin, to_account)
        .filter(enrolment_rows::Column::SchoolId.eq(school))
        .filter(accounts::Column::PasswordHash.is_not_null())
        .limit(1)
        .into_tuple()
        .one(reader)
        .await?;
    Ok(first.is_some())
}

/// The first class that has somebody in it.
pub async fn class_with_learners(
    reader: &impl ConnectionTrait,
    school: SchoolId,
) -> Result<Option<ClassId>, DbError> {
    Ok(enrolment_rows::Entity::find()
        .select_only()
        .column(enrolment_rows::Column::ClassId)
        .filter(enrolment_rows::Column::SchoolId.eq(school))
        .limit(1)
        .into_tuple()
        .one(reader)
        .await?)
}

/// Whether there is a class.
pub async fn has_class(reader: &impl ConnectionTrait, school: SchoolId) -> Result<bool, DbError> {
    let first: Option<ClassId> = class_rows::Entity::find()
        .select_only()
        .column(class_rows::Column::Id)
        .filter(class_rows::Column::SchoolId.eq(school))
        .limit(1)
        .into_tuple()
        .one(reader)
        .await?;
    Ok(first.is_some())
}

/// Whether somebody was given a code or a link.
pub async fn has_code(reader: &impl ConnectionTrait, school: SchoolId) -> Result<bool, DbError> {
    let first: Option<kernel::AccountId> = access_codes::Entity::find()
        .select_only()
        .column(access_codes::Column::AccountId)
        .filter(access_codes::Column::SchoolId.eq(school))
        .limit(1)
        .into_tuple()
        .one(reader)
        .await?;
    Ok(first.is_some())
}
