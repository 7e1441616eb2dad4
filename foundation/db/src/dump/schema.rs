//! What tables there are, in an order in which each comes after those that it
//! points at.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use super::DumpError;

/// What a column holds, whichever engine names its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Uuid,
    Timestamp,
    Date,
    Boolean,
    SmallInteger,
    Integer,
    BigInteger,
    Text,
    Bytes,
    Json,
}

#[derive(Clone, Debug)]
pub(super) struct Column {
    pub name: String,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub(super) struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    parents: Vec<String>,
}

/// The table in which migrations are noted: it is made by migrating.
pub(super) const MIGRATIONS: &str = "seaql_migrations";

/// All tables but the one of the migrations, parents first.
pub(super) async fn tables(connection: &impl ConnectionTrait) -> Result<Vec<Table>, DumpError> {
    let mut tables = Vec::new();
    for name in names(connection).await? {
        tables.push(Table {
            columns: columns(connection, &name).await?,
            parents: parents(connection, &name).await?,
            name,
        });
    }
    Ok(parents_first(tables))
}

/// Whether no table holds a row, migrations apart.
pub(super) async fn is_empty(connection: &impl ConnectionTrait) -> Result<bool, DbErr> {
    for name in names(connection).await? {
        let one = Statement::from_string(
            connection.get_database_backend(),
            format!("SELECT 1 FROM \"{name}\" LIMIT 1"),
        );
        if connection.query_one_raw(one).await?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn names(connection: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let mut names = all_names(connection).await?;
    names.retain(|name| name != MIGRATIONS);
    Ok(names)
}

async fn all_names(connection: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    strings(
        connection,
        match connection.get_database_backend() {
            DbBackend::Sqlite => {
                "SELECT name AS value FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            }
            _ => {
                "SELECT table_name::text AS value FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name"
            }
        },
        None,
    )
    .await
}

async fn columns(connection: &impl ConnectionTrait, table: &str) -> Result<Vec<Column>, DumpError> {
    let statement = with_table(
        connection,
        match connection.get_database_backend() {
            DbBackend::Sqlite => {
                "SELECT name, lower(type) AS kind FROM pragma_table_info($1) ORDER BY cid"
            }
            _ => {
                "SELECT column_name::text AS name, data_type::text AS kind FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
            }
        },
        Some(table),
    );
    let rows = connection.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| {
            let name: String = row.try_get("", "name")?;
            let declared: String = row.try_get("", "kind")?;
            match kind(&declared) {
                Some(kind) => Ok(Column { name, kind }),
                None => Err(DumpError::Unknown(format!("{table}.{name} ({declared})"))),
            }
        })
        .collect()
}

async fn parents(connection: &impl ConnectionTrait, table: &str) -> Result<Vec<String>, DbErr> {
    strings(
        connection,
        match connection.get_database_backend() {
            DbBackend::Sqlite => {
                "SELECT DISTINCT \"table\" AS value FROM pragma_foreign_key_list($1)"
            }
            _ => {
                "SELECT DISTINCT parent.relname::text AS value FROM pg_constraint c JOIN pg_class child ON child.oid = c.conrelid JOIN pg_class parent ON parent.oid = c.confrelid WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace AND child.relname = $1"
            }
        },
        Some(table),
    )
    .await
}

async fn strings(
    connection: &impl ConnectionTrait,
    sql: &str,
    table: Option<&str>,
) -> Result<Vec<String>, DbErr> {
    let rows = connection
        .query_all_raw(with_table(connection, sql, table))
        .await?;
    rows.iter().map(|row| row.try_get("", "value")).collect()
}

fn with_table(connection: &impl ConnectionTrait, sql: &str, table: Option<&str>) -> Statement {
    Statement::from_sql_and_values(
        connection.get_database_backend(),
        sql,
        table.map(sea_orm::Value::from),
    )
}

/// The types that SeaORM declares on either engine.
fn kind(declared: &str) -> Option<Kind> {
    let bare = declared.split('(').next().unwrap_or(declared).trim();
    Some(match bare {
        "uuid" | "uuid_text" => Kind::Uuid,
        "timestamp with time zone" | "timestamp_with_timezone_text" => Kind::Timestamp,
        "date" | "date_text" => Kind::Date,
        "boolean" => Kind::Boolean,
        "smallint" => Kind::SmallInteger,
        // SQLite knows one integer; PostgreSQL says « bigint » where it means it.
        "integer" => Kind::Integer,
        "bigint" => Kind::BigInteger,
        "text" | "varchar" | "character varying" | "char" | "character" => Kind::Text,
        "bytea" | "blob" | "varbinary_blob" | "binary_blob" => Kind::Bytes,
        "json" | "jsonb" | "json_text" | "jsonb_text" => Kind::Json,
        _ => return None,
    })
}

/// Orders tables so that each comes after its parents. Tables that point at
/// each other in a ring keep their order: nothing of ours does.
fn parents_first(mut left: Vec<Table>) -> Vec<Table> {
    let mut done: Vec<Table> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let ready = left
            .iter()
            .position(|table| {
                table.parents.iter().all(|parent| {
                    *parent == table.name || done.iter().any(|known| known.name == *parent)
                })
            })
            .unwrap_or(0);
        done.push(left.remove(ready));
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_come_after_those_they_point_at() {
        let table = |name: &str, parents: &[&str]| Table {
            name: name.into(),
            columns: Vec::new(),
            parents: parents.iter().map(ToString::to_string).collect(),
        };
        let ordered = parents_first(vec![
            table("answers", &["questions", "people"]),
            table("people", &["people"]),
            table("questions", &["people"]),
        ]);
        let names: Vec<_> = ordered.iter().map(|t| t.name.as_str()).collect();
        assert_eq!(names, ["people", "questions", "answers"]);
    }
}
