//! The tables of the readings between peers.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, integer, pk_uuid, small_integer, small_integer_null, string, string_null, text,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

/// Creates `peer_rounds`, `peer_criteria`, `peer_readings`, `peer_levels` and
/// `peer_remarks`.
pub struct Peers;

impl MigrationName for Peers {
    fn name(&self) -> &str {
        "m2026_11_28_047_portfolio_peers"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Peers {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [rounds(), criteria(), readings(), levels(), remarks()] {
            manager.create_table(table).await?;
        }
        for (name, table, columns) in INDEXES {
            let mut index = Index::create();
            index.name(*name).table(*table);
            for column in *columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

const INDEXES: &[(&str, &str, &[&str])] = &[
    // The rounds of the classes that somebody teaches.
    (
        "peer_rounds_of_class",
        "peer_rounds",
        &["school_id", "class_id", "created_at"],
    ),
    // Who reads whom in a round.
    (
        "peer_readings_of_round",
        "peer_readings",
        &["school_id", "round_id"],
    ),
    // What a learner has to read; whether a production is open to them.
    (
        "peer_readings_by",
        "peer_readings",
        &["school_id", "reader_id", "report_id"],
    ),
    // What was written for a learner.
    (
        "peer_readings_for",
        "peer_readings",
        &["school_id", "learner_id"],
    ),
];

/// A person of the school.
fn of_member(from: &'static str, column: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{from}_{column}"))
        .from(from, ("school_id", column))
        .to("memberships", ("school_id", "account_id"))
        .to_owned()
}

/// A row of another table, which takes this one with it.
fn part_of(
    from: &'static str,
    column: &'static str,
    to: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{from}_{column}"))
        .from(from, column)
        .to(to, "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

fn key(columns: &[&'static str]) -> IndexCreateStatement {
    let mut key = Index::create();
    for column in columns {
        key.col(*column);
    }
    key.to_owned()
}

fn rounds() -> TableCreateStatement {
    Table::create()
        .table("peer_rounds")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("class_id"))
        .col(uuid("curriculum_id"))
        .col(uuid("author_id"))
        .col(string("title"))
        .col(text("instructions"))
        .col(boolean("anonymous"))
        .col(date("closes_on"))
        .col(string("state"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(timestamp_with_time_zone_null("released_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(
            ForeignKey::create()
                .name("peer_rounds_class_id")
                .from("peer_rounds", ("school_id", "class_id"))
                .to("classes", ("school_id", "id")),
        )
        .foreign_key(&mut of_member("peer_rounds", "author_id"))
        .to_owned()
}

fn criteria() -> TableCreateStatement {
    Table::create()
        .table("peer_criteria")
        .col(uuid("school_id"))
        .col(uuid("round_id"))
        .col(small_integer("number"))
        .col(text("text"))
        .col(string_null("target"))
        .primary_key(&mut key(&["school_id", "round_id", "number"]))
        .foreign_key(&mut part_of("peer_criteria", "round_id", "peer_rounds"))
        .to_owned()
}

fn readings() -> TableCreateStatement {
    Table::create()
        .table("peer_readings")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("round_id"))
        .col(uuid("report_id"))
        .col(uuid("learner_id"))
        .col(uuid("reader_id"))
        .col(integer("version"))
        .col(timestamp_with_time_zone_null("saved_at"))
        .col(timestamp_with_time_zone_null("handed_in_at"))
        .foreign_key(&mut part_of("peer_readings", "round_id", "peer_rounds"))
        .foreign_key(&mut part_of("peer_readings", "report_id", "reports"))
        .foreign_key(&mut of_member("peer_readings", "learner_id"))
        .foreign_key(&mut of_member("peer_readings", "reader_id"))
        .to_owned()
}

fn levels() -> TableCreateStatement {
    Table::create()
        .table("peer_levels")
        .col(uuid("school_id"))
        .col(uuid("reading_id"))
        // The number of the criterion.
        .col(small_integer("number"))
        .col(small_integer_null("level"))
        .primary_key(&mut key(&["school_id", "reading_id", "number"]))
        .foreign_key(&mut part_of("peer_levels", "reading_id", "peer_readings"))
        .to_owned()
}

fn remarks() -> TableCreateStatement {
    Table::create()
        .table("peer_remarks")
        .col(uuid("school_id"))
        .col(uuid("reading_id"))
        .col(string("part"))
        .col(text("text"))
        .col(timestamp_with_time_zone_null("hidden_at"))
        .col(uuid_null("hidden_by"))
        .primary_key(&mut key(&["school_id", "reading_id", "part"]))
        .foreign_key(&mut part_of("peer_remarks", "reading_id", "peer_readings"))
        .foreign_key(&mut of_member("peer_remarks", "hidden_by"))
        .to_owned()
}
