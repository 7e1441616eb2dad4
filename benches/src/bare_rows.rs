//! The bare loop that imports are compared with: one connection of the same
//! driver, with the same durability, that writes into the same tables the rows
//! that such an import leaves, several people in each statement.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use kernel::{Clock, new_uuid};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{
    ConnectOptions, Connection, Executor, QueryBuilder, Row, Sqlite, SqliteConnection,
};

/// People in one statement and in one commit.
const BATCH: u32 = 500;

/// An instance with a school.
pub struct BareRows {
    connection: SqliteConnection,
    school: Vec<u8>,
    curriculum: Vec<u8>,
}

/// Somebody to write.
struct Somebody {
    id: Vec<u8>,
    number: u32,
    name: String,
}

impl BareRows {
    /// Opens the instance in `folder`.
    ///
    /// # Errors
    /// When it does not open.
    pub async fn open(folder: &Path) -> anyhow::Result<Self> {
        let mut connection = SqliteConnectOptions::new()
            .filename(folder.join("jalon.sqlite"))
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .disable_statement_logging()
            .connect()
            .await
            .context("La boucle nue n’a pas de base")?;
        let row = connection
            .fetch_one("SELECT school_id, curriculum_id FROM classes LIMIT 1")
            .await?;
        Ok(Self {
            school: row.try_get(0)?,
            curriculum: row.try_get(1)?,
            connection,
        })
    }

    /// Writes so many people; how long it took.
    ///
    /// # Errors
    /// When a row is refused.
    pub async fn write(&mut self, people: u32) -> anyhow::Result<Duration> {
        let clock = Clock::system();
        let begun = Instant::now();
        for first in (0..people).step_by(BATCH as usize) {
            let part: Vec<Somebody> = (first..people.min(first + BATCH))
                .map(|number| Somebody {
                    id: new_uuid(&clock).as_bytes().to_vec(),
                    number,
                    name: format!("Nom-{number}"),
                })
                .collect();
            self.write_part(&clock, &part).await?;
        }
        Ok(begun.elapsed())
    }

    async fn write_part(&mut self, clock: &Clock, part: &[Somebody]) -> anyhow::Result<()> {
        let (school, curriculum) = (self.school.clone(), self.curriculum.clone());
        let now = clock.now().to_rfc3339();
        let id = || new_uuid(clock).as_bytes().to_vec();
        let class = id();
        let mut tx = self.connection.begin().await?;
        let insert = |text: &str| QueryBuilder::<Sqlite>::new(format!("INSERT INTO {text} "));
        let mut statements = Vec::new();
        let mut one = insert(
            "classes (id, school_id, name, sort_key, sort_key_version, school_year, curriculum_id, version, created_at)",
        );
        one.push_values([()], |mut row, ()| {
            row.push_bind(class.clone())
                .push_bind(school.clone())
                .push_bind(format!("Boucle {}", part[0].number))
                .push_bind(b"boucle".to_vec())
                .push_bind(1)
                .push_bind(2000)
                .push_bind(curriculum.clone())
                .push_bind(1)
                .push_bind(now.clone());
        });
        statements.push(one);
        let mut one = insert(
            "accounts (id, login, first_name, last_name, birth_date, must_choose_password, comfort, version, created_at)",
        );
        one.push_values(part, |mut row, person| {
            row.push_bind(person.id.clone())
                .push_bind(format!("camille.{}.boucle", person.number))
                .push_bind("Camille")
                .push_bind(person.name.clone())
                .push_bind("2008-11-02")
                .push_bind(true)
                .push_bind("auto md normal atkinson")
                .push_bind(1)
                .push_bind(now.clone());
        });
        statements.push(one);
        let mut one =
            insert("memberships (school_id, account_id, sort_key, sort_key_version, search_key)");
        one.push_values(part, |mut row, person| {
            row.push_bind(school.clone())
                .push_bind(person.id.clone())
                .push_bind(person.name.clone().into_bytes().repeat(3))
                .push_bind(1)
                .push_bind(format!("{} camille", person.name));
        });
        statements.push(one);
        let mut one = insert("membership_roles (school_id, account_id, role)");
        one.push_values(part, |mut row, person| {
            row.push_bind(school.clone())
                .push_bind(person.id.clone())
                .push_bind("learner");
        });
        statements.push(one);
        for source in ["ine", "siecle"] {
            let mut one = insert("external_ids (school_id, account_id, source, value)");
            one.push_values(part, |mut row, person| {
                row.push_bind(school.clone())
                    .push_bind(person.id.clone())
                    .push_bind(source)
                    .push_bind(format!("{:09}BB", person.number));
            });
            statements.push(one);
        }
        let mut one =
            insert("enrolments (school_id, class_id, account_id, status, distance, entered_on)");
        one.push_values(part, |mut row, person| {
            row.push_bind(school.clone())
                .push_bind(class.clone())
                .push_bind(person.id.clone())
                .push_bind("school")
                .push_bind(false)
                .push_bind("2026-09-01");
        });
        statements.push(one);
        for action in ["people.person_created", "people.enrolled"] {
            let mut one =
                insert("audit_events (id, school_id, action, object_kind, object_id, at)");
            one.push_values(part, |mut row, person| {
                row.push_bind(id())
                    .push_bind(school.clone())
                    .push_bind(action)
                    .push_bind("account")
                    .push_bind(person.id.clone())
                    .push_bind(now.clone());
            });
            statements.push(one);
        }
        for mut statement in statements {
            statement.build().execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Closes the file.
    ///
    /// # Errors
    /// When it does not close well.
    pub async fn close(self) -> anyhow::Result<()> {
        Ok(self.connection.close().await?)
    }
}
