//! Databases on a PostgreSQL server, copied from a template that is migrated
//! once for all the tests of one program.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::UNIX_EPOCH;

use kernel::Clock;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database as Connect, DatabaseConnection, DbErr, Statement,
};

use crate::migrations::MigrationList;
use crate::{Db, DbConfig};

/// The server's address, as an administrator who may create databases.
const SERVER: &str = "JALON_TEST_POSTGRES";
/// Whoever makes a template or a copy of one holds this lock; any number does.
const LOCK: i64 = 7_165_266;
/// What a test that was killed left behind goes after so many seconds.
const STALE: i64 = 1_800;

/// A database that is dropped with this value.
#[derive(Debug)]
pub(super) struct Database {
    server: String,
    name: String,
    pub url: String,
}

impl Database {
    /// A migrated database, or nothing when no server is announced.
    pub(super) async fn create(lists: &[MigrationList]) -> Option<Self> {
        let Ok(server) = std::env::var(SERVER) else {
            let required = std::env::var("JALON_TEST_REQUIRE_POSTGRES").is_ok_and(|v| v == "1")
                || std::env::var_os("CI").is_some();
            assert!(!required, "{SERVER} is not set, and PostgreSQL is required");
            eprintln!("!!! NOT TESTED on PostgreSQL: {SERVER} is not set (scripts/postgres.sh).");
            return None;
        };
        Some(
            Self::copy(server, lists)
                .await
                .expect("a test database on the PostgreSQL server"),
        )
    }

    async fn copy(server: String, lists: &[MigrationList]) -> Result<Self, DbErr> {
        let admin = connect(&server).await?;
        // The lock belongs to the session; this pool has one connection.
        execute(&admin, &format!("SELECT pg_advisory_lock({LOCK})")).await?;
        drop_stale(&admin).await?;
        let template = format!("jalon_template_{:016x}", fingerprint(lists));
        if !databases(&admin).await?.contains(&template) {
            // Under another name until it is complete.
            let raw = name("jalon_test");
            execute(&admin, &format!("CREATE DATABASE {raw}")).await?;
            let db = Db::open(&DbConfig::postgres(in_database(&server, &raw)).max_readers(2))
                .await
                .expect("opening the template");
            db.migrate(lists).await.expect("migrating the template");
            db.close().await.expect("closing the template");
            execute(
                &admin,
                &format!("ALTER DATABASE {raw} RENAME TO {template}"),
            )
            .await?;
        }
        let name = name("jalon_test");
        execute(
            &admin,
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        )
        .await?;
        // Closing the session lets go of its lock.
        admin.close().await?;
        let url = in_database(&server, &name);
        Ok(Self { server, name, url })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // A runtime of its own: the test's is busy, or unwinding. What fails
        // here is dropped as stale by a later test.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(async {
                let admin = connect(&server).await?;
                execute(
                    &admin,
                    &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
                )
                .await?;
                admin.close().await?;
                Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
            })
        });
        drop(dropped.join());
    }
}

async fn connect(server: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(server);
    options.max_connections(1).sqlx_logging(false);
    Connect::connect(options).await
}

async fn execute(admin: &DatabaseConnection, sql: &str) -> Result<(), DbErr> {
    admin.execute_unprepared(sql).await?;
    Ok(())
}

async fn databases(admin: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let sql = r"SELECT datname::text AS name FROM pg_database WHERE datname LIKE 'jalon\_te%'";
    let rows = admin
        .query_all_raw(Statement::from_string(admin.get_database_backend(), sql))
        .await?;
    rows.iter().map(|row| row.try_get("", "name")).collect()
}

/// Drops what killed tests left behind.
async fn drop_stale(admin: &DatabaseConnection) -> Result<(), DbErr> {
    let oldest = Clock::system().now().timestamp() - STALE;
    for name in databases(admin).await? {
        let made = name
            .strip_prefix("jalon_test_")
            .and_then(|rest| rest.split('_').next())
            .and_then(|seconds| seconds.parse::<i64>().ok());
        if made.is_some_and(|made| made < oldest) {
            execute(
                admin,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            )
            .await?;
        }
    }
    Ok(())
}

/// A name that says when it was made, so that stale ones are known.
fn name(prefix: &str) -> String {
    let clock = Clock::system();
    let seconds = clock.now().timestamp();
    format!("{prefix}_{seconds}_{}", kernel::new_uuid(&clock).simple())
}

/// The same for all the tests of one build of one program: a migration that
/// is edited while it is being written makes another template.
fn fingerprint(lists: &[MigrationList]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for migration in lists.iter().flat_map(|list| list()) {
        migration.name().hash(&mut hasher);
    }
    if let Ok(program) = std::env::current_exe() {
        program.hash(&mut hasher);
        let built = std::fs::metadata(&program).and_then(|data| data.modified());
        if let Ok(age) = built.map(|time| time.duration_since(UNIX_EPOCH)) {
            age.ok().hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// The address of another database on the same server.
fn in_database(server: &str, database: &str) -> String {
    let (address, options) = match server.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (server, String::new()),
    };
    // After the authority: scheme://user:password@host:port/database
    let start = address.find("://").map_or(0, |at| at + 3);
    let end = address[start..]
        .find('/')
        .map_or(address.len(), |at| start + at);
    format!("{}/{database}{options}", &address[..end])
}
