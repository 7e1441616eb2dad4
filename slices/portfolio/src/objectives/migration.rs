//! The tables of objectives.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    date_null, integer, json, json_null, pk_uuid, string, string_null, text,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::interviews::migration::of_member;

/// Creates `objectives` and `objective_notes`.
pub struct Objectives;

impl MigrationName for Objectives {
    fn name(&self) -> &str {
        "m2026_11_28_161_portfolio_objectives"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Objectives {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(objectives()).await?;
        manager.create_table(notes()).await?;
        for (name, table, columns) in INDEXES {
            let mut index = Index::create();
            index.name(*name).table(*table);
            for column in *columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        let mut deleted = Index::create();
        deleted
            .name("objectives_deleted")
            .table("objectives")
            .col("deleted_at")
            .cond_where(Expr::col("deleted_at").is_not_null());
        manager.create_index(deleted).await
    }
}

const INDEXES: &[(&str, &str, &[&str])] = &[
    // The objectives of a learner; those that are late, of some learners.
    (
        "objectives_of_learner",
        "objectives",
        &["school_id", "learner_id", "state", "due_on"],
    ),
    (
        "objectives_of_interview",
        "objectives",
        &["school_id", "interview_id"],
    ),
    // Those that somebody wrote, when two records of a person become one.
    (
        "objectives_of_author",
        "objectives",
        &["school_id", "author_id"],
    ),
    (
        "objective_notes_of",
        "objective_notes",
        &["school_id", "objective_id", "created_at"],
    ),
];

fn objectives() -> TableCreateStatement {
    Table::create()
        .table("objectives")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("learner_id"))
        .col(uuid("author_id"))
        .col(uuid("curriculum_id"))
        .col(uuid_null("interview_id"))
        .col(string("kind"))
        .col(string("title"))
        .col(text("measure"))
        .col(text("ambition"))
        .col(text("means"))
        .col(date_null("due_on"))
        .col(json("targets"))
        .col(string("state"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .foreign_key(&mut of_member("objectives", "learner_id"))
        .foreign_key(&mut of_member("objectives", "author_id"))
        .foreign_key(
            ForeignKey::create()
                .from("objectives", "interview_id")
                .to("interviews", "id"),
        )
        .to_owned()
}

fn notes() -> TableCreateStatement {
    Table::create()
        .table("objective_notes")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("objective_id"))
        .col(uuid("author_id"))
        .col(string("what"))
        .col(string_null("state"))
        .col(text("text"))
        .col(json_null("before"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("objective_notes", "objective_id")
                .to("objectives", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(&mut of_member("objective_notes", "author_id"))
        .to_owned()
}
