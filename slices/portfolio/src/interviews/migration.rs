//! The tables of interviews: each with its report, the versions kept of it,
//! what was added below.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    integer, json, pk_uuid, string, text, timestamp_with_time_zone, timestamp_with_time_zone_null,
    uuid, uuid_null,
};

/// Creates `interviews`, `interview_versions` and `interview_addenda`.
pub struct Interviews;

impl MigrationName for Interviews {
    fn name(&self) -> &str {
        "m2026_11_28_160_portfolio_interviews"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Interviews {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [interviews(), versions(), addenda()] {
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
        // What stays in the corbeille is looked for in all schools, once a day.
        let mut deleted = Index::create();
        deleted
            .name("interviews_deleted")
            .table("interviews")
            .col("deleted_at")
            .cond_where(Expr::col("deleted_at").is_not_null());
        manager.create_index(deleted).await
    }
}

const INDEXES: &[(&str, &str, &[&str])] = &[
    // The interviews of a learner, or of those whom somebody follows.
    (
        "interviews_of_learner",
        "interviews",
        &["school_id", "learner_id", "starts_at"],
    ),
    (
        "interview_versions_of",
        "interview_versions",
        &["school_id", "interview_id", "number"],
    ),
    (
        "interview_addenda_of",
        "interview_addenda",
        &["school_id", "interview_id", "created_at"],
    ),
];

/// A key to a member of the school.
pub(crate) fn of_member(table: &'static str, column: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, ("school_id", column))
        .to("memberships", ("school_id", "account_id"))
        .to_owned()
}

fn of_interview(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, "interview_id")
        .to("interviews", "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

fn interviews() -> TableCreateStatement {
    Table::create()
        .table("interviews")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("learner_id"))
        .col(uuid("teacher_id"))
        .col(uuid("curriculum_id"))
        .col(timestamp_with_time_zone("starts_at"))
        .col(integer("minutes"))
        .col(string("place"))
        .col(string("subject"))
        .col(timestamp_with_time_zone_null("moved_from"))
        .col(integer("changes"))
        .col(json("targets"))
        .col(json("questions"))
        .col(text("lived"))
        .col(text("reflection"))
        .col(text("strengths"))
        .col(text("improve"))
        .col(text("decisions"))
        .col(text("remediation"))
        .col(string("state"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("saved_at"))
        .col(timestamp_with_time_zone_null("held_at"))
        .col(uuid_null("team_signer_id"))
        .col(timestamp_with_time_zone_null("team_signed_at"))
        .col(timestamp_with_time_zone_null("learner_signed_at"))
        .col(string("cancel_reason"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .foreign_key(&mut of_member("interviews", "learner_id"))
        .foreign_key(&mut of_member("interviews", "teacher_id"))
        .to_owned()
}

fn versions() -> TableCreateStatement {
    Table::create()
        .table("interview_versions")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("interview_id"))
        .col(integer("number"))
        .col(string("reason"))
        .col(uuid("author_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(json("content"))
        .foreign_key(&mut of_interview("interview_versions"))
        .foreign_key(&mut of_member("interview_versions", "author_id"))
        .to_owned()
}

fn addenda() -> TableCreateStatement {
    Table::create()
        .table("interview_addenda")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("interview_id"))
        .col(uuid("author_id"))
        .col(text("text"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut of_interview("interview_addenda"))
        .foreign_key(&mut of_member("interview_addenda", "author_id"))
        .to_owned()
}
