//! The tables of files.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, integer, integer_null, pk_uuid, string, string_len, string_len_null,
    text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
};

/// The migrations of this crate, for [`db::Db::migrate`].
#[must_use]
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(Files), Box::new(Retouched), Box::new(Generated)]
}

/// Creates `blobs` and `files`.
struct Files;

impl MigrationName for Files {
    fn name(&self) -> &str {
        "files_0001_files"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Files {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("blobs")
                    // No foreign key to schools and accounts: this crate knows
                    // nothing of them.
                    .col(uuid("school_id"))
                    .col(string_len("hash", 64))
                    .col(string("kind"))
                    .col(big_integer("size"))
                    .col(integer("refs"))
                    .col(timestamp_with_time_zone("touched_at"))
                    .col(boolean("removing"))
                    .primary_key(Index::create().col("school_id").col("hash"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("blobs_by_refs")
                    .table("blobs")
                    .col("refs")
                    .col("touched_at")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("files")
                    .col(pk_uuid("id"))
                    .col(uuid("school_id"))
                    .col(uuid("owner_id"))
                    .col(string_len("hash", 64))
                    .col(string_len_null("thumb_hash", 64))
                    .col(string("name"))
                    .col(string("kind"))
                    .col(big_integer("size"))
                    .col(integer_null("width"))
                    .col(integer_null("height"))
                    .col(text_null("description"))
                    .col(boolean("decorative"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("deleted_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .from("files", ("school_id", "hash"))
                            .to("blobs", ("school_id", "hash")),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from("files", ("school_id", "thumb_hash"))
                            .to("blobs", ("school_id", "hash")),
                    )
                    .to_owned(),
            )
            .await?;
        for (name, columns) in [
            ("files_by_owner", ["school_id", "owner_id"]),
            ("files_by_hash", ["school_id", "hash"]),
            ("files_by_thumb_hash", ["school_id", "thumb_hash"]),
            ("files_by_deletion", ["school_id", "deleted_at"]),
        ] {
            manager
                .create_index(
                    Index::create()
                        .name(name)
                        .table("files")
                        .col(columns[0])
                        .col(columns[1])
                        .to_owned(),
                )
                .await?;
        }
        Ok(())
    }
}

/// Adds `files.retouched_at`.
struct Retouched;

impl MigrationName for Retouched {
    fn name(&self) -> &str {
        "files_0003_retouched"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Retouched {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("files")
                    .add_column(timestamp_with_time_zone_null("retouched_at"))
                    .to_owned(),
            )
            .await
    }
}

/// Tells apart the documents that Jalon made itself: they take no room of
/// their owner's.
struct Generated;

impl MigrationName for Generated {
    fn name(&self) -> &str {
        "files_0004_generated"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Generated {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("files")
                    .add_column(boolean("generated").default(false))
                    .to_owned(),
            )
            .await
    }
}
