//! The table of the years of classes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, json, timestamp_with_time_zone, uuid, uuid_null};

/// Creates `year_plans`.
pub struct YearPlans;

impl MigrationName for YearPlans {
    fn name(&self) -> &str {
        "m2026_11_28_150_learning_year_plans"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for YearPlans {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("year_plans")
                    .col(uuid("school_id"))
                    .col(uuid("class_id"))
                    .col(integer("version"))
                    // None when the application made it by itself.
                    .col(uuid_null("author_id"))
                    .col(timestamp_with_time_zone("saved_at"))
                    .col(json("content"))
                    .primary_key(
                        Index::create()
                            .col("school_id")
                            .col("class_id")
                            .col("version"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("year_plans", ("school_id", "class_id"))
                            .to("classes", ("school_id", "id")),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("year_plans", ("school_id", "author_id"))
                            .to("memberships", ("school_id", "account_id")),
                    )
                    .to_owned(),
            )
            .await
    }
}
