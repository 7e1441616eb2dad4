//! The tables of shared uses.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    integer, pk_uuid, string, text, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    uuid_null,
};

use crate::history::migration::{index, of_member, of_school, unique};

/// Creates `digital_uses` and `digital_use_comments`.
pub struct Uses;

impl MigrationName for Uses {
    fn name(&self) -> &str {
        "m2026_11_28_201_maturity_uses"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Uses {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(uses()).await?;
        manager.create_table(comments()).await?;
        for (name, table, columns) in INDEXES {
            manager.create_index(index(name, table, columns)).await?;
        }
        // What stays in the corbeille is looked for in all schools, once a day.
        let mut deleted = index("digital_uses_deleted", "digital_uses", &["deleted_at"]);
        deleted.cond_where(Expr::col("deleted_at").is_not_null());
        manager.create_index(deleted).await
    }
}

const INDEXES: &[(&str, &str, &[&str])] = &[
    // The list, the latest first.
    (
        "digital_uses_latest",
        "digital_uses",
        &["school_id", "created_at", "id"],
    ),
    // The list of one level; how many there are of each.
    (
        "digital_uses_of_level",
        "digital_uses",
        &["school_id", "samr", "created_at", "id"],
    ),
    (
        "digital_uses_of_author",
        "digital_uses",
        &["school_id", "author_id", "created_at"],
    ),
    // Those that were begun from a use.
    (
        "digital_uses_of_origin",
        "digital_uses",
        &["school_id", "origin_id"],
    ),
    (
        "digital_use_comments_of",
        "digital_use_comments",
        &["school_id", "use_id", "created_at"],
    ),
];

fn uses() -> TableCreateStatement {
    Table::create()
        .table("digital_uses")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("author_id"))
        .col(string("title"))
        .col(string("context"))
        .col(text("intention"))
        .col(string("samr"))
        .col(text("effect"))
        .col(text("resources"))
        .col(text("search_key"))
        .col(uuid_null("origin_id"))
        .col(uuid_null("origin_author_id"))
        .col(string("origin_title"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        // What comments and projects point at.
        .index(&mut unique(
            "digital_uses_school_id_id",
            &["school_id", "id"],
        ))
        .foreign_key(&mut of_member("digital_uses", "author_id"))
        .foreign_key(&mut of_member("digital_uses", "origin_author_id"))
        .to_owned()
}

fn comments() -> TableCreateStatement {
    Table::create()
        .table("digital_use_comments")
        .col(pk_uuid("id"))
        .col(uuid("school_id"))
        .col(uuid("use_id"))
        .col(uuid("author_id"))
        .col(text("text"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("removed_at"))
        .foreign_key(
            of_school("digital_use_comments", "use_id", "digital_uses", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(&mut of_member("digital_use_comments", "author_id"))
        .to_owned()
}
