//! The teams of classes, and guardians of learners.

use db::DbError;
use kernel::{AccountId, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{FromQueryResult, JoinType, QueryOrder, QuerySelect, RelationDef, Set};

use super::teachings::{ActiveModel, Column, Entity, Model};
use super::{accounts, class_rows, enrolment_rows, guardianships, memberships};
use crate::model::{BlockNumbers, ClassId, PersonName, Title};

/// A member of the team of a class.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TeamRow {
    pub account_id: AccountId,
    pub class_id: ClassId,
    pub title: Option<Title>,
    pub first_name: String,
    pub last_name: String,
    pub blocks: BlockNumbers,
    pub coordinator: bool,
}

impl TeamRow {
    /// How the person is called.
    pub fn name(&self) -> PersonName {
        PersonName {
            title: self.title,
            first: self.first_name.clone(),
            last: self.last_name.clone(),
        }
    }
}

/// The teams of classes: the référent·e first, then in the order of names.
/// Those whose access is closed are left out.
pub async fn of_classes(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    classes: &[ClassId],
) -> Result<Vec<TeamRow>, DbError> {
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
        .columns([
            Column::AccountId,
            Column::ClassId,
            Column::Blocks,
            Column::Coordinator,
        ])
        .columns([
            accounts::Column::Title,
            accounts::Column::FirstName,
            accounts::Column::LastName,
        ])
        .join(JoinType::InnerJoin, to_membership)
        .join(JoinType::InnerJoin, to_account)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ClassId.is_in(classes.to_vec()))
        .filter(memberships::Column::EndedAt.is_null())
        .order_by_desc(Column::Coordinator)
        .order_by_asc(memberships::Column::SortKey)
        .into_model()
        .all(reader)
        .await?)
}

/// What ties a teacher to a class.
pub async fn get(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
    teacher: AccountId,
) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id((school, class, teacher))
        .one(connection)
        .await?)
}

/// What ties a teacher to the classes that a learner is in now, the latest
/// class first.
pub async fn between(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    teacher: AccountId,
    learner: AccountId,
) -> Result<Vec<Model>, DbError> {
    let to_enrolment: RelationDef = Entity::belongs_to(enrolment_rows::Entity)
        .from((Column::SchoolId, Column::ClassId))
        .to((
            enrolment_rows::Column::SchoolId,
            enrolment_rows::Column::ClassId,
        ))
        .into();
    let to_class: RelationDef = Entity::belongs_to(class_rows::Entity)
        .from(Column::ClassId)
        .to(class_rows::Column::Id)
        .into();
    Ok(Entity::find()
        .join(JoinType::InnerJoin, to_enrolment)
        .join(JoinType::InnerJoin, to_class)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::AccountId.eq(teacher))
        .filter(enrolment_rows::Column::AccountId.eq(learner))
        .filter(enrolment_rows::Column::LeftOn.is_null())
        .filter(class_rows::Column::ArchivedAt.is_null())
        .order_by_desc(enrolment_rows::Column::EnteredOn)
        .order_by_desc(Column::ClassId)
        .all(reader)
        .await?)
}

/// The classes that somebody coordinates.
pub async fn coordinated_by(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    teacher: AccountId,
) -> Result<Vec<ClassId>, DbError> {
    Ok(Entity::find()
        .select_only()
        .column(Column::ClassId)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::AccountId.eq(teacher))
        .filter(Column::Coordinator.eq(true))
        .into_tuple()
        .all(reader)
        .await?)
}

/// Puts somebody in the team of a class, or changes what they do there.
pub async fn assign(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
    teacher: AccountId,
    blocks: BlockNumbers,
    coordinator: bool,
) -> Result<(), DbError> {
    Entity::insert(ActiveModel {
        school_id: Set(school),
        class_id: Set(class),
        account_id: Set(teacher),
        blocks: Set(blocks),
        coordinator: Set(coordinator),
    })
    .on_conflict(
        OnConflict::columns([Column::SchoolId, Column::ClassId, Column::AccountId])
            .update_columns([Column::Blocks, Column::Coordinator])
            .to_owned(),
    )
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

/// Takes somebody out of the team of a class. Says whether they were in it.
pub async fn remove(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
    teacher: AccountId,
) -> Result<bool, DbError> {
    let removed = Entity::delete_by_id((school, class, teacher))
        .exec(tx)
        .await?;
    Ok(removed.rows_affected == 1)
}

/// Notes that somebody is legally responsible for a learner.
pub async fn add_guardian(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
    guardian: AccountId,
) -> Result<(), DbError> {
    guardianships::ActiveModel {
        school_id: Set(school),
        learner_id: Set(learner),
        guardian_id: Set(guardian),
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// Who is legally responsible for a learner.
pub async fn guardians(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<Vec<AccountId>, DbError> {
    Ok(guardianships::Entity::find()
        .select_only()
        .column(guardianships::Column::GuardianId)
        .filter(guardianships::Column::SchoolId.eq(school))
        .filter(guardianships::Column::LearnerId.eq(learner))
        .into_tuple()
        .all(reader)
        .await?)
}

/// The classes that teachers teach in now: (teacher, name of the class).
pub async fn of_teachers(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    teachers: &[AccountId],
) -> Result<Vec<(AccountId, String)>, DbError> {
    let to_class: RelationDef = Entity::belongs_to(class_rows::Entity)
        .from(Column::ClassId)
        .to(class_rows::Column::Id)
        .into();
    Ok(Entity::find()
        .select_only()
        .column(Column::AccountId)
        .column(class_rows::Column::Name)
        .join(JoinType::InnerJoin, to_class)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::AccountId.is_in(teachers.to_vec()))
        .filter(class_rows::Column::ArchivedAt.is_null())
        .order_by_asc(class_rows::Column::SortKey)
        .into_tuple()
        .all(reader)
        .await?)
}
