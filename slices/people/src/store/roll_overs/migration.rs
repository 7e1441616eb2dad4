//! The tables of roll-overs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, string, timestamp_with_time_zone, uuid, uuid_null};

use crate::store::migration::{primary_key, reference, table, to_class, to_membership};

/// Creates the roll-overs of classes and what became of each learner.
pub struct RollOvers;

impl MigrationName for RollOvers {
    fn name(&self) -> &str {
        "m2026_11_24_121_roll_overs"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for RollOvers {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(roll_overs()).await?;
        manager.create_table(lines()).await
    }
}

fn roll_overs() -> TableCreateStatement {
    table("roll_overs")
        .col(uuid("school_id"))
        .col(uuid("class_id"))
        .col(uuid_null("created_class_id"))
        .col(boolean("team_kept"))
        .col(timestamp_with_time_zone("done_at"))
        .primary_key(&mut primary_key(&["school_id", "class_id"]))
        .foreign_key(&mut to_class("roll_overs"))
        .foreign_key(&mut reference(
            "roll_overs",
            &["school_id", "created_class_id"],
            "classes",
            &["school_id", "id"],
        ))
        .to_owned()
}

fn lines() -> TableCreateStatement {
    table("roll_over_lines")
        .col(uuid("school_id"))
        .col(uuid("class_id"))
        .col(uuid("account_id"))
        .col(string("fate"))
        .col(uuid_null("to_class_id"))
        .primary_key(&mut primary_key(&["school_id", "class_id", "account_id"]))
        .foreign_key(&mut reference(
            "roll_over_lines",
            &["school_id", "class_id"],
            "roll_overs",
            &["school_id", "class_id"],
        ))
        .foreign_key(&mut reference(
            "roll_over_lines",
            &["school_id", "to_class_id"],
            "classes",
            &["school_id", "id"],
        ))
        .foreign_key(&mut to_membership("roll_over_lines", "account_id"))
        .to_owned()
}
