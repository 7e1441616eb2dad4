//! Changing the schema: hand-written steps in one list, each in a
//! transaction, the same on both engines.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationTrait, MigratorTraitSelf, SchemaManager};

use crate::{Db, DbError};

/// The migrations of one crate, in order.
pub type MigrationList = fn() -> Vec<Box<dyn MigrationTrait>>;

struct Migrator<'a>(&'a [MigrationList]);

impl MigratorTraitSelf for Migrator<'_> {
    fn migrations(&self) -> Vec<Box<dyn MigrationTrait>> {
        self.0.iter().flat_map(|list| list()).collect()
    }
}

/// The tables of this crate: jobs and audit trail.
#[must_use]
pub fn own() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(crate::jobs::migration::Jobs),
        Box::new(crate::audit::migration::AuditTrail),
    ]
}

impl Db {
    /// Applies the migrations that are missing. On PostgreSQL an advisory lock
    /// keeps two nodes that start together from doing it twice.
    ///
    /// # Errors
    /// When a step fails: the database stays as before that step.
    pub async fn migrate(&self, lists: &[MigrationList]) -> Result<(), DbError> {
        let migrator = Migrator(lists);
        if self.engine() == crate::Engine::Sqlite {
            migrator.up(self.owner(), None).await?;
            return Ok(());
        }
        // A session lock on a connection of its own, held while another one migrates.
        let lock = sea_orm::TransactionTrait::begin(self.owner()).await?;
        lock.execute_unprepared("SELECT pg_advisory_xact_lock(7165265)")
            .await?;
        let done = migrator.up(self.owner(), None).await;
        lock.commit().await?;
        Ok(done?)
    }

    /// The names of the migrations that are not applied yet.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pending_migrations(
        &self,
        lists: &[MigrationList],
    ) -> Result<Vec<String>, DbError> {
        Ok(Migrator(lists)
            .get_pending_migrations_read_only(self.reader())
            .await?
            .iter()
            .map(|migration| migration.name().to_owned())
            .collect())
    }
}

/// Rebuilds a table where SQLite cannot alter it (constraints, types): a new
/// table, the rows copied, the old one replaced. On PostgreSQL alter in place
/// instead. Call it from a migration, inside its transaction.
///
/// `create` is the new table under the name `temporary`; `columns` are those
/// copied as they are. Indexes are to be made again by the caller.
///
/// # Errors
/// When a statement fails, or when a row points at nothing afterwards.
pub async fn rebuild_table(
    manager: &SchemaManager<'_>,
    table: &str,
    temporary: &str,
    create: sea_orm::sea_query::TableCreateStatement,
    columns: &[&str],
) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    // Foreign keys are checked at commit: between the drop and the rename
    // others point at nothing.
    connection
        .execute_unprepared("PRAGMA defer_foreign_keys = ON")
        .await?;
    manager.create_table(create).await?;
    let list = columns
        .iter()
        .map(|column| format!("\"{column}\""))
        .collect::<Vec<_>>()
        .join(", ");
    connection
        .execute_unprepared(&format!(
            "INSERT INTO \"{temporary}\" ({list}) SELECT {list} FROM \"{table}\""
        ))
        .await?;
    // Dropping deletes row by row, which would cascade to the children: the
    // legacy rename leaves the references of other tables as they are written.
    connection
        .execute_unprepared("PRAGMA legacy_alter_table = ON")
        .await?;
    connection
        .execute_unprepared(&format!("DROP TABLE \"{table}\""))
        .await?;
    connection
        .execute_unprepared(&format!(
            "ALTER TABLE \"{temporary}\" RENAME TO \"{table}\""
        ))
        .await?;
    connection
        .execute_unprepared("PRAGMA legacy_alter_table = OFF")
        .await?;
    let broken = connection
        .query_one_raw(sea_orm::Statement::from_string(
            connection.get_database_backend(),
            "PRAGMA foreign_key_check",
        ))
        .await?;
    match broken {
        None => Ok(()),
        Some(_) => Err(DbErr::Custom(format!(
            "rebuilding {table} left rows that point at nothing"
        ))),
    }
}
