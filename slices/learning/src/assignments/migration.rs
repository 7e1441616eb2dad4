//! The tables of entrusted missions.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    date_null, integer, string, text, timestamp_with_time_zone, timestamp_with_time_zone_null,
    uuid, uuid_null,
};

use crate::migration::{key, of_member, of_school, unique};

/// Creates them.
pub struct Assignments;

impl MigrationName for Assignments {
    fn name(&self) -> &str {
        "m2026_11_28_040_learning_assignments"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Assignments {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [assignments(), chosen(), adaptations(), progress()] {
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
    // What a class was given; what a learner of it has to do.
    (
        "assignments_of_class",
        "assignments",
        &["school_id", "class_id", "due_on"],
    ),
    // Whether a mission or its situation is entrusted to anybody.
    (
        "assignments_of_situation",
        "assignments",
        &["school_id", "situation_id", "mission_id"],
    ),
    // What was given to one learner.
    (
        "assignment_learners_of",
        "assignment_learners",
        &["school_id", "account_id"],
    ),
    // How far the learners of a class have come, without opening a row.
    (
        "assignment_progress_of_class",
        "assignment_progress",
        &[
            "school_id",
            "class_id",
            "account_id",
            "state",
            "assignment_id",
        ],
    ),
];

fn assignments() -> TableCreateStatement {
    Table::create()
        .table("assignments")
        .col(uuid("id").primary_key())
        .col(uuid("school_id"))
        .col(uuid("situation_id"))
        .col(uuid("mission_id"))
        .col(uuid("class_id"))
        .col(string("audience"))
        .col(uuid_null("group_id"))
        .col(uuid("author_id"))
        .col(date_null("begin_on"))
        .col(date_null("due_on"))
        .col(text("message"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .index(&mut unique(
            "assignments_school_id_id",
            &["school_id", "id"],
        ))
        .foreign_key(&mut of_school(
            "assignments",
            "situation_id",
            "situations",
            "id",
        ))
        .foreign_key(&mut of_school(
            "assignments",
            "mission_id",
            "missions",
            "id",
        ))
        .foreign_key(&mut of_school("assignments", "class_id", "classes", "id"))
        .foreign_key(&mut of_school(
            "assignments",
            "group_id",
            "class_groups",
            "id",
        ))
        .foreign_key(&mut of_member("assignments", "author_id"))
        .to_owned()
}

fn chosen() -> TableCreateStatement {
    Table::create()
        .table("assignment_learners")
        .col(uuid("school_id"))
        .col(uuid("assignment_id"))
        .col(uuid("account_id"))
        .primary_key(&mut key(&["school_id", "assignment_id", "account_id"]))
        .foreign_key(&mut of_school(
            "assignment_learners",
            "assignment_id",
            "assignments",
            "id",
        ))
        .foreign_key(&mut of_member("assignment_learners", "account_id"))
        .to_owned()
}

fn adaptations() -> TableCreateStatement {
    Table::create()
        .table("assignment_adaptations")
        .col(uuid("school_id"))
        .col(uuid("assignment_id"))
        .col(uuid("account_id"))
        .col(text("resources"))
        .col(text("expectations"))
        .col(integer("version"))
        .col(uuid("author_id"))
        .col(timestamp_with_time_zone("changed_at"))
        .primary_key(&mut key(&["school_id", "assignment_id", "account_id"]))
        .foreign_key(&mut of_school(
            "assignment_adaptations",
            "assignment_id",
            "assignments",
            "id",
        ))
        .foreign_key(&mut of_member("assignment_adaptations", "account_id"))
        .foreign_key(&mut of_member("assignment_adaptations", "author_id"))
        .to_owned()
}

fn progress() -> TableCreateStatement {
    Table::create()
        .table("assignment_progress")
        .col(uuid("school_id"))
        .col(uuid("assignment_id"))
        .col(uuid("account_id"))
        // That of the assignment, which never changes.
        .col(uuid("class_id"))
        .col(string("state"))
        // Without a foreign key: reports are kept by a slice that comes after.
        .col(uuid("report_id"))
        .col(timestamp_with_time_zone("changed_at"))
        .primary_key(&mut key(&["school_id", "assignment_id", "account_id"]))
        .foreign_key(&mut of_school(
            "assignment_progress",
            "assignment_id",
            "assignments",
            "id",
        ))
        .foreign_key(&mut of_member("assignment_progress", "account_id"))
        .to_owned()
}
