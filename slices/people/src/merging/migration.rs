//! The table of merges, and the indexes by which namesakes are found and told
//! apart.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    json_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::store::migration::{table, to_membership};

/// Creates `record_merges`.
pub struct Merges;

impl MigrationName for Merges {
    fn name(&self) -> &str {
        "m2026_11_28_126_record_merges"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Merges {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(merges()).await?;
        for (name, of, columns) in [
            (
                "record_merges_by_kept",
                "record_merges",
                &["school_id", "kept_id", "done_at"][..],
            ),
            (
                "record_merges_by_closed",
                "record_merges",
                &["school_id", "closed_id", "done_at"][..],
            ),
            // Those whose time is over, of all schools.
            ("record_merges_by_age", "record_merges", &["done_at"][..]),
            // Namesakes of a school, without opening a row.
            (
                "memberships_by_search_key",
                "memberships",
                &["school_id", "search_key", "ended_at", "account_id"][..],
            ),
            // The numbers of one person.
            (
                "external_ids_by_account",
                "external_ids",
                &["school_id", "account_id", "source", "value"][..],
            ),
        ] {
            let mut index = Index::create();
            index.name(name).table(of);
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index.to_owned()).await?;
        }
        Ok(())
    }
}

fn merges() -> TableCreateStatement {
    table("record_merges")
        .col(uuid("id").primary_key())
        .col(uuid("school_id"))
        .col(uuid("kept_id"))
        .col(uuid("closed_id"))
        .col(uuid_null("done_by"))
        .col(timestamp_with_time_zone("done_at"))
        .col(timestamp_with_time_zone_null("undone_at"))
        // What moved; forgotten when it can no longer go back.
        .col(json_null("moved"))
        .foreign_key(&mut to_membership("record_merges", "kept_id"))
        .foreign_key(&mut to_membership("record_merges", "closed_id"))
        .to_owned()
}
