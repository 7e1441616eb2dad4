//! The bare loop that autosaves are compared with: one connection of the same
//! driver to a SQLite file on the same disk, with the same durability, that
//! changes one row per commit.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{ConnectOptions, Connection, Executor, SqliteConnection, query};

/// A table with a row as long as a report.
pub struct Bare {
    connection: SqliteConnection,
    text: String,
}

impl Bare {
    /// Makes the file in `folder`.
    ///
    /// # Errors
    /// When it cannot be made.
    pub async fn open(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join("boucle-nue.sqlite");
        for ending in ["", "-wal", "-shm"] {
            let file = folder.join(format!("boucle-nue.sqlite{ending}"));
            if file.exists() {
                std::fs::remove_file(file)?;
            }
        }
        let mut connection = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .disable_statement_logging()
            .connect()
            .await
            .context("La boucle nue n’a pas de base")?;
        connection
            .execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT NOT NULL, version INTEGER NOT NULL)")
            .await?;
        let text = "Un compte rendu de longueur ordinaire. ".repeat(25);
        for id in 0..1_000_i64 {
            query("INSERT INTO rows VALUES (?, ?, 0)")
                .bind(id)
                .bind(&text)
                .execute(&mut connection)
                .await?;
        }
        Ok(Self { connection, text })
    }

    /// Commits per second.
    ///
    /// # Errors
    /// When a commit fails.
    pub async fn rate(&mut self, slice: Duration) -> anyhow::Result<f64> {
        let begun = Instant::now();
        let mut count = 0_u32;
        while begun.elapsed() < slice {
            query("UPDATE rows SET text = ?, version = version + 1 WHERE id = ?")
                .bind(format!("{} {count}", self.text))
                .bind(i64::from(count % 1_000))
                .execute(&mut self.connection)
                .await?;
            count += 1;
        }
        Ok(f64::from(count) / begun.elapsed().as_secs_f64())
    }

    /// Rows per second of a loop that inserts them one by one in one
    /// transaction, each as long as a positioning.
    ///
    /// # Errors
    /// When a row cannot be written.
    pub async fn inserts(&mut self, slice: Duration) -> anyhow::Result<f64> {
        self.connection
            .execute("DROP TABLE IF EXISTS levels; CREATE TABLE levels (id INTEGER PRIMARY KEY, target TEXT NOT NULL, level INTEGER NOT NULL, comment TEXT NOT NULL)")
            .await?;
        let begun = Instant::now();
        let mut count = 0_u32;
        self.connection.execute("BEGIN IMMEDIATE").await?;
        while begun.elapsed() < slice {
            query("INSERT INTO levels (target, level, comment) VALUES (?, ?, ?)")
                .bind("C1.1.2")
                .bind(i64::from(count % 4 + 1))
                .bind("Vu en atelier, avec le guide.")
                .execute(&mut self.connection)
                .await?;
            count += 1;
        }
        self.connection.execute("COMMIT").await?;
        Ok(f64::from(count) / begun.elapsed().as_secs_f64())
    }

    /// Closes the file.
    ///
    /// # Errors
    /// When it does not close well.
    pub async fn close(self) -> anyhow::Result<()> {
        Ok(self.connection.close().await?)
    }
}
