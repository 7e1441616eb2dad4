//! The tables of positionings: the history, what each one rests on, and one
//! row per point of view that pages read.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    pk_uuid, small_integer, string, text, timestamp_with_time_zone, uuid, uuid_null,
};

/// Creates `positionings`, `positioning_evidence` and `current_positionings`.
pub struct Positionings;

impl MigrationName for Positionings {
    fn name(&self) -> &str {
        "m2026_11_24_043_portfolio_positionings"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Positionings {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("positionings")
                    .col(pk_uuid("id"))
                    .col(uuid("school_id"))
                    .col(uuid("learner_id"))
                    .col(uuid("curriculum_id"))
                    .col(string("target"))
                    .col(string("viewpoint"))
                    .col(uuid("author_id"))
                    .col(small_integer("level"))
                    .col(text("comment"))
                    .col(timestamp_with_time_zone("created_at"))
                    // Rows of two schools cannot be tied together.
                    .foreign_key(
                        ForeignKey::create()
                            .from("positionings", ("school_id", "learner_id"))
                            .to("memberships", ("school_id", "account_id")),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("positionings", ("school_id", "author_id"))
                            .to("memberships", ("school_id", "account_id")),
                    )
                    .to_owned(),
            )
            .await?;
        // The history of one target of one learner, by date.
        manager
            .create_index(
                Index::create()
                    .name("positionings_history")
                    .table("positionings")
                    .col("school_id")
                    .col("learner_id")
                    .col("curriculum_id")
                    .col("target")
                    .col("created_at")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("positioning_evidence")
                    .col(uuid("school_id"))
                    .col(uuid("positioning_id"))
                    .col(small_integer("number"))
                    .col(uuid_null("report_id"))
                    .col(uuid_null("evidence_id"))
                    .primary_key(
                        Index::create()
                            .col("school_id")
                            .col("positioning_id")
                            .col("number"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("positioning_evidence", "positioning_id")
                            .to("positionings", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("positioning_evidence", "report_id")
                            .to("reports", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("positioning_evidence", "evidence_id")
                            .to("evidence", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("current_positionings")
                    .col(uuid("school_id"))
                    .col(uuid("learner_id"))
                    .col(uuid("curriculum_id"))
                    .col(string("target"))
                    .col(string("viewpoint"))
                    .col(uuid("author_key"))
                    .col(uuid("positioning_id"))
                    .col(uuid("author_id"))
                    .col(small_integer("level"))
                    .col(timestamp_with_time_zone("created_at"))
                    .primary_key(
                        Index::create()
                            .col("school_id")
                            .col("learner_id")
                            .col("curriculum_id")
                            .col("target")
                            .col("viewpoint")
                            .col("author_key"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("current_positionings", "positioning_id")
                            .to("positionings", "id"),
                    )
                    .to_owned(),
            )
            .await
    }
}
