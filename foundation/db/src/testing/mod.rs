//! A database of its own for each test, on either engine.

mod postgres;

use std::ops::Deref;

use crate::migrations::MigrationList;
use crate::{Db, DbConfig, Engine};

/// An empty, migrated database that disappears with this value.
#[derive(Debug)]
pub struct TestDb {
    db: Db,
    config: DbConfig,
    _home: Home,
}

#[derive(Debug)]
enum Home {
    Directory { _directory: tempfile::TempDir },
    Database { _database: postgres::Database },
}

impl TestDb {
    /// A SQLite file in a directory of its own.
    ///
    /// # Panics
    /// When it cannot be made: the test cannot run.
    pub async fn sqlite(lists: &[MigrationList]) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let config = DbConfig::sqlite(&directory.path().join("jalon.sqlite"));
        let db = Db::open(&config).await.expect("opening the test database");
        db.migrate(lists)
            .await
            .expect("migrating the test database");
        Self {
            db,
            config,
            _home: Home::Directory {
                _directory: directory,
            },
        }
    }

    /// A database on the server at `JALON_TEST_POSTGRES`; nothing when there
    /// is no server, unless `JALON_TEST_REQUIRE_POSTGRES=1` or `CI` is set.
    ///
    /// # Panics
    /// When it cannot be made, or when a server is required and there is none.
    pub async fn postgres(lists: &[MigrationList]) -> Option<Self> {
        let database = postgres::Database::create(lists).await?;
        let config = DbConfig::postgres(&database.url).max_readers(8);
        let db = Db::open(&config).await.expect("opening the test database");
        Some(Self {
            db,
            config,
            _home: Home::Database {
                _database: database,
            },
        })
    }

    /// A database on this engine; nothing when its server is absent and not
    /// required.
    ///
    /// # Panics
    /// As [`TestDb::postgres`].
    pub async fn new(engine: Engine, lists: &[MigrationList]) -> Option<Self> {
        match engine {
            Engine::Sqlite => Some(Self::sqlite(lists).await),
            Engine::Postgres => Self::postgres(lists).await,
        }
    }

    /// Where it is: to open it a second time, as another node would.
    #[must_use]
    pub fn config(&self) -> &DbConfig {
        &self.config
    }
}

impl Deref for TestDb {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.db
    }
}

/// Runs an asynchronous test on one engine; for [`crate::on_both_engines!`].
///
/// # Panics
/// When the test fails.
pub fn run(engine: Engine, lists: &[MigrationList], test: impl AsyncFnOnce(Db, DbConfig)) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime for the test");
    runtime.block_on(async {
        if let Some(home) = TestDb::new(engine, lists).await {
            test(home.db.clone(), home.config.clone()).await;
        }
    });
}

/// Makes of each asynchronous function two tests, `name::sqlite` and
/// `name::postgres`, each with an empty migrated database. A second
/// parameter, if there is one, is the [`DbConfig`] to open it once more.
///
/// ```
/// db::on_both_engines! {
///     migrations: [db::migrations::own];
///
///     /// What it shows.
///     async fn a_new_queue_is_empty(db: Db) {
///         assert!(db::jobs::failed(db.reader(), None).await.unwrap().is_empty());
///     }
/// }
/// ```
#[macro_export]
macro_rules! on_both_engines {
    // Tests that build what they need on the engine by themselves.
    ($(
        $(#[$meta:meta])*
        async fn $name:ident($engine:ident: Engine) $body:block
    )+) => {$(
        #[cfg(test)]
        async fn $name($engine: $crate::Engine) $body

        $(#[$meta])*
        #[cfg(test)]
        mod $name {
            #[tokio::test]
            async fn sqlite() {
                super::$name($crate::Engine::Sqlite).await;
            }

            #[tokio::test]
            async fn postgres() {
                super::$name($crate::Engine::Postgres).await;
            }
        }
    )+};
    (migrations: $lists:tt; $(
        $(#[$meta:meta])*
        async fn $name:ident($db:ident: Db $(, $config:ident: DbConfig)? $(,)?) $body:block
    )+) => {$(
        #[cfg(test)]
        fn $name(engine: $crate::Engine) {
            $crate::testing::run(
                engine,
                $crate::migration_lists!($lists),
                async |$db: $crate::Db, _config: $crate::DbConfig| {
                    $(let $config = _config;)?
                    $body
                },
            );
        }

        $(#[$meta])*
        #[cfg(test)]
        mod $name {
            #[test]
            fn sqlite() {
                super::$name($crate::Engine::Sqlite);
            }

            #[test]
            fn postgres() {
                super::$name($crate::Engine::Postgres);
            }
        }
    )+};
}

/// The lists of [`on_both_engines!`], as one slice of functions.
#[doc(hidden)]
#[macro_export]
macro_rules! migration_lists {
    ([$($list:path),* $(,)?]) => {
        &[$($list as $crate::migrations::MigrationList),*]
    };
}
