//! The tables of feedback and of its answers.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    integer, pk_uuid, string_null, text, timestamp_with_time_zone, uuid,
};

/// Creates `feedback` and `feedback_replies`.
pub struct FeedbackTables;

impl MigrationName for FeedbackTables {
    fn name(&self) -> &str {
        "m2026_11_24_042_portfolio_feedback"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for FeedbackTables {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("feedback")
                    .col(pk_uuid("id"))
                    .col(uuid("school_id"))
                    .col(uuid("report_id"))
                    // The learner again, so that their latest feedback is one
                    // index away however many reports there are.
                    .col(uuid("learner_id"))
                    .col(integer("version_number"))
                    .col(uuid("author_id"))
                    .col(string_null("section"))
                    .col(text("strengths"))
                    .col(text("improve"))
                    .col(text("interest"))
                    .col(text("questions"))
                    .col(timestamp_with_time_zone("created_at"))
                    // Rows of two schools cannot be tied together.
                    .foreign_key(
                        ForeignKey::create()
                            .from("feedback", ("school_id", "learner_id"))
                            .to("memberships", ("school_id", "account_id")),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("feedback", ("school_id", "author_id"))
                            .to("memberships", ("school_id", "account_id")),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("feedback", "report_id")
                            .to("reports", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        for (name, column) in [
            ("feedback_report", "report_id"),
            ("feedback_learner", "learner_id"),
        ] {
            manager
                .create_index(
                    Index::create()
                        .name(name)
                        .table("feedback")
                        .col("school_id")
                        .col(column)
                        .col("created_at")
                        .to_owned(),
                )
                .await?;
        }
        manager
            .create_table(
                Table::create()
                    .table("feedback_replies")
                    .col(pk_uuid("id"))
                    .col(uuid("school_id"))
                    .col(uuid("feedback_id"))
                    .col(uuid("author_id"))
                    .col(text("text"))
                    .col(timestamp_with_time_zone("created_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("feedback_replies", ("school_id", "author_id"))
                            .to("memberships", ("school_id", "account_id")),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("feedback_replies", "feedback_id")
                            .to("feedback", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("feedback_replies_feedback")
                    .table("feedback_replies")
                    .col("school_id")
                    .col("feedback_id")
                    .col("created_at")
                    .to_owned(),
            )
            .await
    }
}
