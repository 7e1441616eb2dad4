//! Reading one state of the database, table by table.

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, IsolationLevel, Statement, TransactionTrait,
};
use serde_json::Value as Json;

use super::schema::{self, Table};
use super::{DumpError, value};
use crate::{Db, Engine};

/// Rows read at once.
const BATCH: usize = 1_000;

/// One state of the database; nothing written later is in it.
pub struct Snapshot {
    transaction: DatabaseTransaction,
    tables: Vec<Table>,
    migrations: Vec<String>,
}

impl Db {
    /// Freezes the present state for reading. Writers are not held up.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn snapshot(&self) -> Result<Snapshot, DumpError> {
        let isolation = match self.engine() {
            // A read transaction in WAL mode sees one state by itself.
            Engine::Sqlite => None,
            Engine::Postgres => Some(IsolationLevel::RepeatableRead),
        };
        let transaction = self.reader().begin_with_config(isolation, None).await?;
        let tables = schema::tables(&transaction).await?;
        let rows = transaction
            .query_all_raw(Statement::from_string(
                transaction.get_database_backend(),
                format!(
                    "SELECT version FROM {} ORDER BY version",
                    schema::MIGRATIONS
                ),
            ))
            .await?;
        let migrations = rows
            .iter()
            .map(|row| row.try_get("", "version"))
            .collect::<Result<_, _>>()?;
        Ok(Snapshot {
            transaction,
            tables,
            migrations,
        })
    }
}

impl Snapshot {
    /// The migrations that made this schema.
    #[must_use]
    pub fn migrations(&self) -> &[String] {
        &self.migrations
    }

    /// The names of the tables, each after those that it points at.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().map(|table| table.name.as_str())
    }

    /// Begins to read a table.
    ///
    /// # Errors
    /// [`DumpError::Unknown`] when there is no such table.
    pub async fn rows(&self, table: &str) -> Result<Rows<'_>, DumpError> {
        let table = self
            .tables
            .iter()
            .find(|known| known.name == table)
            .ok_or_else(|| DumpError::Unknown(table.to_owned()))?;
        let rows = Rows {
            snapshot: self,
            table,
            after: 0,
            ended: false,
        };
        if rows.backend() == DbBackend::Postgres {
            self.transaction
                .execute_unprepared(&format!(
                    "DECLARE {} NO SCROLL CURSOR FOR SELECT * FROM \"{}\"",
                    cursor(&table.name),
                    table.name
                ))
                .await?;
        }
        Ok(rows)
    }
}

/// A name for each table: under one name for all, the driver would take the
/// rows of a table for those of the one before, whose shape it remembers by
/// the text of the statement.
fn cursor(table: &str) -> String {
    format!("\"jalon_dump_{table}\"")
}

/// A table being read, a batch at a time.
pub struct Rows<'a> {
    snapshot: &'a Snapshot,
    table: &'a Table,
    /// SQLite: the last `rowid` read.
    after: i64,
    ended: bool,
}

impl Rows<'_> {
    /// The names of the columns, in the order of the values.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.table.columns.iter().map(|column| column.name.as_str())
    }

    /// The next rows, each a list of values in the order of the columns;
    /// empty at the end.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn next(&mut self) -> Result<Vec<Vec<Json>>, DumpError> {
        if self.ended {
            return Ok(Vec::new());
        }
        let transaction = &self.snapshot.transaction;
        let name = &self.table.name;
        let statement = match self.backend() {
            DbBackend::Sqlite => Statement::from_sql_and_values(
                DbBackend::Sqlite,
                format!(
                    "SELECT rowid AS jalon_rowid, * FROM \"{name}\" WHERE rowid > $1 ORDER BY rowid LIMIT {BATCH}"
                ),
                [self.after.into()],
            ),
            backend => {
                let cursor = cursor(name);
                Statement::from_string(backend, format!("FETCH FORWARD {BATCH} FROM {cursor}"))
            }
        };
        let rows = transaction.query_all_raw(statement).await?;
        self.ended = rows.len() < BATCH;
        if self.backend() == DbBackend::Sqlite {
            if let Some(last) = rows.last() {
                self.after = last.try_get("", "jalon_rowid")?;
            }
        } else if self.ended {
            let close = format!("CLOSE {}", cursor(name));
            transaction.execute_unprepared(&close).await?;
        }
        rows.iter()
            .map(|row| {
                self.table
                    .columns
                    .iter()
                    .map(|column| value::read(row, column))
                    .collect::<Result<_, _>>()
            })
            .collect::<Result<_, _>>()
            .map_err(DumpError::from)
    }

    fn backend(&self) -> DbBackend {
        self.snapshot.transaction.get_database_backend()
    }
}
