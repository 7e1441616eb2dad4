//! The tables of SMART objectives.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    binary, date, date_null, integer, pk_uuid, small_integer, string, text,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::history::migration::{index, of_member, of_school, primary, unique};
use crate::projects::migration::of_project;

/// Creates the tables of objectives: each with its checkpoints, the projects
/// that serve it, and the calendars that people follow.
pub struct Goals;

impl MigrationName for Goals {
    fn name(&self) -> &str {
        "m2026_11_28_203_maturity_goals"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Goals {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [goals(), checkpoints(), of_projects(), feeds()] {
            manager.create_table(table).await?;
        }
        for (name, table, columns) in INDEXES {
            manager.create_index(index(name, table, columns)).await?;
        }
        let mut deleted = index("maturity_goals_deleted", "maturity_goals", &["deleted_at"]);
        deleted.cond_where(Expr::col("deleted_at").is_not_null());
        manager.create_index(deleted).await?;
        // What is to be reminded of is looked for in all schools, once a day.
        let mut due = index("maturity_goals_due", "maturity_goals", &["due_on"]);
        due.cond_where(Expr::col("reached_on").is_null());
        manager.create_index(due).await?;
        let mut token = index("goal_feeds_token", "goal_feeds", &["token_hash"]);
        manager.create_index(token.unique().to_owned()).await
    }
}

const INDEXES: &[(&str, &str, &[&str])] = &[
    (
        "maturity_goals_schedule",
        "maturity_goals",
        &["school_id", "reached_on", "due_on"],
    ),
    (
        "maturity_goals_of_pilot",
        "maturity_goals",
        &["school_id", "pilot_id"],
    ),
    (
        "goal_checkpoints_of",
        "goal_checkpoints",
        &["school_id", "goal_id", "on_day"],
    ),
    (
        "digital_project_goals_of",
        "digital_project_goals",
        &["school_id", "goal_id"],
    ),
];

fn goals() -> TableCreateStatement {
    Table::create()
        .table("maturity_goals")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("author_id"))
        .col(string("instrument"))
        .col(string("item"))
        .col(string("item_title"))
        .col(small_integer("step"))
        .col(text("title"))
        .col(text("measure"))
        .col(text("ambition"))
        .col(text("means"))
        .col(date_null("due_on"))
        .col(uuid_null("pilot_id"))
        .col(string("pilot_name"))
        .col(string("state"))
        .col(date_null("reached_on"))
        .col(text("observations"))
        .col(date_null("reminded_on"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .index(&mut unique(
            "maturity_goals_school_id_id",
            &["school_id", "id"],
        ))
        .foreign_key(&mut of_member("maturity_goals", "author_id"))
        .foreign_key(&mut of_member("maturity_goals", "pilot_id"))
        .to_owned()
}

fn checkpoints() -> TableCreateStatement {
    Table::create()
        .table("goal_checkpoints")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("goal_id"))
        .col(uuid("author_id"))
        .col(date("on_day"))
        .col(string("state"))
        .col(text("remark"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(
            of_school("goal_checkpoints", "goal_id", "maturity_goals", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(&mut of_member("goal_checkpoints", "author_id"))
        .to_owned()
}

fn of_projects() -> TableCreateStatement {
    Table::create()
        .table("digital_project_goals")
        .col(uuid("school_id"))
        .col(uuid("project_id"))
        .col(uuid("goal_id"))
        .primary_key(&mut primary(&["school_id", "project_id", "goal_id"]))
        .foreign_key(&mut of_project("digital_project_goals"))
        .foreign_key(
            of_school("digital_project_goals", "goal_id", "maturity_goals", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn feeds() -> TableCreateStatement {
    Table::create()
        .table("goal_feeds")
        .col(uuid("school_id"))
        .col(uuid("account_id"))
        .col(binary("token_hash"))
        .col(timestamp_with_time_zone("created_at"))
        .primary_key(&mut primary(&["school_id", "account_id"]))
        .foreign_key(&mut of_member("goal_feeds", "account_id"))
        .to_owned()
}
