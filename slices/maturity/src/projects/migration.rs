//! The tables of digital projects.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    date_null, integer, pk_uuid, string, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid,
};

use crate::history::migration::{index, of_member, of_school, primary, unique};

/// Creates the tables of projects: each with its team, its steps, the
/// conditions that are met and the uses that were observed.
pub struct Projects;

impl MigrationName for Projects {
    fn name(&self) -> &str {
        "m2026_11_28_202_maturity_projects"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Projects {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [projects(), members(), steps(), conditions(), uses()] {
            manager.create_table(table).await?;
        }
        for (name, table, columns) in INDEXES {
            manager.create_index(index(name, table, columns)).await?;
        }
        let mut deleted = index(
            "digital_projects_deleted",
            "digital_projects",
            &["deleted_at"],
        );
        deleted.cond_where(Expr::col("deleted_at").is_not_null());
        manager.create_index(deleted).await
    }
}

const INDEXES: &[(&str, &str, &[&str])] = &[
    (
        "digital_projects_latest",
        "digital_projects",
        &["school_id", "changed_at"],
    ),
    // The projects of somebody, when their records become one.
    (
        "digital_project_members_of",
        "digital_project_members",
        &["school_id", "account_id"],
    ),
    // The projects in which a use was observed.
    (
        "digital_project_uses_of",
        "digital_project_uses",
        &["school_id", "use_id"],
    ),
];

fn projects() -> TableCreateStatement {
    Table::create()
        .table("digital_projects")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("author_id"))
        .col(uuid("pilot_id"))
        .col(string("title"))
        .col(text("aim"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .index(&mut unique(
            "digital_projects_school_id_id",
            &["school_id", "id"],
        ))
        .foreign_key(&mut of_member("digital_projects", "author_id"))
        .foreign_key(&mut of_member("digital_projects", "pilot_id"))
        .to_owned()
}

/// `project_id` of this table is a project of the school, and goes with it.
pub(crate) fn of_project(table: &'static str) -> ForeignKeyCreateStatement {
    of_school(table, "project_id", "digital_projects", "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

fn members() -> TableCreateStatement {
    Table::create()
        .table("digital_project_members")
        .col(uuid("school_id"))
        .col(uuid("project_id"))
        .col(uuid("account_id"))
        .primary_key(&mut primary(&["school_id", "project_id", "account_id"]))
        .foreign_key(&mut of_project("digital_project_members"))
        .foreign_key(&mut of_member("digital_project_members", "account_id"))
        .to_owned()
}

fn steps() -> TableCreateStatement {
    Table::create()
        .table("digital_project_steps")
        .col(uuid("school_id"))
        .col(uuid("project_id"))
        .col(string("step"))
        .col(date_null("held_on"))
        .col(text("participants"))
        .col(text("outcome"))
        .col(integer("version"))
        .col(uuid("author_id"))
        .col(timestamp_with_time_zone("changed_at"))
        .primary_key(&mut primary(&["school_id", "project_id", "step"]))
        .foreign_key(&mut of_project("digital_project_steps"))
        .foreign_key(&mut of_member("digital_project_steps", "author_id"))
        .to_owned()
}

fn conditions() -> TableCreateStatement {
    Table::create()
        .table("digital_project_conditions")
        .col(uuid("school_id"))
        .col(uuid("project_id"))
        .col(string("code"))
        .col(uuid("author_id"))
        .col(timestamp_with_time_zone("ticked_at"))
        .primary_key(&mut primary(&["school_id", "project_id", "code"]))
        .foreign_key(&mut of_project("digital_project_conditions"))
        .foreign_key(&mut of_member("digital_project_conditions", "author_id"))
        .to_owned()
}

fn uses() -> TableCreateStatement {
    Table::create()
        .table("digital_project_uses")
        .col(uuid("school_id"))
        .col(uuid("project_id"))
        .col(uuid("use_id"))
        .primary_key(&mut primary(&["school_id", "project_id", "use_id"]))
        .foreign_key(&mut of_project("digital_project_uses"))
        .foreign_key(
            of_school("digital_project_uses", "use_id", "digital_uses", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}
