//! Opening the database with the settings that our promises rest on.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, IsolationLevel};

use crate::DbError;
use crate::observe::Observer;
use crate::write::Writer;

/// How long a write waits for others that hold what it needs.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection to the server that rested so long is asked whether it is still
/// there before it is used; asking at every statement would double the trips.
const RESTED: Duration = Duration::from_secs(2);

/// Which engine holds the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file beside the binary: the default.
    Sqlite,
    /// A server: for a whole académie, several nodes.
    Postgres,
}

/// Where the data are and how many readers may read at once.
#[derive(Clone)]
pub struct DbConfig {
    place: Place,
    max_readers: u32,
}

#[derive(Clone)]
enum Place {
    File(PathBuf),
    Server(String),
}

impl DbConfig {
    /// A SQLite file; it is created when it is missing.
    #[must_use]
    pub fn sqlite(path: &Path) -> Self {
        Self {
            place: Place::File(path.to_owned()),
            max_readers: 4,
        }
    }

    /// A PostgreSQL server, by its `postgres://` address.
    #[must_use]
    pub fn postgres(url: impl Into<String>) -> Self {
        Self {
            place: Place::Server(url.into()),
            max_readers: 16,
        }
    }

    /// `postgres://…` or the path of a SQLite file.
    #[must_use]
    pub fn from_setting(setting: &str) -> Self {
        if setting.starts_with("postgres://") || setting.starts_with("postgresql://") {
            Self::postgres(setting)
        } else {
            Self::sqlite(Path::new(
                setting.strip_prefix("sqlite://").unwrap_or(setting),
            ))
        }
    }

    /// How many connections may read at once.
    #[must_use]
    pub fn max_readers(mut self, connections: u32) -> Self {
        self.max_readers = connections.max(1);
        self
    }

    /// The engine behind the address.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.place {
            Place::File(_) => Engine::Sqlite,
            Place::Server(_) => Engine::Postgres,
        }
    }

    fn options(&self, connections: u32, role: Use) -> ConnectOptions {
        let mut options = match &self.place {
            Place::File(path) => sqlite_options(path.clone(), role),
            Place::Server(url) => postgres_options(url, role),
        };
        options
            .max_connections(connections)
            .min_connections(1)
            .acquire_timeout(Duration::from_secs(10))
            // Statements hold personal data: they are neither logged nor traced.
            .sqlx_logging(false)
            .record_stmt_in_spans(false);
        options
    }
}

impl fmt::Debug for DbConfig {
    // The address of a server holds its password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DbConfig")
            .field("engine", &self.engine())
            .finish_non_exhaustive()
    }
}

fn sqlite_options(path: PathBuf, role: Use) -> ConnectOptions {
    // The path is set below as it is: in an address, `%` and `?` would be read.
    let mut options = ConnectOptions::new("sqlite://jalon");
    options
        .map_sqlx_sqlite_opts(move |options| {
            let options = options
                .filename(&path)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // FULL, not NORMAL: the school's PC has no battery, and
                // what was acknowledged must survive a power cut.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(PATIENCE)
                .foreign_keys(true)
                // Pages of the file are read, not mapped: each connection that
                // maps them counts them again in the memory of the process,
                // and beyond the mapping a large instance would be slower
                // than a small one (make bench).
                .pragma("cache_size", "-16000");
            match role {
                Use::Read => options.pragma("query_only", "ON"),
                Use::Write => options,
                // Rebuilding a table drops it, which would cascade to its
                // children; what is left is checked before the commit.
                Use::Migrate => options.foreign_keys(false),
            }
        })
        // A SQLite connection is a file handle: nothing to recycle.
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false);
    options
}

fn postgres_options(url: &str, role: Use) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .map_sqlx_postgres_opts(move |options| match role {
            // A node that waits for another one's migrations waits to their end.
            Use::Migrate => options,
            Use::Read | Use::Write => options.options([("lock_timeout", PATIENCE.as_millis())]),
        })
        .test_before_acquire_if_idle_for(RESTED);
    options
}

#[derive(Clone, Copy)]
enum Use {
    Read,
    Write,
    Migrate,
}

/// The database. Cheap to clone; all clones share the connections.
#[derive(Clone, Debug)]
pub struct Db(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    readers: DatabaseConnection,
    writer: Writer,
    config: DbConfig,
    observer: Observer,
    statements: Arc<AtomicU64>,
}

impl Db {
    /// Opens the database.
    ///
    /// # Errors
    /// When the file cannot be opened or the server does not answer.
    pub async fn open(config: &DbConfig) -> Result<Self, DbError> {
        match config.engine() {
            Engine::Sqlite => {
                // The writer comes first: it creates the file and switches it
                // to WAL, which a `query_only` connection may not do.
                let writer = Database::connect(config.options(1, Use::Write)).await?;
                let readers =
                    Database::connect(config.options(config.max_readers, Use::Read)).await?;
                Ok(Self::new(readers, config, |_| Writer::queued(writer)))
            }
            Engine::Postgres => {
                let pool =
                    Database::connect(config.options(config.max_readers, Use::Write)).await?;
                Ok(Self::new(pool, config, |pool| {
                    Writer::retrying(pool.clone())
                }))
            }
        }
    }

    fn new(
        mut readers: DatabaseConnection,
        config: &DbConfig,
        writer: impl FnOnce(&DatabaseConnection) -> Writer,
    ) -> Self {
        let statements = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&statements);
        readers.set_metric_callback(move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        Self(Arc::new(Inner {
            writer: writer(&readers),
            readers,
            config: config.clone(),
            observer: Observer::default(),
            statements,
        }))
    }

    /// How many statements the readers have run since the database was
    /// opened: a test compares two pages of very different sizes, and
    /// `/metriques` shows it.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.0.statements.load(Ordering::Relaxed)
    }

    /// Has PostgreSQL look at what the tables hold, after much was written at
    /// once: until it does, which may take a minute, it plans as if they were
    /// empty. SQLite plans by its indexes alone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn refresh_statistics(&self) -> Result<(), DbError> {
        if self.engine() == Engine::Postgres {
            self.0
                .writer
                .connection()
                .execute_unprepared("ANALYZE")
                .await?;
        }
        Ok(())
    }

    /// The engine in use.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.config.engine()
    }

    /// Connections to read with. On SQLite they refuse to write.
    #[must_use]
    pub fn reader(&self) -> &DatabaseConnection {
        &self.0.readers
    }

    /// The only door to writing: runs `work` in one transaction and returns
    /// once its result is on the disk.
    ///
    /// `work` may be **run several times** (PostgreSQL asks for it when two
    /// transactions crossed), so it takes what it needs by clone, and it may
    /// wait for **nothing but its transaction**: a network call, a rendering
    /// or a lock in there would hold up every other writer of the school. It
    /// is undone after 10 s.
    ///
    /// ```
    /// # use db::{Db, DbError, Tx};
    /// # async fn submit(tx: &Tx, text: String) -> Result<(), DbError> { Ok(()) }
    /// async fn handler(db: Db, text: String) -> Result<(), DbError> {
    ///     db.write(move |tx| {
    ///         let text = text.clone();
    ///         async move { submit(&tx, text).await }
    ///     })
    ///     .await
    /// }
    /// ```
    ///
    /// # Errors
    /// The error of `work`, after a rollback; [`DbError`] when the commit
    /// itself failed, or when the transactions crossed too many times.
    pub async fn write<T, E, F, Fut>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: Fn(crate::Tx) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
    {
        let begun = Instant::now();
        let result = self
            .0
            .writer
            .write(IsolationLevel::Serializable, work)
            .await;
        self.0.observer.wrote(begun.elapsed(), result.is_ok());
        result
    }

    /// Has `measure` told of every [`Db::write`] of this database and its
    /// clones: how long it took, waiting included, and whether it succeeded.
    /// Only the first call counts.
    pub fn observe_writes(&self, measure: impl Fn(Duration, bool) + Send + Sync + 'static) {
        self.0.observer.set(Box::new(measure));
    }

    /// As [`Db::write`], for short statements that name all that they rely on
    /// (the queue's bookkeeping): on PostgreSQL they do not cross.
    pub(crate) async fn write_unserialized<T, E, F, Fut>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: Fn(crate::Tx) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
    {
        self.0
            .writer
            .write(IsolationLevel::ReadCommitted, work)
            .await
    }

    /// Closes the connections; whoever still uses a clone gets errors.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn close(self) -> Result<(), DbError> {
        self.0.readers.close_by_ref().await?;
        self.0.writer.connection().close_by_ref().await?;
        Ok(())
    }

    /// A connection of its own to migrate with.
    pub(crate) async fn migration_connection(&self) -> Result<DatabaseConnection, DbError> {
        Ok(Database::connect(self.0.config.options(1, Use::Migrate)).await?)
    }
}
