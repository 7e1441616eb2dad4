//! Groups inside classes. A member who leaves the class is no longer shown in
//! its groups, and is there again when they come back.

mod migration;
mod rows;

use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, IntoCondition};
use sea_orm::{FromQueryResult, JoinType, QueryOrder, QuerySelect, RelationDef, Select, Set};

pub use migration::Groups;
pub use rows::groups::Model;
use rows::groups::{ActiveModel, Column, Entity};
use rows::members;

use super::{accounts, enrolment_rows, memberships};
use crate::model::{ClassId, GroupId, LearnerStatus, PersonName, Title};

/// A learner in a group.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MemberRow {
    pub group_id: GroupId,
    pub account_id: AccountId,
    pub title: Option<Title>,
    pub first_name: String,
    pub last_name: String,
}

impl MemberRow {
    /// How the person is called.
    pub fn name(&self) -> PersonName {
        PersonName {
            title: self.title,
            first: self.first_name.clone(),
            last: self.last_name.clone(),
        }
    }
}

/// The groups of a class, deleted ones included, by name.
pub async fn of_class(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<Model>, DbError> {
    let mut rows = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ClassId.eq(class))
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    // A class has few groups: their French order is made here.
    rows.sort_by_cached_key(|row| db::text::sort_key(&row.name));
    Ok(rows)
}

/// A group of the school, deleted or not.
pub async fn get(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: GroupId,
) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id(id)
        .filter(Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The school of a group, whichever it is.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: GroupId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(Entity::find_by_id(id)
        .select_only()
        .column(Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// Who is in the groups of a class and still in the class, in the order of
/// their names.
pub async fn members(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<MemberRow>, DbError> {
    let to_group: RelationDef = members::Entity::belongs_to(Entity)
        .from((members::Column::SchoolId, members::Column::GroupId))
        .to((Column::SchoolId, Column::Id))
        .into();
    let to_enrolment: RelationDef = members::Entity::belongs_to(enrolment_rows::Entity)
        .from((members::Column::SchoolId, members::Column::AccountId))
        .to((
            enrolment_rows::Column::SchoolId,
            enrolment_rows::Column::AccountId,
        ))
        .into();
    let to_membership: RelationDef = members::Entity::belongs_to(memberships::Entity)
        .from((members::Column::SchoolId, members::Column::AccountId))
        .to((
            memberships::Column::SchoolId,
            memberships::Column::AccountId,
        ))
        .into();
    let to_account: RelationDef = members::Entity::belongs_to(accounts::Entity)
        .from(members::Column::AccountId)
        .to(accounts::Column::Id)
        .into();
    Ok(members::Entity::find()
        .select_only()
        .columns([members::Column::GroupId, members::Column::AccountId])
        .columns([
            accounts::Column::Title,
            accounts::Column::FirstName,
            accounts::Column::LastName,
        ])
        .join(JoinType::InnerJoin, to_group)
        .join(JoinType::InnerJoin, to_enrolment)
        .join(JoinType::InnerJoin, to_membership)
        .join(JoinType::InnerJoin, to_account)
        .filter(members::Column::SchoolId.eq(school))
        .filter(Column::ClassId.eq(class))
        .filter(enrolment_rows::Column::ClassId.eq(class))
        .filter(enrolment_rows::Column::LeftOn.is_null())
        .order_by_asc(memberships::Column::SortKey)
        .order_by_asc(members::Column::AccountId)
        .into_model()
        .all(reader)
        .await?)
}

/// A learner of a class, once for each group of the class that they are in;
/// once without a group when they are in none.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PlacedRow {
    pub account_id: AccountId,
    pub title: Option<Title>,
    pub first_name: String,
    pub last_name: String,
    pub status: LearnerStatus,
    pub distance: bool,
    pub entered_on: chrono::NaiveDate,
    pub group_id: Option<GroupId>,
    pub group_name: Option<String>,
}

/// The learners who are in a class now, in the order of their names, with the
/// groups of the class in use that they are in.
pub async fn placed_in_class(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<PlacedRow>, DbError> {
    Ok(placed_statement(school, class)
        .into_model()
        .all(reader)
        .await?)
}

/// The statement of [`placed_in_class`].
pub fn placed_statement(school: SchoolId, class: ClassId) -> Select<enrolment_rows::Entity> {
    use enrolment_rows::Column as Enrolled;
    let to_membership: RelationDef = enrolment_rows::Entity::belongs_to(memberships::Entity)
        .from((Enrolled::SchoolId, Enrolled::AccountId))
        .to((
            memberships::Column::SchoolId,
            memberships::Column::AccountId,
        ))
        .into();
    let to_account: RelationDef = enrolment_rows::Entity::belongs_to(accounts::Entity)
        .from(Enrolled::AccountId)
        .to(accounts::Column::Id)
        .into();
    let to_member: RelationDef = enrolment_rows::Entity::belongs_to(members::Entity)
        .from((Enrolled::SchoolId, Enrolled::AccountId))
        .to((members::Column::SchoolId, members::Column::AccountId))
        .into();
    let to_group: RelationDef = members::Entity::belongs_to(Entity)
        .from((members::Column::SchoolId, members::Column::GroupId))
        .to((Column::SchoolId, Column::Id))
        .on_condition(move |_, group| {
            Expr::col((group.clone(), Column::ClassId))
                .eq(class)
                .and(Expr::col((group, Column::DeletedAt)).is_null())
                .into_condition()
        })
        .into();
    enrolment_rows::Entity::find()
        .select_only()
        .columns([
            Enrolled::AccountId,
            Enrolled::Status,
            Enrolled::Distance,
            Enrolled::EnteredOn,
        ])
        .columns([
            accounts::Column::Title,
            accounts::Column::FirstName,
            accounts::Column::LastName,
        ])
        .column_as(Column::Id, "group_id")
        .column_as(Column::Name, "group_name")
        .join(JoinType::InnerJoin, to_membership)
        .join(JoinType::InnerJoin, to_account)
        .join(JoinType::LeftJoin, to_member)
        .join(JoinType::LeftJoin, to_group)
        .filter(Enrolled::SchoolId.eq(school))
        .filter(Enrolled::ClassId.eq(class))
        .filter(Enrolled::LeftOn.is_null())
        .order_by_asc(memberships::Column::SortKey)
        .order_by_asc(Enrolled::AccountId)
}

/// The groups in use that a learner was put in, with their classes: whether
/// they are still in the class is for the caller to know.
pub async fn of_learner(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<Vec<(ClassId, GroupId)>, DbError> {
    let to_group: RelationDef = members::Entity::belongs_to(Entity)
        .from((members::Column::SchoolId, members::Column::GroupId))
        .to((Column::SchoolId, Column::Id))
        .into();
    Ok(members::Entity::find()
        .select_only()
        .column(Column::ClassId)
        .column(Column::Id)
        .join(JoinType::InnerJoin, to_group)
        .filter(members::Column::SchoolId.eq(school))
        .filter(members::Column::AccountId.eq(learner))
        .filter(Column::DeletedAt.is_null())
        .into_tuple()
        .all(reader)
        .await?)
}

/// Writes a new group without members.
pub async fn insert(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
    id: GroupId,
    name: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    ActiveModel {
        id: Set(id),
        school_id: Set(school),
        class_id: Set(class),
        name: Set(name.to_owned()),
        deleted_at: Set(None),
        version: Set(1),
        created_at: Set(now),
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// Renames a group that is still at `version`. Says how many rows it changed.
pub async fn rename(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    id: GroupId,
    version: i32,
    name: &str,
) -> Result<u64, DbError> {
    let updated = Entity::update_many()
        .col_expr(Column::Name, Expr::value(name))
        .col_expr(Column::Version, Expr::value(version + 1))
        .filter(Column::Id.eq(id))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Version.eq(version))
        .exec(tx)
        .await?;
    Ok(updated.rows_affected)
}

/// Takes a group out of the lists, or brings it back (`None`).
pub async fn set_deleted(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    id: GroupId,
    at: Option<Timestamp>,
) -> Result<(), DbError> {
    Entity::update_many()
        .col_expr(Column::DeletedAt, Expr::value(at))
        .filter(Column::Id.eq(id))
        .filter(Column::SchoolId.eq(school))
        .exec(tx)
        .await?;
    Ok(())
}

/// Makes `people` the members of a group, instead of those it had.
pub async fn set_members(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    id: GroupId,
    people: &[AccountId],
) -> Result<(), DbError> {
    members::Entity::delete_many()
        .filter(members::Column::SchoolId.eq(school))
        .filter(members::Column::GroupId.eq(id))
        .exec(tx)
        .await?;
    if people.is_empty() {
        return Ok(());
    }
    members::Entity::insert_many(people.iter().map(|person| members::ActiveModel {
        school_id: Set(school),
        group_id: Set(id),
        account_id: Set(*person),
    }))
    .exec_without_returning(tx)
    .await?;
    Ok(())
}
