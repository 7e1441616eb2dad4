//! The tables of campaigns: the versions of instruments that they are answered
//! on, who is invited, what their answers add up to, how the collective answer
//! came about, and what people say for themselves alone.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, date_null, integer, json, pk_uuid, string, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

/// Creates `instrument_versions`, `campaigns`, `campaign_people`,
/// `campaign_tallies`, `campaign_remarks`, `collective_changes` and
/// `own_positionings`.
pub struct Campaigns;

impl MigrationName for Campaigns {
    fn name(&self) -> &str {
        "m2026_11_28_200_maturity_campaigns"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Campaigns {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            versions(),
            campaigns(),
            people(),
            tallies(),
            remarks(),
            changes(),
            own(),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        for (name, table, columns, unique) in INDEXES {
            let mut index = Index::create();
            index.name(*name).table(*table);
            for column in *columns {
                index.col(*column);
            }
            if *unique {
                index.unique();
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

type IndexOf = (&'static str, &'static str, &'static [&'static str], bool);

const INDEXES: &[IndexOf] = &[
    (
        "instrument_versions_number",
        "instrument_versions",
        &["school_id", "instrument", "number"],
        true,
    ),
    (
        "campaigns_of_school",
        "campaigns",
        &["school_id", "instrument", "created_at"],
        false,
    ),
    (
        "campaign_people_once",
        "campaign_people",
        &["school_id", "campaign_id", "account_id"],
        true,
    ),
    (
        "campaign_people_of_account",
        "campaign_people",
        &["school_id", "account_id"],
        false,
    ),
    (
        "campaign_remarks_of",
        "campaign_remarks",
        &["school_id", "campaign_id"],
        false,
    ),
    (
        "collective_changes_of",
        "collective_changes",
        &["school_id", "campaign_id", "created_at"],
        false,
    ),
    (
        "own_positionings_of",
        "own_positionings",
        &["school_id", "account_id", "created_at"],
        false,
    ),
];

/// A key to a member of the school.
fn of_member(table: &'static str, column: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, ("school_id", column))
        .to("memberships", ("school_id", "account_id"))
        .to_owned()
}

fn of_campaign(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, "campaign_id")
        .to("campaigns", "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

fn of_version(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, "version_id")
        .to("instrument_versions", "id")
        .to_owned()
}

fn versions() -> TableCreateStatement {
    Table::create()
        .table("instrument_versions")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(string("instrument"))
        .col(integer("number"))
        .col(json("content"))
        .col(uuid_null("author_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("frozen_at"))
        .col(integer("version"))
        .foreign_key(&mut of_member("instrument_versions", "author_id"))
        .to_owned()
}

fn campaigns() -> TableCreateStatement {
    Table::create()
        .table("campaigns")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(string("instrument"))
        .col(uuid("version_id"))
        .col(string("title"))
        .col(string("occasion"))
        .col(boolean("alone"))
        .col(date("opens_on"))
        .col(date_null("answers_until"))
        .col(string("state"))
        .col(json("standing"))
        .col(json("notes"))
        .col(uuid("author_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("reminded_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(uuid_null("closed_by_id"))
        .col(integer("version"))
        .foreign_key(&mut of_version("campaigns"))
        .foreign_key(&mut of_member("campaigns", "author_id"))
        .foreign_key(&mut of_member("campaigns", "closed_by_id"))
        .to_owned()
}

fn people() -> TableCreateStatement {
    Table::create()
        .table("campaign_people")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("campaign_id"))
        .col(uuid("account_id"))
        .col(string("audience"))
        .col(boolean("steers"))
        .col(string("progress"))
        .col(json("answers"))
        .col(json("remarks"))
        .col(timestamp_with_time_zone("invited_at"))
        .col(timestamp_with_time_zone_null("saved_at"))
        .col(integer("version"))
        .foreign_key(&mut of_campaign("campaign_people"))
        .foreign_key(&mut of_member("campaign_people", "account_id"))
        .to_owned()
}

fn tallies() -> TableCreateStatement {
    Table::create()
        .table("campaign_tallies")
        .col(uuid("school_id"))
        .col(uuid("campaign_id"))
        .col(string("audience"))
        .col(string("statement"))
        .col(integer("reached"))
        .col(integer("missed"))
        .col(integer("unknown"))
        .primary_key(
            Index::create()
                .col("school_id")
                .col("campaign_id")
                .col("audience")
                .col("statement"),
        )
        .foreign_key(&mut of_campaign("campaign_tallies"))
        .to_owned()
}

fn remarks() -> TableCreateStatement {
    Table::create()
        .table("campaign_remarks")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("campaign_id"))
        .col(string("item"))
        .col(text("text"))
        .foreign_key(&mut of_campaign("campaign_remarks"))
        .to_owned()
}

fn changes() -> TableCreateStatement {
    Table::create()
        .table("collective_changes")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("campaign_id"))
        .col(string("place"))
        .col(string("kind"))
        .col(text("text"))
        .col(uuid("author_id"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut of_campaign("collective_changes"))
        .foreign_key(&mut of_member("collective_changes", "author_id"))
        .to_owned()
}

fn own() -> TableCreateStatement {
    Table::create()
        .table("own_positionings")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("account_id"))
        .col(uuid("version_id"))
        .col(json("answers"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("saved_at"))
        .col(integer("version"))
        .foreign_key(&mut of_version("own_positionings"))
        .foreign_key(&mut of_member("own_positionings", "account_id"))
        .to_owned()
}
