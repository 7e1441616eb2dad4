//! The tables of pieces.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    pk_uuid, string, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    uuid_null,
};

/// Creates `evidence` and `evidence_targets`.
pub struct Evidence;

impl MigrationName for Evidence {
    fn name(&self) -> &str {
        "m2026_11_24_042_portfolio_evidence"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Evidence {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("evidence")
                    .col(pk_uuid("id"))
                    .col(uuid("school_id"))
                    .col(uuid("learner_id"))
                    .col(uuid_null("report_id"))
                    .col(uuid_null("file_id"))
                    .col(text_null("url"))
                    .col(string("title"))
                    .col(timestamp_with_time_zone("added_at"))
                    .col(timestamp_with_time_zone_null("removed_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("evidence", "report_id")
                            .to("reports", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("evidence", "file_id")
                            .to("files", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        // « Mes pièces », the latest first.
        manager
            .create_index(
                Index::create()
                    .name("evidence_learner")
                    .table("evidence")
                    .col("school_id")
                    .col("learner_id")
                    .col("added_at")
                    .to_owned(),
            )
            .await?;
        // The pieces of a report.
        manager
            .create_index(
                Index::create()
                    .name("evidence_report")
                    .table("evidence")
                    .col("school_id")
                    .col("report_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("evidence_targets")
                    .col(uuid("school_id"))
                    .col(uuid("evidence_id"))
                    .col(string("code"))
                    .primary_key(
                        Index::create()
                            .col("school_id")
                            .col("evidence_id")
                            .col("code"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("evidence_targets", "evidence_id")
                            .to("evidence", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await
    }
}
