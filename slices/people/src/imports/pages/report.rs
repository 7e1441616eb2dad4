//! The report of an import as a table that spreadsheets open.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use web::{App, AppResult, Authorised};

use super::preview::chip;
use crate::imports::objects::Import;
use crate::imports::plan::Change;
use crate::imports::store::{State as Step, list, rows};
use crate::objects::Manages;

/// Rows read at once.
const PART: u64 = 1_000;

/// The report: one line for each row of the file.
pub async fn show(
    State(app): State<App>,
    found: Authorised<Import, Manages>,
) -> AppResult<Response> {
    let import = found.object.0;
    let done = import.state == Step::Done;
    // Spreadsheets take a text for UTF-8 when it begins with this mark.
    let mut text = String::from("\u{feff}Ligne;Personne;Résultat;Changements;Raison;Conseil\r\n");
    let mut after = 0;
    loop {
        let part = list::rows_after(
            app.db.reader(),
            import.school_id,
            import.id,
            None,
            after,
            PART,
        )
        .await?;
        let Some(last) = part.last() else { break };
        after = last.number;
        for row in part {
            text.push_str(&line(row, done));
        }
    }
    Ok((
        [
            (CONTENT_TYPE, "text/csv; charset=utf-8"),
            (
                CONTENT_DISPOSITION,
                "attachment; filename=\"rapport-import.csv\"",
            ),
            (CACHE_CONTROL, "no-store"),
        ],
        text,
    )
        .into_response())
}

fn line(row: rows::Model, done: bool) -> String {
    let changes: Vec<Change> = serde_json::from_value(row.changes).unwrap_or_default();
    let changes: Vec<String> = changes
        .into_iter()
        .map(|change| match change.before.is_empty() {
            true => format!("{}\u{a0}: {}", change.field, change.after),
            false => format!(
                "{}\u{a0}: {} → {}",
                change.field, change.before, change.after
            ),
        })
        .collect();
    let cells = [
        row.line.to_string(),
        row.name,
        chip(row.verdict, done).2.to_owned(),
        changes.join(", "),
        row.reason,
        row.advice,
    ];
    format!("{}\r\n", cells.map(|cell| quoted(&cell)).join(";"))
}

/// A cell that no spreadsheet takes for a formula.
fn quoted(cell: &str) -> String {
    let guard = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if guard { "'" } else { "" };
    format!("\"{mark}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_shown_and_not_computed() {
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("dit \"Léa\""), "\"dit \"\"Léa\"\"\"");
    }
}
