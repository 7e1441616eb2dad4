//! The tables of bulks, and the index that counts proofs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    date_null, pk_uuid, string_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    uuid_null,
};

/// Creates `positioning_batches`, `positioning_batch_cells` and the index
/// `reports_proofs`.
pub struct Batches;

impl MigrationName for Batches {
    fn name(&self) -> &str {
        "m2026_11_28_047_portfolio_batches"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Batches {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        batches(manager).await?;
        cells(manager).await?;
        proofs(manager).await
    }
}

async fn batches(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("positioning_batches")
                .col(pk_uuid("id"))
                .col(uuid("school_id"))
                .col(uuid("class_id"))
                .col(uuid("author_id"))
                .col(uuid_null("mission_id"))
                // As it was called then: what a level rests on does not change.
                .col(string_null("mission"))
                .col(date_null("observed_on"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("undone_at"))
                .foreign_key(
                    ForeignKey::create()
                        .from("positioning_batches", ("school_id", "author_id"))
                        .to("memberships", ("school_id", "account_id")),
                )
                .to_owned(),
        )
        .await
}

async fn cells(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("positioning_batch_cells")
                .col(uuid("school_id"))
                .col(uuid("positioning_id"))
                .col(uuid("batch_id"))
                // What was in force before; none where nothing was.
                .col(uuid_null("replaced_id"))
                .col(timestamp_with_time_zone_null("withdrawn_at"))
                .primary_key(Index::create().col("school_id").col("positioning_id"))
                .foreign_key(
                    ForeignKey::create()
                        .from("positioning_batch_cells", "positioning_id")
                        .to("positionings", "id"),
                )
                .foreign_key(
                    ForeignKey::create()
                        .from("positioning_batch_cells", "batch_id")
                        .to("positioning_batches", "id"),
                )
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("positioning_batch_cells_batch")
                .table("positioning_batch_cells")
                .col("school_id")
                .col("batch_id")
                .to_owned(),
        )
        .await
}

/// Which reports of a learner were handed in, out of an index that holds
/// nothing else: the rows of the table are long.
async fn proofs(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut index = Index::create();
    index.name("reports_proofs").table("reports");
    // The state and the date are told by the condition; SQLite would read the
    // table to compare them all the same.
    for column in ["school_id", "learner_id", "id", "state", "deleted_at"] {
        index.col(column);
    }
    index.cond_where(Expr::cust(
        "state IN ('submitted', 'validated') AND deleted_at IS NULL",
    ));
    manager.create_index(index.to_owned()).await
}
