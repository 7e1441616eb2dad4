//! The table of situations that arrive in a file.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    json, pk_uuid, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

/// Creates `situation_arrivals`.
pub struct Arrivals;

impl MigrationName for Arrivals {
    fn name(&self) -> &str {
        "m2026_11_28_151_learning_situation_arrivals"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Arrivals {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("situation_arrivals")
                    .col(pk_uuid("id"))
                    .col(uuid("school_id"))
                    .col(uuid("author_id"))
                    // The situation that the file was made from, somewhere.
                    .col(uuid("origin"))
                    .col(json("content"))
                    .col(timestamp_with_time_zone("sent_at"))
                    .col(timestamp_with_time_zone_null("created_at"))
                    // What it became here; none while it waits.
                    .col(uuid_null("situation_id"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("situation_arrivals", ("school_id", "author_id"))
                            .to("memberships", ("school_id", "account_id")),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("situation_arrivals", ("school_id", "situation_id"))
                            .to("situations", ("school_id", "id")),
                    )
                    .to_owned(),
            )
            .await?;
        for (name, columns) in [
            // Whether that situation came before.
            ("situation_arrivals_origin", &["school_id", "origin"][..]),
            // Those that waited too long, of all schools.
            ("situation_arrivals_age", &["situation_id", "sent_at"][..]),
        ] {
            let mut index = Index::create();
            index.name(name).table("situation_arrivals");
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index.to_owned()).await?;
        }
        Ok(())
    }
}
