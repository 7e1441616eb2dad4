//! Learners of classes.

use chrono::NaiveDate;
use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{FromQueryResult, JoinType, QueryOrder, QuerySelect, RelationDef, Set};

use super::enrolment_rows::{ActiveModel, Column, Entity, Model};
use super::{accounts, class_rows, memberships};
use crate::model::{ClassId, LearnerStatus, Login, PersonName, Title};

/// A learner in the list of a class.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LearnerRow {
    pub account_id: AccountId,
    pub login: Login,
    pub title: Option<Title>,
    pub first_name: String,
    pub last_name: String,
    pub has_password: bool,
    pub ended_at: Option<Timestamp>,
    pub status: LearnerStatus,
    pub distance: bool,
    pub entered_on: NaiveDate,
    pub left_on: Option<NaiveDate>,
}

impl LearnerRow {
    /// How the person is called.
    pub fn name(&self) -> PersonName {
        PersonName {
            title: self.title,
            first: self.first_name.clone(),
            last: self.last_name.clone(),
        }
    }
}

/// The learners of a class in the order of their names, those who left included.
pub async fn of_class(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<LearnerRow>, DbError> {
    Ok(of_class_statement(school, class)
        .into_model()
        .all(reader)
        .await?)
}

/// The statement of [`of_class`].
pub fn of_class_statement(school: SchoolId, class: ClassId) -> Select<Entity> {
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
    Entity::find()
        .select_only()
        .columns([
            Column::AccountId,
            Column::Status,
            Column::Distance,
            Column::EnteredOn,
            Column::LeftOn,
        ])
        .columns([
            accounts::Column::Login,
            accounts::Column::Title,
            accounts::Column::FirstName,
            accounts::Column::LastName,
        ])
        .column(memberships::Column::EndedAt)
        .expr_as(accounts::Column::PasswordHash.is_not_null(), "has_password")
        .join(JoinType::InnerJoin, to_membership)
        .join(JoinType::InnerJoin, to_account)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ClassId.eq(class))
        .order_by_asc(memberships::Column::SortKey)
        .order_by_asc(Column::AccountId)
}

/// A class that a learner is or was in.
#[derive(Clone, Debug, FromQueryResult)]
pub struct EnrolmentRow {
    pub account_id: AccountId,
    pub class_id: ClassId,
    pub class_name: String,
    pub curriculum_id: curriculum::CurriculumId,
    pub school_year: kernel::SchoolYear,
    pub archived_at: Option<Timestamp>,
    pub status: LearnerStatus,
    pub distance: bool,
    pub entered_on: NaiveDate,
    pub left_on: Option<NaiveDate>,
}

impl EnrolmentRow {
    /// Whether the learner is in the class now.
    pub fn current(&self) -> bool {
        self.left_on.is_none() && self.archived_at.is_none()
    }
}

/// The enrolments of learners, the latest first.
pub async fn of_learners(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learners: &[AccountId],
) -> Result<Vec<EnrolmentRow>, DbError> {
    let to_class: RelationDef = Entity::belongs_to(class_rows::Entity)
        .from(Column::ClassId)
        .to(class_rows::Column::Id)
        .into();
    Ok(Entity::find()
        .select_only()
        .columns([
            Column::AccountId,
            Column::ClassId,
            Column::Status,
            Column::Distance,
            Column::EnteredOn,
            Column::LeftOn,
        ])
        .columns([
            class_rows::Column::CurriculumId,
            class_rows::Column::SchoolYear,
            class_rows::Column::ArchivedAt,
        ])
        .column_as(class_rows::Column::Name, "class_name")
        .join(JoinType::InnerJoin, to_class)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::AccountId.is_in(learners.to_vec()))
        .order_by_desc(Column::EnteredOn)
        .order_by_desc(Column::ClassId)
        .into_model()
        .all(reader)
        .await?)
}

/// The enrolment of a learner in a class, whether they left or not.
pub async fn get(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
    learner: AccountId,
) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id((school, class, learner))
        .one(connection)
        .await?)
}

/// Who is in a class now.
pub async fn current_ids(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<AccountId>, DbError> {
    Ok(Entity::find()
        .select_only()
        .column(Column::AccountId)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ClassId.eq(class))
        .filter(Column::LeftOn.is_null())
        .into_tuple()
        .all(connection)
        .await?)
}

/// Changes under which status somebody is in a class, and since when.
pub async fn change(
    tx: &impl ConnectionTrait,
    of: &Model,
    status: LearnerStatus,
    distance: bool,
    entered_on: NaiveDate,
) -> Result<(), DbError> {
    Entity::update_many()
        .col_expr(Column::Status, Expr::value(status))
        .col_expr(Column::Distance, Expr::value(distance))
        .col_expr(Column::EnteredOn, Expr::value(entered_on))
        .filter(Column::SchoolId.eq(of.school_id))
        .filter(Column::ClassId.eq(of.class_id))
        .filter(Column::AccountId.eq(of.account_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Enrols learners; one who had left comes back.
pub async fn enrol(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
    learners: &[AccountId],
    status: LearnerStatus,
    distance: bool,
    on: NaiveDate,
) -> Result<(), DbError> {
    if learners.is_empty() {
        return Ok(());
    }
    Entity::insert_many(learners.iter().map(|learner| ActiveModel {
        school_id: Set(school),
        class_id: Set(class),
        account_id: Set(*learner),
        status: Set(status),
        distance: Set(distance),
        entered_on: Set(on),
        left_on: Set(None),
    }))
    .on_conflict(
        OnConflict::columns([Column::SchoolId, Column::ClassId, Column::AccountId])
            .update_columns([Column::Status, Column::Distance, Column::LeftOn])
            .to_owned(),
    )
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

/// Notes that a learner left the class on a day, or is back (`None`). Says
/// whether the learner is enrolled there.
pub async fn set_left(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
    learner: AccountId,
    on: Option<NaiveDate>,
) -> Result<bool, DbError> {
    let updated = Entity::update_many()
        .col_expr(Column::LeftOn, Expr::value(on))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ClassId.eq(class))
        .filter(Column::AccountId.eq(learner))
        .exec(tx)
        .await?;
    Ok(updated.rows_affected == 1)
}
