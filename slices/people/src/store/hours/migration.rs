//! The table of hours taught.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, small_integer, uuid};

use crate::store::migration::{primary_key, table, to_class, to_membership};

/// Creates the hours that each member of a team teaches in each bloc.
pub struct TeachingHours;

impl MigrationName for TeachingHours {
    fn name(&self) -> &str {
        "m2026_11_24_122_teaching_hours"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for TeachingHours {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("teaching_hours")
                    .col(uuid("school_id"))
                    .col(uuid("class_id"))
                    .col(uuid("account_id"))
                    .col(small_integer("block"))
                    .col(integer("minutes"))
                    .col(integer("english_minutes"))
                    .primary_key(&mut primary_key(&[
                        "school_id",
                        "class_id",
                        "account_id",
                        "block",
                    ]))
                    .foreign_key(&mut to_class("teaching_hours"))
                    .foreign_key(&mut to_membership("teaching_hours", "account_id"))
                    .to_owned(),
            )
            .await
    }
}
