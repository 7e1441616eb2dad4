//! A learner with what ties somebody to them, in one statement: the object of
//! most addresses about one learner.

use chrono::NaiveDate;
use db::DbError;
use kernel::{AccountId, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Query, SelectStatement};
use sea_orm::{FromQueryResult, JoinType, QueryOrder, QuerySelect, RelationDef};

use super::enrolment_rows::{Column, Entity};
use super::{accounts, class_rows, guardianships, memberships, teachings};
use crate::model::{ClassId, LearnerStatus, PersonName, Title};

/// A class that a learner is in now.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TiedRow {
    pub class_id: ClassId,
    pub class_name: String,
    pub curriculum_id: curriculum::CurriculumId,
    pub school_year: kernel::SchoolYear,
    pub status: LearnerStatus,
    pub distance: bool,
    pub entered_on: NaiveDate,
    pub title: Option<Title>,
    pub first_name: String,
    pub last_name: String,
    pub birth_date: Option<NaiveDate>,
    /// Whether the person who asks is of the team of this class.
    pub teaches: bool,
    /// Whether they are legally responsible for the learner.
    pub guardian: bool,
}

impl TiedRow {
    /// How the learner is called.
    pub fn name(&self) -> PersonName {
        PersonName {
            title: self.title,
            first: self.first_name.clone(),
            last: self.last_name.clone(),
        }
    }
}

/// The classes that a learner is in now, the latest first, as `who` is tied to
/// them.
pub async fn learner(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
    who: AccountId,
) -> Result<Vec<TiedRow>, DbError> {
    Ok(statement(school, learner, who)
        .into_model()
        .all(reader)
        .await?)
}

/// [`learner`], also looked at by the test of plans.
pub fn statement(school: SchoolId, learner: AccountId, who: AccountId) -> Select<Entity> {
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
    Entity::find()
        .select_only()
        .columns([
            Column::ClassId,
            Column::Status,
            Column::Distance,
            Column::EnteredOn,
        ])
        .column_as(class_rows::Column::Name, "class_name")
        .columns([
            class_rows::Column::CurriculumId,
            class_rows::Column::SchoolYear,
        ])
        .columns([
            accounts::Column::Title,
            accounts::Column::FirstName,
            accounts::Column::LastName,
            accounts::Column::BirthDate,
        ])
        .expr_as(Expr::exists(teaches(school, who)), "teaches")
        .expr_as(Expr::exists(guards(school, learner, who)), "guardian")
        .join(JoinType::InnerJoin, to_class)
        .join(JoinType::InnerJoin, to_membership)
        .join(JoinType::InnerJoin, to_account)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::AccountId.eq(learner))
        .filter(Column::LeftOn.is_null())
        .filter(class_rows::Column::ArchivedAt.is_null())
        .order_by_desc(Column::EnteredOn)
        .order_by_desc(Column::ClassId)
}

fn teaches(school: SchoolId, who: AccountId) -> SelectStatement {
    use teachings::{Column as Teaching, Entity as Teachings};
    Query::select()
        .expr(Expr::value(1))
        .from(Teachings)
        .and_where(Expr::col((Teachings, Teaching::SchoolId)).eq(school))
        .and_where(Expr::col((Teachings, Teaching::AccountId)).eq(who))
        .and_where(Expr::col((Teachings, Teaching::ClassId)).equals((Entity, Column::ClassId)))
        .to_owned()
}

fn guards(school: SchoolId, learner: AccountId, who: AccountId) -> SelectStatement {
    use guardianships::{Column as Guardianship, Entity as Guardianships};
    Query::select()
        .expr(Expr::value(1))
        .from(Guardianships)
        .and_where(Expr::col(Guardianship::SchoolId).eq(school))
        .and_where(Expr::col(Guardianship::LearnerId).eq(learner))
        .and_where(Expr::col(Guardianship::GuardianId).eq(who))
        .to_owned()
}
