//! Filling a new database from a dump.

use sea_orm::sea_query::{Alias, Query};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, Statement, TransactionTrait,
};
use serde_json::Value as Json;

use super::schema::{self, Table};
use super::{DumpError, value};
use crate::migrations::MigrationList;
use crate::{Db, DbError};

/// Values in one INSERT: both engines bound the number of parameters
/// (SQLite 32 766, PostgreSQL 65 535).
const PARAMETERS: usize = 30_000;

/// A database being filled, in one transaction: it has everything in the end,
/// or nothing.
pub struct Loader {
    connection: DatabaseConnection,
    transaction: DatabaseTransaction,
    tables: Vec<Table>,
}

impl Db {
    /// Begins to fill this database, which must hold nothing, with a dump made
    /// under `migrations`. It may have empty tables, those of the dump: what an
    /// earlier attempt left. Call [`Db::migrate`] afterwards: the dump may be
    /// of an older version.
    ///
    /// # Errors
    /// [`DumpError::NotEmpty`] when there is something already;
    /// [`DbError::Newer`] when the dump knows migrations that we do not.
    pub async fn load(
        &self,
        lists: &[MigrationList],
        migrations: &[String],
    ) -> Result<Loader, DumpError> {
        let applied = self.applied_migrations().await?;
        let ahead = applied.iter().any(|name| !migrations.contains(name));
        if ahead || !schema::is_empty(self.reader()).await? {
            return Err(DumpError::NotEmpty);
        }
        self.migrate_to(lists, migrations).await?;
        let connection = self.migration_connection().await?;
        let transaction = connection.begin().await?;
        let tables = schema::tables(&transaction).await?;
        Ok(Loader {
            connection,
            transaction,
            tables,
        })
    }
}

impl Loader {
    /// Adds rows to a table; tables come parents first, as a snapshot gives them.
    ///
    /// # Errors
    /// When the table, a column or a value does not fit.
    pub async fn rows(
        &self,
        table: &str,
        columns: &[String],
        rows: &[Vec<Json>],
    ) -> Result<(), DumpError> {
        let known = self
            .tables
            .iter()
            .find(|known| known.name == table)
            .ok_or_else(|| DumpError::Unknown(table.to_owned()))?;
        let kinds = columns
            .iter()
            .map(|name| {
                known
                    .columns
                    .iter()
                    .find(|column| column.name == *name)
                    .map(|column| column.kind)
                    .ok_or_else(|| DumpError::Unknown(format!("{table}.{name}")))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let batch = (PARAMETERS / columns.len().max(1)).max(1);
        for part in rows.chunks(batch) {
            let mut insert = Query::insert();
            insert
                .into_table(Alias::new(table))
                .columns(columns.iter().map(Alias::new));
            for row in part {
                let broken = |index: usize| DumpError::Value {
                    table: table.to_owned(),
                    column: columns.get(index).cloned().unwrap_or_default(),
                };
                if row.len() != kinds.len() {
                    return Err(broken(row.len().min(kinds.len())));
                }
                let values = row
                    .iter()
                    .zip(&kinds)
                    .enumerate()
                    .map(|(index, (json, kind))| {
                        value::write(json, *kind)
                            .map(sea_orm::sea_query::Expr::value)
                            .ok_or_else(|| broken(index))
                    })
                    .collect::<Result<Vec<_>, _>>()?;
                insert.values(values).map_err(|_| broken(0))?;
            }
            self.transaction.execute(&insert).await?;
        }
        Ok(())
    }

    /// Keeps all of it.
    ///
    /// # Errors
    /// When a row points at nothing, or when the disk is full.
    pub async fn commit(self) -> Result<(), DumpError> {
        if self.transaction.get_database_backend() == sea_orm::DbBackend::Sqlite {
            let check =
                Statement::from_string(sea_orm::DbBackend::Sqlite, "PRAGMA foreign_key_check");
            if let Some(row) = self.transaction.query_one_raw(check).await? {
                let table: String = row.try_get_by_index(0)?;
                return Err(DumpError::Value {
                    table,
                    column: "?".into(),
                });
            }
        }
        self.transaction.commit().await?;
        self.connection.close().await.map_err(DbError::from)?;
        Ok(())
    }
}
