//! « Mes pièces »: all that a learner added, what it proves, the room left.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use kernel::file_size;
use web::{Actor, App, AppResult, Page, Shell};

use super::parts::pieces::{self, AddForms, OwnPiece};
use super::piece_add::alone_forms;
use crate::evidence::store::{self, evidence};
use crate::paths;
use crate::report::ReportId;

/// A piece with what it hangs on.
struct Row {
    piece: OwnPiece,
    /// Title and address of its report.
    report: Option<(String, String)>,
    /// The codes that it is linked to by itself.
    codes: Vec<String>,
    /// Neither in a report nor linked to a competence.
    loose: bool,
}

/// A piece that was removed.
struct Removed {
    title: String,
    restore: String,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/pieces.html")]
pub struct PiecesPage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    summary: String,
    /// « 2,1 Mo sur 1 Go ».
    room: String,
    used: u64,
    quota: u64,
    loose: usize,
    rows: Vec<Row>,
    removed: Vec<Removed>,
    add: AddForms,
}

/// GET /dossier/pieces
pub async fn list(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<PiecesPage>> {
    let reader = app.db.reader();
    let (school, learner) = (actor.school, actor.account);
    let rows = store::of_learner(reader, school, learner, false).await?;
    let removed = store::of_learner(reader, school, learner, true).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let codes = store::targets_of(reader, school, &ids).await?;
    let titles = store::report_titles(reader, school, &rows).await?;
    let used = files::records::usage(reader, school, learner).await?;
    let quota = app.files.limits().per_person;
    let own = pieces::own(reader, &actor, &rows).await?;
    let summary = pieces::summary(&own);
    let rows: Vec<Row> = rows
        .iter()
        .zip(own)
        .map(|(row, piece)| with_links(row, piece, &codes, &titles))
        .collect();
    Ok(Page::new(PiecesPage {
        shell,
        trail: vec![("Mon parcours", paths::DOSSIER)],
        summary,
        room: format!("{} sur {}", file_size(used), file_size(quota)),
        used,
        quota,
        loose: rows.iter().filter(|row| row.loose).count(),
        rows,
        removed: removed
            .into_iter()
            .map(|row| Removed {
                restore: paths::below_piece(row.id, "restaurer"),
                title: row.title,
            })
            .collect(),
        add: alone_forms(&app),
    }))
}

fn with_links(
    row: &evidence::Model,
    piece: OwnPiece,
    codes: &HashMap<crate::evidence::EvidenceId, Vec<String>>,
    titles: &HashMap<ReportId, String>,
) -> Row {
    let codes = codes.get(&row.id).cloned().unwrap_or_default();
    let report = row
        .report_id
        .and_then(|id| Some((titles.get(&id)?.clone(), paths::report(id))));
    Row {
        loose: report.is_none() && codes.is_empty(),
        piece,
        report,
        codes,
    }
}
