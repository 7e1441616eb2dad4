//! The tables of these tests: notes, and parents with children.

use kernel::Timestamp;
use sea_orm::Set;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, binary, integer, pk_uuid, string, timestamp_with_time_zone, uuid,
};
use uuid::Uuid;

/// The migrations of these tests.
pub fn list() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Notes), Box::new(Families)]
}

pub struct Notes;

impl MigrationName for Notes {
    fn name(&self) -> &str {
        "test_0001_notes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Notes {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("notes")
                    .col(pk_uuid("id"))
                    .col(string("name"))
                    .col(binary("sort_key"))
                    .col(string("search_key"))
                    .col(big_integer("counter"))
                    .col(integer("version"))
                    .col(timestamp_with_time_zone("at"))
                    .to_owned(),
            )
            .await
    }
}

pub struct Families;

impl MigrationName for Families {
    fn name(&self) -> &str {
        "test_0002_families"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Families {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("parents")
                    .col(pk_uuid("id"))
                    .col(string("name").unique_key())
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("children")
                    .col(pk_uuid("id"))
                    .col(uuid("parent_id"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("children", "parent_id")
                            .to("parents", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await
    }
}

pub mod note {
    use kernel::Timestamp;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "notes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name: String,
        pub sort_key: Vec<u8>,
        pub search_key: String,
        pub counter: i64,
        pub version: i32,
        pub at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod parent {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "parents")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod child {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "children")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub parent_id: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A note, ready to be inserted.
pub fn note(id: u128, name: &str) -> note::ActiveModel {
    note::ActiveModel {
        id: Set(Uuid::from_u128(id)),
        name: Set(name.to_owned()),
        sort_key: Set(db::text::sort_key(name)),
        search_key: Set(db::text::search_key(name)),
        counter: Set(0),
        version: Set(1),
        at: Set(moment()),
    }
}

/// 19 May 2027, 09:30:15.123456 UTC.
pub fn moment() -> Timestamp {
    chrono::DateTime::from_timestamp_micros(1_810_719_015_123_456).unwrap()
}
