//! From a file to a comparison that somebody can look at. Everything is
//! written outside the school's own tables, a few hundred rows at a time.

mod check;
mod choices;
mod compare;
mod logins;

use std::path::Path;

use db::{Db, DbError};
use kernel::{Clock, SchoolId, SchoolYear};
use tokio::sync::Semaphore;

use super::ImportId;
use super::formats::{self, Body, Mapping, Row, TableRow, Unreadable};
use super::plan::Verdict;
use super::store::{State, imports, list, rows};
use crate::commands::By;
use crate::store::schools;

pub use choices::classes_of;
use compare::compare;
pub use logins::fresh;

/// Rows in one write.
const BATCH: usize = 500;
/// One file is compared at a time: the largest take some hundred megabytes.
static ONE: Semaphore = Semaphore::const_new(1);

/// Why a file was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum NotStaged {
    /// The file itself.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// It is another school's.
    #[error(
        "Ce fichier est celui de l’établissement {file}, et non du vôtre ({school}). Rien n’a été modifié\u{a0}: choisissez l’export de votre établissement."
    )]
    OtherSchool {
        /// The UAI of the file.
        file: String,
        /// That of the school.
        school: String,
    },
    /// It names no school.
    #[error(
        "Ce fichier ne dit pas de quel établissement il est (UAI). Rien n’a été modifié\u{a0}: refaites l’export sans modifier le fichier."
    )]
    NoSchool,
    /// Its school year is over or far away.
    #[error(
        "Ce fichier est celui de l’année {0}. Rien n’a été modifié\u{a0}: refaites l’export pour l’année en cours ou la suivante."
    )]
    OtherYear(SchoolYear),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Reads a file and compares it with the school. Nothing of the school changes.
///
/// # Errors
/// [`NotStaged`]: nothing is kept then.
pub async fn receive(
    db: &Db,
    clock: &Clock,
    by: &By,
    path: &Path,
    name: &str,
    id: Option<ImportId>,
) -> Result<ImportId, NotStaged> {
    let _one = ONE.acquire().await.map_err(|_| stopped())?;
    let path = path.to_owned();
    let reading = tokio::task::spawn_blocking(move || formats::read(&path))
        .await
        .map_err(|_| stopped())??;
    let uai = uai_of(db, by.school).await?;
    check::school(&reading, &uai)?;
    let year = check::year(&reading, clock)?;
    let id = id.unwrap_or_else(|| ImportId::generate(clock));
    let (state, headers, lines) = match &reading.body {
        Body::Rows(rows) => (State::Planning, serde_json::json!([]), rows.len()),
        Body::Table(table) => (
            State::Columns,
            serde_json::json!(table.headers),
            table.rows.len(),
        ),
    };
    let import = imports::Model {
        id,
        school_id: by.school,
        created_by: by.account,
        created_at: clock.now(),
        format: reading.format,
        file_name: kernel::truncate(name.trim(), 120),
        school_year: year,
        state,
        message: None,
        headers,
        classes: serde_json::json!([]),
        counts: serde_json::json!({}),
        stamp: String::new(),
        job_id: None,
        finished_at: None,
        lines: i64::try_from(lines).unwrap_or(i64::MAX),
    };
    let row = import.clone();
    db.write(move |tx| {
        let row = row.clone();
        async move { list::insert(&tx, row).await }
    })
    .await?;
    match reading.body {
        Body::Rows(rows) => compare(db, clock, &import, rows).await?,
        Body::Table(table) => keep_table(db, &import, table.rows).await?,
    }
    Ok(id)
}

fn stopped() -> Unreadable {
    Unreadable::Io(std::io::Error::other("the reader stopped"))
}

async fn uai_of(db: &Db, school: SchoolId) -> Result<String, DbError> {
    let school = schools::get(db.reader(), school).await?;
    Ok(school
        .map(|school| school.uai.to_string())
        .unwrap_or_default())
}

async fn keep_table(db: &Db, import: &imports::Model, table: Vec<TableRow>) -> Result<(), DbError> {
    let rows: Vec<rows::Model> = table
        .into_iter()
        .zip(1..)
        .map(|(row, number)| {
            Ok(rows::Model {
                school_id: import.school_id,
                import_id: import.id,
                number,
                line: i32::try_from(row.line).unwrap_or(i32::MAX),
                verdict: Verdict::Same,
                name: String::new(),
                reason: String::new(),
                advice: String::new(),
                changes: serde_json::json!([]),
                said: json(&row)?,
            })
        })
        .collect::<Result<_, DbError>>()?;
    let mut rows = rows.into_iter();
    loop {
        let part: Vec<rows::Model> = rows.by_ref().take(BATCH).collect();
        if part.is_empty() {
            return Ok(());
        }
        compare::put(db, part, Vec::new()).await?;
    }
}

/// Names the columns of a table, then compares it.
///
/// # Errors
/// When the database does not answer.
pub async fn name_columns(
    db: &Db,
    clock: &Clock,
    import: &imports::Model,
    mapping: &Mapping,
) -> Result<(), DbError> {
    let _one = ONE.acquire().await;
    let table: Vec<TableRow> = said(db, import).await?;
    let rows = table.iter().map(|row| mapping.row(row)).collect();
    compare(db, clock, import, rows).await
}

/// Compares again what was read before.
///
/// # Errors
/// When the database does not answer.
pub async fn again(db: &Db, clock: &Clock, import: &imports::Model) -> Result<(), DbError> {
    let _one = ONE.acquire().await;
    let rows: Vec<Row> = said(db, import).await?;
    compare(db, clock, import, rows).await
}

/// What each row of the file said.
async fn said<T: serde::de::DeserializeOwned>(
    db: &Db,
    import: &imports::Model,
) -> Result<Vec<T>, DbError> {
    let mut all = Vec::new();
    let mut after = 0;
    loop {
        let rows =
            list::rows_after(db.reader(), import.school_id, import.id, None, after, 2_000).await?;
        let Some(last) = rows.last() else {
            return Ok(all);
        };
        after = last.number;
        for row in rows {
            let one = serde_json::from_value(row.said)
                .map_err(|error| sea_orm::DbErr::Json(error.to_string()))?;
            all.push(one);
        }
    }
}

fn json(value: &impl serde::Serialize) -> Result<serde_json::Value, DbError> {
    Ok(serde_json::to_value(value).map_err(|error| sea_orm::DbErr::Json(error.to_string()))?)
}
