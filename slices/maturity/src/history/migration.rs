//! The table of the history.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{json_null, pk_uuid, string, timestamp_with_time_zone, uuid};

/// Creates `maturity_history`.
pub struct History;

impl MigrationName for History {
    fn name(&self) -> &str {
        "m2026_11_28_200_maturity_history"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for History {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table
            .table("maturity_history")
            .col(pk_uuid("id"))
            .col(uuid("school_id"))
            .col(uuid("subject_id"))
            .col(uuid("author_id"))
            .col(string("what"))
            .col(json_null("before"))
            .col(timestamp_with_time_zone("created_at"))
            .foreign_key(&mut of_member("maturity_history", "author_id"));
        manager.create_table(table).await?;
        manager
            .create_index(index(
                "maturity_history_of",
                "maturity_history",
                &["school_id", "subject_id", "created_at"],
            ))
            .await
    }
}

/// An index over these columns.
pub(crate) fn index(
    name: &str,
    table: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    let mut index = key(columns);
    index.name(name).table(table);
    index
}

/// No two rows of a table with the same of these columns: what others point at.
pub(crate) fn unique(name: &str, columns: &[&'static str]) -> IndexCreateStatement {
    key(columns).name(name).unique().to_owned()
}

/// The primary key of a table that ties two things.
pub(crate) fn primary(columns: &[&'static str]) -> IndexCreateStatement {
    key(columns).primary().to_owned()
}

fn key(columns: &[&'static str]) -> IndexCreateStatement {
    let mut key = Index::create();
    for column in columns {
        key.col(*column);
    }
    key
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
