//! The tables of the queue.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    json_binary, pk_uuid, small_integer, string, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid_null,
};

/// Creates `jobs` and `recurring_jobs`.
pub struct Jobs;

impl MigrationName for Jobs {
    fn name(&self) -> &str {
        "db_0001_jobs"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Jobs {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("jobs")
                    .col(pk_uuid("id"))
                    .col(string("kind"))
                    // No foreign key: this crate knows nothing of schools.
                    .col(uuid_null("school_id"))
                    .col(json_binary("payload"))
                    .col(string("state"))
                    .col(small_integer("attempts"))
                    .col(small_integer("max_attempts"))
                    .col(timestamp_with_time_zone("run_at"))
                    .col(uuid_null("lease_id"))
                    .col(timestamp_with_time_zone_null("lease_until"))
                    .col(small_integer("progress"))
                    .col(text_null("message"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("finished_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("jobs_by_due_time")
                    .table("jobs")
                    .col("state")
                    .col("run_at")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("jobs_by_school")
                    .table("jobs")
                    .col("school_id")
                    .col("state")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("recurring_jobs")
                    .col(string("kind").primary_key())
                    .col(timestamp_with_time_zone("next_at"))
                    .to_owned(),
            )
            .await
    }
}
