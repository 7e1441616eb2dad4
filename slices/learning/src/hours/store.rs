//! The rows of the years of classes. A plan is never overwritten: each saving
//! is a row of its own, the latest is the plan.

use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use people::api::ClassId;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::model::YearPlan;

/// How many versions a page offers to take up again.
const SHOWN: u64 = 20;

/// The table `year_plans`.
pub mod plans {
    use kernel::{AccountId, SchoolId, Timestamp};
    use people::api::ClassId;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "year_plans")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub school_id: SchoolId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub class_id: ClassId,
        /// 1 for the first.
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        /// Who saved it.
        pub author_id: Option<AccountId>,
        pub saved_at: Timestamp,
        /// A [`crate::hours::model::YearPlan`].
        pub content: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use plans::{Column, Entity, Model};

impl Model {
    /// What was planned; nothing when the row is not of our making.
    pub fn plan(&self) -> Option<YearPlan> {
        serde_json::from_value(self.content.clone()).ok()
    }
}

/// When and by whom a version was saved.
#[derive(Clone, Copy, Debug, sea_orm::FromQueryResult)]
pub struct Saved {
    /// Its number.
    pub version: i32,
    /// Who saved it.
    pub author_id: Option<AccountId>,
    /// When.
    pub saved_at: Timestamp,
}

fn of_class(school: SchoolId, class: ClassId) -> Select<Entity> {
    Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ClassId.eq(class))
        .order_by_desc(Column::Version)
}

/// The plan of a class.
pub async fn latest(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Option<Model>, DbError> {
    Ok(of_class(school, class).one(connection).await?)
}

/// A version of it.
pub async fn version(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
    version: i32,
) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id((school, class, version))
        .one(connection)
        .await?)
}

/// The versions of the plan of a class, the latest first.
pub async fn versions(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<Saved>, DbError> {
    Ok(of_class(school, class)
        .select_only()
        .columns([Column::Version, Column::AuthorId, Column::SavedAt])
        .limit(SHOWN)
        .into_model()
        .all(connection)
        .await?)
}
