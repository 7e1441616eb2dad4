//! The tables of imports, and the numbers by which other applications know people.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, binary_null, date_null, integer, integer_null, json, small_integer, string,
    string_null, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    uuid_null,
};

/// Creates `external_ids`, `imports`, `import_rows`, `import_effects` and
/// `import_memory`.
pub struct Imports;

impl MigrationName for Imports {
    fn name(&self) -> &str {
        "m2026_11_24_023_people_imports"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Imports {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [external_ids(), imports(), rows(), effects(), memory()] {
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
    // The list, the latest first.
    (
        "imports_by_date",
        "imports",
        &["school_id", "created_at", "id"],
    ),
    // One kind of rows, page by page.
    (
        "import_rows_by_verdict",
        "import_rows",
        &["school_id", "import_id", "verdict", "number"],
    ),
    (
        "import_effects_by_account",
        "import_effects",
        &["school_id", "import_id", "account_id"],
    ),
];

fn key(columns: &[&'static str]) -> IndexCreateStatement {
    let mut key = Index::create();
    for column in columns {
        key.col(*column);
    }
    key.to_owned()
}

fn reference(
    name: &str,
    from: &'static str,
    columns: [&'static str; 2],
    to: &'static str,
    to_columns: [&'static str; 2],
) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from_tbl(from).to_tbl(to);
    for (column, target) in columns.into_iter().zip(to_columns) {
        key.from_col(column).to_col(target);
    }
    key.to_owned()
}

fn external_ids() -> TableCreateStatement {
    Table::create()
        .table("external_ids")
        .col(uuid("school_id"))
        .col(string("source"))
        .col(string("value"))
        .col(uuid("account_id"))
        .primary_key(&mut key(&["school_id", "source", "value"]))
        // One number of each origin for a person.
        .index(
            key(&["school_id", "account_id", "source"])
                .name("external_ids_of_account")
                .unique(),
        )
        .foreign_key(&mut reference(
            "external_ids_account",
            "external_ids",
            ["school_id", "account_id"],
            "memberships",
            ["school_id", "account_id"],
        ))
        .to_owned()
}

fn imports() -> TableCreateStatement {
    Table::create()
        .table("imports")
        .col(uuid("id").primary_key())
        .col(uuid("school_id"))
        .col(uuid_null("created_by"))
        .col(timestamp_with_time_zone("created_at"))
        .col(string("format"))
        .col(string("file_name"))
        .col(small_integer("school_year"))
        .col(string("state"))
        .col(text_null("message"))
        // The names of the columns, for a table.
        .col(json("headers"))
        // The classes of the file and what becomes of their people.
        .col(json("classes"))
        // How many rows of each verdict.
        .col(json("counts"))
        // What the school was like when it was compared.
        .col(string("stamp"))
        .col(uuid_null("job_id"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .col(big_integer("lines"))
        .index(key(&["school_id", "id"]).name("imports_of_school").unique())
        .to_owned()
}

fn rows() -> TableCreateStatement {
    Table::create()
        .table("import_rows")
        .col(uuid("school_id"))
        .col(uuid("import_id"))
        .col(integer("number"))
        .col(integer("line"))
        .col(string("verdict"))
        .col(string("name"))
        .col(text("reason"))
        .col(text("advice"))
        .col(json("changes"))
        // What the file says, to compare it again.
        .col(json("said"))
        .primary_key(&mut key(&["school_id", "import_id", "number"]))
        .foreign_key(
            reference(
                "import_rows_import",
                "import_rows",
                ["school_id", "import_id"],
                "imports",
                ["school_id", "id"],
            )
            .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

/// What is written when the import is confirmed, in the shape of the tables
/// that it is copied into: one statement for each, whatever the number.
fn effects() -> TableCreateStatement {
    Table::create()
        .table("import_effects")
        .col(uuid("id").primary_key())
        .col(uuid("event_id"))
        .col(uuid("school_id"))
        .col(uuid("import_id"))
        .col(uuid("account_id"))
        // create · rename · role, or nothing
        .col(string_null("step"))
        .col(integer_null("version"))
        .col(string_null("login"))
        .col(string_null("title"))
        .col(string_null("first_name"))
        .col(string_null("last_name"))
        .col(date_null("birth_date"))
        .col(binary_null("sort_key"))
        .col(string_null("search_key"))
        .col(string_null("role"))
        .col(string_null("ine"))
        .col(string_null("number_source"))
        .col(string_null("number"))
        // enrol · leave · teach · ward, or nothing
        .col(string_null("place"))
        .col(uuid_null("class_id"))
        .col(uuid_null("learner_id"))
        .col(string_null("status"))
        .col(date_null("on_date"))
        .foreign_key(
            reference(
                "import_effects_import",
                "import_effects",
                ["school_id", "import_id"],
                "imports",
                ["school_id", "id"],
            )
            .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

/// What a school chose for columns and classes, to propose it the next time.
fn memory() -> TableCreateStatement {
    Table::create()
        .table("import_memory")
        .col(uuid("school_id"))
        .col(string("key"))
        .col(string("value"))
        .primary_key(&mut key(&["school_id", "key"]))
        .to_owned()
}
