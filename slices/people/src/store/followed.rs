//! The learners whom somebody follows: of the teams that they belong to, or
//! whom they are legally responsible for. One statement each.

use db::{DbError, gather};
use kernel::{AccountId, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{
    DbBackend, FromQueryResult, JoinType, QueryOrder, QuerySelect, QueryTrait, RelationDef, Select,
};

use super::enrolment_rows::{Column, Entity};
use super::{accounts, class_rows, guardianships, memberships, teachings};
use crate::model::{ClassId, PersonName, Title};

/// A class with the learners who are in it now.
#[derive(Clone, Debug)]
pub struct FollowedClass {
    pub class_id: ClassId,
    pub class_name: String,
    /// In the order of their identifiers.
    pub learners: Vec<AccountId>,
}

/// The classes whose team `teacher` belongs to, each with the learners who are
/// in it now; a class without any is left out. One row a class, however many
/// learners.
pub async fn by(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    teacher: AccountId,
) -> Result<Vec<FollowedClass>, DbError> {
    let rows: Vec<(ClassId, String, String)> =
        statement(reader.get_database_backend(), school, teacher)
            .into_tuple()
            .all(reader)
            .await?;
    let class = |(class_id, class_name, gathered): (_, _, String)| {
        let mut learners: Vec<AccountId> = gather::identifiers(&gathered).collect();
        learners.sort_unstable();
        FollowedClass {
            class_id,
            class_name,
            learners,
        }
    };
    Ok(rows.into_iter().map(class).collect())
}

/// [`by`], also looked at by the test of plans.
pub fn statement(backend: DbBackend, school: SchoolId, teacher: AccountId) -> Select<Entity> {
    // Not a join: SQLite would walk through all that the school enrolled and
    // look for the teacher of each.
    let classes = teachings::Entity::find()
        .select_only()
        .column(teachings::Column::ClassId)
        .filter(teachings::Column::SchoolId.eq(school))
        .filter(teachings::Column::AccountId.eq(teacher))
        .into_query();
    let to_class: RelationDef = Entity::belongs_to(class_rows::Entity)
        .from(Column::ClassId)
        .to(class_rows::Column::Id)
        .into();
    let together = gather::identifiers_of(backend, "enrolments.account_id");
    Entity::find()
        .select_only()
        .column(Column::ClassId)
        .column(class_rows::Column::Name)
        .column_as(Expr::cust(together), "learners")
        .join(JoinType::InnerJoin, to_class)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ClassId.in_subquery(classes))
        .filter(Column::LeftOn.is_null())
        .filter(class_rows::Column::ArchivedAt.is_null())
        .group_by(Column::ClassId)
        .group_by(class_rows::Column::Name)
        .group_by(class_rows::Column::SortKey)
        .order_by_asc(class_rows::Column::SortKey)
        .order_by_asc(Column::ClassId)
}

/// The indexes that [`by`] reads alone, without opening a row of `teachings`
/// or of `enrolments`.
pub mod migration {
    use sea_orm_migration::prelude::*;

    /// Creates `teachings_of_account` and `enrolments_now`.
    pub struct Followed;

    impl MigrationName for Followed {
        fn name(&self) -> &str {
            "m2026_11_28_124_followed"
        }
    }

    #[async_trait::async_trait]
    impl MigrationTrait for Followed {
        async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
            let old = Index::drop()
                .name("teachings_by_school_id_account_id")
                .table("teachings")
                .to_owned();
            manager.drop_index(old).await?;
            let mut teachings = Index::create();
            teachings.name("teachings_of_account").table("teachings");
            for column in ["school_id", "account_id", "class_id"] {
                teachings.col(column);
            }
            manager.create_index(teachings.to_owned()).await?;
            let mut enrolments = Index::create();
            enrolments.name("enrolments_now").table("enrolments");
            // The date is only null here; SQLite would open the row to compare it all the same.
            for column in ["school_id", "class_id", "left_on", "account_id"] {
                enrolments.col(column);
            }
            enrolments.cond_where(Expr::col("left_on").is_null());
            manager.create_index(enrolments.to_owned()).await
        }
    }
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
