//! Imports for the command line and the demo.

use std::path::Path;

use db::{Db, DbError};
use kernel::{Clock, SchoolId};
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;

pub use super::ImportId;
pub use super::formats::{Table, TableRow, Unreadable, read_csv};
pub use super::stage::{NotStaged, receive as stage_import};

use super::apply;
use super::plan::Verdict;
use super::store::{State, list};
use crate::commands::By;
use crate::model::Uai;
use crate::store::school_rows;

/// What an import would do, or did.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ImportSummary {
    /// Whether it is written.
    pub done: bool,
    /// People created.
    pub created: u64,
    /// People changed.
    pub changed: u64,
    /// Rows to look at.
    pub problems: u64,
    /// Rows left aside.
    pub aside: u64,
    /// Rows that change nothing.
    pub same: u64,
    /// What stands against it.
    pub message: Option<String>,
}

/// The school of a UAI.
///
/// # Errors
/// When the database does not answer.
pub async fn school_of_uai(db: &Db, uai: &Uai) -> Result<Option<SchoolId>, DbError> {
    Ok(school_rows::Entity::find()
        .select_only()
        .column(school_rows::Column::Id)
        .filter(school_rows::Column::Uai.eq(uai.clone()))
        .into_tuple()
        .one(db.reader())
        .await?)
}

/// Compares a file with the school and, unless `dry_run`, writes it. A table
/// whose columns are not known waits on the page of imports.
///
/// # Errors
/// [`NotStaged`] when the file cannot be taken.
pub async fn import_file(
    db: &Db,
    clock: &Clock,
    by: &By,
    path: &Path,
    name: &str,
    dry_run: bool,
) -> Result<ImportSummary, NotStaged> {
    let id = stage_import(db, clock, by, path, name, None).await?;
    let school = by.school;
    if !dry_run {
        db.write(move |tx| async move {
            list::move_on(&tx, school, id, &[State::Ready], State::Applying).await
        })
        .await?;
        apply::write(db, clock, school, id).await?;
    }
    let summary = summary(db, school, id).await?;
    if dry_run {
        db.write(move |tx| async move {
            let open = [State::Columns, State::Planning, State::Ready];
            list::move_on(&tx, school, id, &open, State::Abandoned).await?;
            list::drop_effects(&tx, school, id).await?;
            list::drop_rows(&tx, school, id).await
        })
        .await?;
    }
    Ok(summary)
}

async fn summary(db: &Db, school: SchoolId, id: ImportId) -> Result<ImportSummary, DbError> {
    let import = list::get(db.reader(), school, id)
        .await?
        .ok_or(DbError::Conflict)?;
    let counts = list::counts(&import);
    let of = |verdict: Verdict| counts.get(&verdict).copied().unwrap_or(0);
    Ok(ImportSummary {
        done: import.state == State::Done,
        created: of(Verdict::Create),
        changed: of(Verdict::Change),
        problems: of(Verdict::Problem),
        aside: of(Verdict::Aside),
        same: of(Verdict::Same),
        message: match import.state {
            State::Columns => Some(
                "Ce tableau attend qu’on indique ses colonnes\u{a0}: continuez sur la page Imports.".to_owned(),
            ),
            _ => import.message,
        },
    })
}
