//! Changing the schema: hand-written steps in one list, each in a
//! transaction, the same on both engines.

use kernel::Clock;
use sea_orm::{
    ActiveValue, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::{MigrationTrait, SchemaManager, seaql_migrations};

use crate::{Db, DbError, Engine};

/// PostgreSQL: whoever migrates holds this lock; any number does.
const LOCK: i64 = 7_165_265;

/// The migrations of one crate, in order.
pub type MigrationList = fn() -> Vec<Box<dyn MigrationTrait>>;

/// The tables of this crate: jobs and audit trail.
#[must_use]
pub fn own() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(crate::jobs::migration::Jobs),
        Box::new(crate::audit::migration::AuditTrail),
    ]
}

impl Db {
    /// Applies the migrations that are missing, in the order of the lists,
    /// each in a transaction of its own. Nodes that start together wait for
    /// each other and apply each one once.
    ///
    /// On SQLite foreign keys are not enforced while the schema changes, so
    /// that a table can be rebuilt; every migration ends with a check of all
    /// of them.
    ///
    /// # Errors
    /// When a step fails: the database stays as before that step.
    /// [`DbError::Newer`] when it holds migrations that are not in the lists.
    pub async fn migrate(&self, lists: &[MigrationList]) -> Result<(), DbError> {
        if self.pending_migrations(lists).await?.is_empty() {
            return Ok(());
        }
        self.apply(all(lists)).await
    }

    /// Applies only the migrations of these names: the schema of an older
    /// version, to take in what it wrote.
    ///
    /// # Errors
    /// As [`Db::migrate`]; [`DbError::Newer`] when a name is not in the lists.
    pub(crate) async fn migrate_to(
        &self,
        lists: &[MigrationList],
        names: &[String],
    ) -> Result<(), DbError> {
        let chosen: Vec<_> = all(lists)
            .filter(|step| names.iter().any(|name| name == step.name()))
            .collect();
        if chosen.len() != names.len() {
            return Err(DbError::Newer);
        }
        self.apply(chosen.into_iter()).await
    }

    /// The names of the migrations that are applied.
    pub(crate) async fn applied_migrations(&self) -> Result<Vec<String>, DbError> {
        applied(&SchemaManager::new(self.reader())).await
    }

    async fn apply(
        &self,
        migrations: impl Iterator<Item = Box<dyn MigrationTrait>>,
    ) -> Result<(), DbError> {
        let connection = self.migration_connection().await?;
        let done = migrate(&connection, self.engine(), migrations).await;
        connection.close().await?;
        done
    }

    /// The names of the migrations that are not applied yet.
    ///
    /// # Errors
    /// When the database does not answer; [`DbError::Newer`] when it holds
    /// migrations that are not in the lists.
    pub async fn pending_migrations(
        &self,
        lists: &[MigrationList],
    ) -> Result<Vec<String>, DbError> {
        let applied = self.applied_migrations().await?;
        let known: Vec<String> = all(lists).map(|step| step.name().to_owned()).collect();
        if applied.iter().any(|name| !known.contains(name)) {
            return Err(DbError::Newer);
        }
        Ok(known
            .into_iter()
            .filter(|name| !applied.contains(name))
            .collect())
    }
}

fn all(lists: &[MigrationList]) -> impl Iterator<Item = Box<dyn MigrationTrait>> {
    lists.iter().flat_map(|list| list())
}

async fn applied(schema: &SchemaManager<'_>) -> Result<Vec<String>, DbError> {
    if !schema.has_table("seaql_migrations").await? {
        return Ok(Vec::new());
    }
    let rows = seaql_migrations::Entity::find()
        .all(schema.get_connection())
        .await?;
    Ok(rows.into_iter().map(|row| row.version).collect())
}

async fn migrate(
    connection: &DatabaseConnection,
    engine: Engine,
    migrations: impl Iterator<Item = Box<dyn MigrationTrait>>,
) -> Result<(), DbError> {
    let transaction = begin(connection, engine).await?;
    let mut table = sea_orm::Schema::new(transaction.get_database_backend())
        .create_table_from_entity(seaql_migrations::Entity);
    transaction.execute(table.if_not_exists()).await?;
    transaction.commit().await?;
    for migration in migrations {
        let transaction = begin(connection, engine).await?;
        let schema = SchemaManager::new(&transaction);
        // Asked again under the lock: another node may have been faster.
        if applied(&schema)
            .await?
            .iter()
            .any(|name| name == migration.name())
        {
            continue;
        }
        tracing::info!(migration = migration.name(), "changing the schema");
        migration.up(&schema).await?;
        if engine == Engine::Sqlite {
            check_foreign_keys(&transaction, migration.name()).await?;
        }
        let record = seaql_migrations::ActiveModel {
            version: ActiveValue::Set(migration.name().to_owned()),
            applied_at: ActiveValue::Set(Clock::system().now().timestamp()),
        };
        seaql_migrations::Entity::insert(record)
            .exec_without_returning(&transaction)
            .await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// A transaction that one node at a time gets.
async fn begin(
    connection: &DatabaseConnection,
    engine: Engine,
) -> Result<DatabaseTransaction, DbError> {
    let transaction = connection
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        })
        .await?;
    if engine == Engine::Postgres {
        transaction
            .execute_unprepared(&format!("SELECT pg_advisory_xact_lock({LOCK})"))
            .await?;
    }
    Ok(transaction)
}

async fn check_foreign_keys(
    transaction: &DatabaseTransaction,
    migration: &str,
) -> Result<(), DbError> {
    let check = Statement::from_string(
        transaction.get_database_backend(),
        "PRAGMA foreign_key_check",
    );
    match transaction.query_one_raw(check).await? {
        None => Ok(()),
        Some(_) => Err(DbError::Other(DbErr::Custom(format!(
            "{migration} leaves rows that point at nothing"
        )))),
    }
}

/// Rebuilds a table where SQLite cannot alter it (constraints, types): a new
/// table, the rows copied, the old one replaced. On PostgreSQL alter in place
/// instead. Call it from a migration, inside its transaction: it relies on
/// [`Db::migrate`] not enforcing foreign keys meanwhile.
///
/// `create` is the table as it shall be; `columns` are those copied as they
/// are, the others must have a default. Indexes are to be made again by the
/// caller; rows of other tables keep pointing at the copied ones.
///
/// # Errors
/// When a statement fails.
pub async fn rebuild_table(
    manager: &SchemaManager<'_>,
    table: &str,
    mut create: sea_orm::sea_query::TableCreateStatement,
    columns: &[&str],
) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let temporary = format!("{table}_rebuilt");
    create.table(sea_orm::sea_query::Alias::new(&temporary));
    manager.create_table(create).await?;
    let list = columns
        .iter()
        .map(|column| format!("\"{column}\""))
        .collect::<Vec<_>>()
        .join(", ");
    for statement in [
        format!("INSERT INTO \"{temporary}\" ({list}) SELECT {list} FROM \"{table}\""),
        format!("DROP TABLE \"{table}\""),
        format!("ALTER TABLE \"{temporary}\" RENAME TO \"{table}\""),
    ] {
        connection.execute_unprepared(&statement).await?;
    }
    Ok(())
}
