//! Addresses, and what a message has to know of a notification.
//!
//! The tables of addresses hang on accounts, which are of the whole instance:
//! no school stands first in their keys.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    binary_null, string, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

/// Creates the tables of addresses; gives notifications their kind.
pub struct Mailing;

impl MigrationName for Mailing {
    fn name(&self) -> &str {
        "m2026_11_25_021_people_mailing"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Mailing {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [addresses(), confirmations(), farewells()] {
            manager.create_table(table).await?;
        }
        manager
            .create_index(
                Index::create()
                    // Whose digest is due.
                    .name("mail_addresses_by_digest_planned_at_account_id")
                    .table("mail_addresses")
                    .col("digest")
                    .col("planned_at")
                    .col("account_id")
                    .to_owned(),
            )
            .await?;
        for mut column in [
            string("kind").default("").to_owned(),
            timestamp_with_time_zone_null("mailed_at"),
        ] {
            manager
                .alter_table(
                    Table::alter()
                        .table("notifications")
                        .add_column(&mut column)
                        .to_owned(),
                )
                .await?;
        }
        Ok(())
    }
}

fn to_account(from: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{from}_account_id"))
        .from(from, "account_id")
        .to("accounts", "id")
        .to_owned()
}

fn addresses() -> TableCreateStatement {
    Table::create()
        .table("mail_addresses")
        .col(uuid("account_id").primary_key())
        .col(string("email").unique_key())
        // In clear: all it can do is stop the digests, and each one carries it.
        .col(string("stop_key").unique_key())
        .col(string("digest"))
        .col(timestamp_with_time_zone("confirmed_at"))
        .col(timestamp_with_time_zone("planned_at"))
        .foreign_key(&mut to_account("mail_addresses"))
        .to_owned()
}

fn confirmations() -> TableCreateStatement {
    Table::create()
        .table("mail_confirmations")
        .col(uuid("account_id").primary_key())
        .col(string("email"))
        .col(uuid_null("asked_by"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(binary_null("token_hash").unique_key())
        .col(timestamp_with_time_zone_null("expires_at"))
        .foreign_key(&mut to_account("mail_confirmations"))
        .to_owned()
}

fn farewells() -> TableCreateStatement {
    Table::create()
        .table("mail_farewells")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(string("email"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut to_account("mail_farewells"))
        .to_owned()
}
