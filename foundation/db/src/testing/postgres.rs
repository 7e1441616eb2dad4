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
/// What a test that was killed left behind goes after so many seconds…
const STALE: i64 = 1_800;
/// … and a template after so many: other builds have made theirs since.
const STALE_TEMPLATE: i64 = 86_400;

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
        let prefix = format!("jalon_template_{:016x}", fingerprint(lists));
        let found = databases(&admin).await?;
        let template = match found.into_iter().find(|name| name.starts_with(&prefix)) {
            Some(template) => template,
            None => make_template(&admin, &server, &prefix, lists).await?,
        };
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

/// Creates and migrates a template, under another name until it is complete.
async fn make_template(
    admin: &DatabaseConnection,
    server: &str,
    prefix: &str,
    lists: &[MigrationList],
) -> Result<String, DbErr> {
    let raw = name("jalon_test");
    execute(admin, &format!("CREATE DATABASE {raw}")).await?;
    let db = Db::open(&DbConfig::postgres(in_database(server, &raw)).max_readers(2))
        .await
        .expect("opening the template");
    db.migrate(lists).await.expect("migrating the template");
    db.close().await.expect("closing the template");
    let template = format!("{prefix}_{}", Clock::system().now().timestamp());
    execute(admin, &format!("ALTER DATABASE {raw} RENAME TO {template}")).await?;
    Ok(template)
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

/// Drops what killed tests and earlier builds left behind.
async fn drop_stale(admin: &DatabaseConnection) -> Result<(), DbErr> {
    let now = Clock::system().now().timestamp();
    for name in databases(admin).await? {
        if now - made_at(&name).unwrap_or(now) > lifetime(&name) {
            execute(
                admin,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            )
            .await?;
        }
    }
    Ok(())
}

fn lifetime(name: &str) -> i64 {
    match name.starts_with("jalon_test_") {
        true => STALE,
        false => STALE_TEMPLATE,
    }
}

/// When the database was made, as its name says: `jalon_test_SECONDS_ID` or
/// `jalon_template_HASH_SECONDS`.
fn made_at(name: &str) -> Option<i64> {
    let rest = match name.strip_prefix("jalon_test_") {
        Some(rest) => rest.split('_').next(),
        None => name.strip_prefix("jalon_template_")?.split('_').nth(1),
    };
    rest?.parse().ok()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_database_says_when_it_was_made() {
        assert_eq!(made_at("jalon_test_1810719015_0af3"), Some(1_810_719_015));
        assert_eq!(
            made_at("jalon_template_00ff_1810719015"),
            Some(1_810_719_015)
        );
        assert_eq!(made_at("jalon_template_00ff"), None);
    }

    #[test]
    fn another_database_keeps_the_server_and_its_options() {
        for (server, expected) in [
            ("postgres://u:p@h:1/postgres", "postgres://u:p@h:1/x"),
            ("postgres://u@h", "postgres://u@h/x"),
            (
                "postgres://h/a?sslmode=disable",
                "postgres://h/x?sslmode=disable",
            ),
        ] {
            assert_eq!(in_database(server, "x"), expected);
        }
    }
}
