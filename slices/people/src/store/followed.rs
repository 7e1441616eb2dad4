//! The learners of the teams that somebody belongs to, in one statement.

use db::DbError;
use kernel::{AccountId, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, JoinType, QueryOrder, QuerySelect, RelationDef};

use super::enrolment_rows::{Column, Entity};
use super::{accounts, class_rows, guardianships, memberships, teachings};
use crate::model::{ClassId, PersonName, Title};

/// A learner with their class.
#[derive(Clone, Debug, FromQueryResult)]
pub struct FollowedRow {
    pub account_id: AccountId,
    pub class_id: ClassId,
    pub class_name: String,
    pub title: Option<Title>,
    pub first_name: String,
    pub last_name: String,
}

impl FollowedRow {
    /// How the person is called.
    pub fn name(&self) -> PersonName {
        PersonName {
            title: self.title,
            first: self.first_name.clone(),
            last: self.last_name.clone(),
        }
    }
}

/// The learners who are now in a class whose team `teacher` belongs to: class
/// by class, in the order of their names.
pub async fn by(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    teacher: AccountId,
) -> Result<Vec<FollowedRow>, DbError> {
    let to_teaching: RelationDef = Entity::belongs_to(teachings::Entity)
        .from((Column::SchoolId, Column::ClassId))
        .to((teachings::Column::SchoolId, teachings::Column::ClassId))
        .into();
    let to_class: RelationDef = Entity::belongs_to(class_rows::Entity)
        .from(Column::ClassId)
        .to(class_rows::Column::Id)
        .into();
    let to_membership: RelationDef = Entity::belongs_to(memberships::Entity)
        .from((Column::SchoolId, Column::AccountId))
        .to((
            memberships::Column::SchoolId,
            memberships::Column::AccountId,
        ))
        .into();
    let to_account: RelationDef = Entity::belongs_to(accounts::Entity)
        .from(Column::AccountId)
        .to(accounts::Column::Id)
        .into();
    Ok(Entity::find()
        .select_only()
        .columns([Column::AccountId, Column::ClassId])
        .column_as(class_rows::Column::Name, "class_name")
        .columns([
            accounts::Column::Title,
            accounts::Column::FirstName,
            accounts::Column::LastName,
        ])
        .join(JoinType::InnerJoin, to_teaching)
        .join(JoinType::InnerJoin, to_class)
        .join(JoinType::InnerJoin, to_membership)
        .join(JoinType::InnerJoin, to_account)
        .filter(Column::SchoolId.eq(school))
        .filter(teachings::Column::AccountId.eq(teacher))
        .filter(Column::LeftOn.is_null())
        .filter(class_rows::Column::ArchivedAt.is_null())
        .order_by_asc(class_rows::Column::SortKey)
        .order_by_asc(Column::ClassId)
        .order_by_asc(memberships::Column::SortKey)
        .into_model()
        .all(reader)
        .await?)
}

/// A learner whom somebody is legally responsible for.
#[derive(Clone, Debug, FromQueryResult)]
pub struct WardRow {
    pub account_id: AccountId,
    pub title: Option<Title>,
    pub first_name: String,
    pub last_name: String,
    pub birth_date: Option<chrono::NaiveDate>,
}

impl WardRow {
    /// How the person is called.
    pub fn name(&self) -> PersonName {
        PersonName {
            title: self.title,
            first: self.first_name.clone(),
            last: self.last_name.clone(),
        }
    }
}

/// The learners whom `guardian` is legally responsible for, in the order of
/// their names.
pub async fn wards(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    guardian: AccountId,
) -> Result<Vec<WardRow>, DbError> {
    use guardianships::{Column, Entity};
    let to_membership: RelationDef = Entity::belongs_to(memberships::Entity)
        .from((Column::SchoolId, Column::LearnerId))
        .to((
            memberships::Column::SchoolId,
            memberships::Column::AccountId,
        ))
        .into();
    let to_account: RelationDef = Entity::belongs_to(accounts::Entity)
        .from(Column::LearnerId)
        .to(accounts::Column::Id)
        .into();
    Ok(Entity::find()
        .select_only()
        .column_as(Column::LearnerId, "account_id")
        .columns([
            accounts::Column::Title,
            accounts::Column::FirstName,
            accounts::Column::LastName,
            accounts::Column::BirthDate,
        ])
        .join(JoinType::InnerJoin, to_membership)
        .join(JoinType::InnerJoin, to_account)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::GuardianId.eq(guardian))
        .order_by_asc(memberships::Column::SortKey)
        .into_model()
        .all(reader)
        .await?)
}
