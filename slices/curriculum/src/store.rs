//! Published curricula in the database: the file as it was published, so that
//! a version never changes under the reports that point at it.

use kernel::SchoolId;
use sea_orm::entity::prelude::*;

kernel::typed_ids! {
    /// One published version of a curriculum.
    pub struct CurriculumId;
}

/// The table `curricula`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "curricula")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CurriculumId,
    /// The school that brought it; none for those that come with Jalon.
    pub school_id: Option<SchoolId>,
    pub code: String,
    pub version: String,
    pub title: String,
    /// The TOML file.
    pub source: String,
    pub published_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The tables of the slice.
#[must_use]
pub fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
    vec![Box::new(migration::Curricula)]
}

mod migration {
    use sea_orm_migration::prelude::*;
    use sea_orm_migration::schema::{string, text, timestamp_with_time_zone, uuid, uuid_null};

    /// Creates `curricula`.
    pub(super) struct Curricula;

    impl MigrationName for Curricula {
        fn name(&self) -> &str {
            "m2026_11_24_010_curriculum_curricula"
        }
    }

    #[async_trait::async_trait]
    impl MigrationTrait for Curricula {
        async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
            manager
                .create_table(
                    Table::create()
                        .table("curricula")
                        .col(uuid("id").primary_key())
                        .col(uuid_null("school_id"))
                        .col(string("code"))
                        .col(string("version"))
                        .col(string("title"))
                        .col(text("source"))
                        .col(timestamp_with_time_zone("published_at"))
                        .to_owned(),
                )
                .await?;
            manager
                .create_index(
                    Index::create()
                        .name("curricula_school_code")
                        .table("curricula")
                        .col("school_id")
                        .col("code")
                        .col("version")
                        .unique()
                        .to_owned(),
                )
                .await
        }
    }
}
