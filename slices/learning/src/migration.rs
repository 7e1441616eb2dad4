//! The tables of what is written together: organisations, situations,
//! missions, their versions, their comments and their documents.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    binary, integer, json, small_integer, string, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

/// Creates them.
pub struct Situations;

impl MigrationName for Situations {
    fn name(&self) -> &str {
        "m2026_11_28_030_learning_situations"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Situations {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            sheets(),
            sheet_versions(),
            organisations(),
            situations(),
            missions(),
            mission_targets(),
            comments(),
            documents(),
        ] {
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
    (
        "organisations_by_name",
        "organisations",
        &["school_id", "sort_key", "id"],
    ),
    // The library, in the order of titles.
    (
        "situations_by_title",
        "situations",
        &["school_id", "sort_key", "id"],
    ),
    (
        "situations_of_organisation",
        "situations",
        &["school_id", "organisation_id"],
    ),
    (
        "missions_of_situation",
        "missions",
        &["school_id", "situation_id", "position"],
    ),
    // Who works a competence, which situations cross a bloc.
    (
        "mission_targets_by_code",
        "mission_targets",
        &["school_id", "code"],
    ),
    (
        "situation_comments_of_situation",
        "situation_comments",
        &["school_id", "situation_id", "created_at"],
    ),
    (
        "situation_documents_of_situation",
        "situation_documents",
        &["school_id", "situation_id", "added_at"],
    ),
];

pub(crate) fn key(columns: &[&'static str]) -> IndexCreateStatement {
    let mut key = Index::create();
    for column in columns {
        key.col(*column);
    }
    key.to_owned()
}

pub(crate) fn unique(name: &str, columns: &[&'static str]) -> IndexCreateStatement {
    key(columns).name(name).unique().to_owned()
}

/// `column` of this table points at a row of the same school in `to`.
pub(crate) fn of_school(
    from: &'static str,
    column: &'static str,
    to: &'static str,
    to_column: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{from}_{column}"))
        .from(from, ("school_id", column))
        .to(to, ("school_id", to_column))
        .to_owned()
}

/// `column` of this table is a person of the school.
pub(crate) fn of_member(from: &'static str, column: &'static str) -> ForeignKeyCreateStatement {
    of_school(from, column, "memberships", "account_id")
}

fn sheets() -> TableCreateStatement {
    Table::create()
        .table("learning_sheets")
        .col(uuid("id").primary_key())
        .col(uuid("school_id"))
        .col(string("kind"))
        .col(json("content"))
        .col(integer("version"))
        .col(uuid("created_by"))
        .col(timestamp_with_time_zone("created_at"))
        .col(uuid("updated_by"))
        .col(timestamp_with_time_zone("updated_at"))
        // What organisations, situations, missions and versions point at.
        .index(&mut unique(
            "learning_sheets_school_id_id",
            &["school_id", "id"],
        ))
        .foreign_key(&mut of_member("learning_sheets", "created_by"))
        .foreign_key(&mut of_member("learning_sheets", "updated_by"))
        .to_owned()
}

fn sheet_versions() -> TableCreateStatement {
    Table::create()
        .table("sheet_versions")
        .col(uuid("id").primary_key())
        .col(uuid("school_id"))
        .col(uuid("sheet_id"))
        .col(integer("number"))
        .col(string("reason"))
        .col(uuid("author_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(json("content"))
        .index(&mut unique(
            "sheet_versions_number",
            &["school_id", "sheet_id", "number"],
        ))
        .foreign_key(&mut of_school(
            "sheet_versions",
            "sheet_id",
            "learning_sheets",
            "id",
        ))
        .foreign_key(&mut of_member("sheet_versions", "author_id"))
        .to_owned()
}

fn organisations() -> TableCreateStatement {
    Table::create()
        .table("organisations")
        .col(uuid("id").primary_key())
        .col(uuid("school_id"))
        .col(text("name"))
        .col(binary("sort_key"))
        .col(small_integer("sort_key_version"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .index(&mut unique(
            "organisations_school_id_id",
            &["school_id", "id"],
        ))
        .foreign_key(&mut of_school(
            "organisations",
            "id",
            "learning_sheets",
            "id",
        ))
        .to_owned()
}

fn situations() -> TableCreateStatement {
    Table::create()
        .table("situations")
        .col(uuid("id").primary_key())
        .col(uuid("school_id"))
        .col(string("curriculum"))
        .col(text("title"))
        .col(text("search_key"))
        .col(binary("sort_key"))
        .col(small_integer("sort_key_version"))
        .col(string("state"))
        .col(uuid_null("organisation_id"))
        .col(small_integer("lacking"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .index(&mut unique("situations_school_id_id", &["school_id", "id"]))
        .foreign_key(&mut of_school("situations", "id", "learning_sheets", "id"))
        .foreign_key(&mut of_school(
            "situations",
            "organisation_id",
            "organisations",
            "id",
        ))
        .to_owned()
}

fn missions() -> TableCreateStatement {
    Table::create()
        .table("missions")
        .col(uuid("id").primary_key())
        .col(uuid("school_id"))
        .col(uuid("situation_id"))
        .col(integer("position"))
        .col(text("title"))
        .col(timestamp_with_time_zone_null("deleted_at"))
        .index(&mut unique("missions_school_id_id", &["school_id", "id"]))
        .foreign_key(&mut of_school("missions", "id", "learning_sheets", "id"))
        .foreign_key(&mut of_school(
            "missions",
            "situation_id",
            "situations",
            "id",
        ))
        .to_owned()
}

fn mission_targets() -> TableCreateStatement {
    Table::create()
        .table("mission_targets")
        .col(uuid("school_id"))
        .col(uuid("mission_id"))
        .col(string("code"))
        .col(small_integer("bloc"))
        .primary_key(&mut key(&["school_id", "mission_id", "code"]))
        .foreign_key(&mut of_school(
            "mission_targets",
            "mission_id",
            "missions",
            "id",
        ))
        .to_owned()
}

fn comments() -> TableCreateStatement {
    Table::create()
        .table("situation_comments")
        .col(uuid("id").primary_key())
        .col(uuid("school_id"))
        .col(uuid("situation_id"))
        .col(uuid("author_id"))
        .col(text("text"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("removed_at"))
        .foreign_key(&mut of_school(
            "situation_comments",
            "situation_id",
            "situations",
            "id",
        ))
        .foreign_key(&mut of_member("situation_comments", "author_id"))
        .to_owned()
}

fn documents() -> TableCreateStatement {
    Table::create()
        .table("situation_documents")
        .col(uuid("id").primary_key())
        .col(uuid("school_id"))
        .col(uuid("situation_id"))
        .col(uuid_null("mission_id"))
        .col(uuid("file_id"))
        .col(text("name"))
        .col(text("about"))
        .col(uuid("added_by"))
        .col(timestamp_with_time_zone("added_at"))
        .col(timestamp_with_time_zone_null("removed_at"))
        .foreign_key(&mut of_school(
            "situation_documents",
            "situation_id",
            "situations",
            "id",
        ))
        .foreign_key(&mut of_school(
            "situation_documents",
            "mission_id",
            "missions",
            "id",
        ))
        .foreign_key(
            ForeignKey::create()
                .name("situation_documents_file_id")
                .from("situation_documents", "file_id")
                .to("files", "id"),
        )
        .foreign_key(&mut of_member("situation_documents", "added_by"))
        .to_owned()
}
