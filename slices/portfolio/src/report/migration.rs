//! The tables of reports: what is being written, the versions kept, the links.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date_null, integer, json, pk_uuid, string, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

/// Creates `reports`, `report_versions` and `report_targets`.
pub struct Reports;

impl MigrationName for Reports {
    fn name(&self) -> &str {
        "m2026_11_24_041_portfolio_reports"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Reports {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("reports")
                    .col(pk_uuid("id"))
                    .col(uuid("school_id"))
                    .col(uuid("learner_id"))
                    .col(uuid("curriculum_id"))
                    .col(string("title"))
                    .col(string("kind"))
                    .col(string("context"))
                    .col(date_null("start_on"))
                    .col(date_null("end_on"))
                    .col(text("situate"))
                    .col(text("produced"))
                    .col(text("how_why"))
                    .col(text("difficulties"))
                    .col(text("learned"))
                    .col(text("lexicon"))
                    .col(string("state"))
                    .col(boolean("shared"))
                    .col(boolean("revised"))
                    .col(integer("version"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("saved_at"))
                    .col(timestamp_with_time_zone_null("submitted_at"))
                    .col(timestamp_with_time_zone_null("read_at"))
                    .col(timestamp_with_time_zone_null("validated_at"))
                    .col(timestamp_with_time_zone_null("deleted_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("reports", ("school_id", "learner_id"))
                            .to("memberships", ("school_id", "account_id")),
                    )
                    .to_owned(),
            )
            .await?;
        // A learner's list, the latest first.
        index(
            manager,
            "reports_learner",
            &["school_id", "learner_id", "saved_at"],
        )
        .await?;
        // The reading queue of some learners, the oldest first.
        index(
            manager,
            "reports_waiting",
            &["school_id", "state", "learner_id", "submitted_at"],
        )
        .await?;
        manager
            .create_table(
                Table::create()
                    .table("report_versions")
                    .col(pk_uuid("id"))
                    .col(uuid("school_id"))
                    .col(uuid("report_id"))
                    .col(integer("number"))
                    .col(string("reason"))
                    .col(string("state"))
                    .col(uuid("author_id"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(json("content"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("report_versions", "report_id")
                            .to("reports", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("report_versions_number")
                    .table("report_versions")
                    .col("school_id")
                    .col("report_id")
                    .col("number")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("report_targets")
                    .col(uuid("school_id"))
                    .col(uuid("report_id"))
                    .col(string("code"))
                    .primary_key(
                        Index::create()
                            .col("school_id")
                            .col("report_id")
                            .col("code"),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("report_targets", "report_id")
                            .to("reports", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await
    }
}

/// Finds the reports whose time in the corbeille is over.
pub struct ReportTrash;

impl MigrationName for ReportTrash {
    fn name(&self) -> &str {
        "m2026_11_24_044_portfolio_trash"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for ReportTrash {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(manager, "reports_trash", &["deleted_at"]).await
    }
}

/// The reading queue out of one index that holds what waits and nothing else:
/// a teacher of four classes has a hundred learners, and their reports are long.
pub struct ReportQueue;

impl MigrationName for ReportQueue {
    fn name(&self) -> &str {
        "m2026_11_24_045_portfolio_queue"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for ReportQueue {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(
                Index::drop()
                    .name("reports_waiting")
                    .table("reports")
                    .to_owned(),
            )
            .await?;
        let mut index = Index::create();
        index.name("reports_queue").table("reports");
        // All that the page and its counters ask for, so that the rows stay closed;
        // the state in second place, or SQLite prefers the index of a learner's list.
        for column in [
            "school_id",
            "state",
            "learner_id",
            "submitted_at",
            "id",
            "read_at",
            // Only null here; SQLite would read the table to compare it all the same.
            "deleted_at",
            "kind",
            "title",
        ] {
            index.col(column);
        }
        index.cond_where(Expr::cust("state = 'submitted' AND deleted_at IS NULL"));
        manager.create_index(index.to_owned()).await
    }
}

/// Ties a report to the mission that it is about. Without a foreign key, which
/// SQLite could only take by writing the whole table again: a mission that is
/// entrusted is never removed, and the link is written with it in one
/// transaction.
pub struct ReportMission;

impl MigrationName for ReportMission {
    fn name(&self) -> &str {
        "m2026_11_28_046_portfolio_mission"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for ReportMission {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("reports")
                    .add_column(uuid_null("assignment_id"))
                    .to_owned(),
            )
            .await
    }
}

async fn index(
    manager: &SchemaManager<'_>,
    name: &str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    let mut index = Index::create();
    index.name(name).table("reports");
    for column in columns {
        index.col(*column);
    }
    manager.create_index(index.to_owned()).await
}
