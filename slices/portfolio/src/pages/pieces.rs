//! « Mes pièces »: all that a learner added, what it proves, the room left.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use db::Cursor;
use kernel::file_size;
use serde::Deserialize;
use web::{Actor, App, AppResult, Page, Query, Shell};

use super::parts::pieces::{self, AddForms, OwnPiece};
use super::piece_add::alone_forms;
use crate::evidence::EvidenceId;
use crate::evidence::store::{self, evidence};
use crate::paths;
use crate::report::ReportId;

/// What is shown; what cannot be read counts as absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Not empty for the pieces that were removed.
    retirees: String,
    page: String,
}

/// The report that a piece hangs on.
pub struct ReportLink {
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Whether it is in the corbeille.
    pub deleted: bool,
}

/// A piece with what it hangs on.
pub struct Row {
    /// The piece.
    pub piece: OwnPiece,
    /// Its report.
    pub report: Option<ReportLink>,
    /// The codes that it is linked to by itself.
    pub codes: Vec<String>,
    /// Neither in a report nor linked to a competence.
    pub loose: bool,
}

/// A page of the pieces. The script replaces it after an upload.
pub struct Mine {
    /// « 3 pièces, 2,1 Mo ».
    pub summary: String,
    /// How many of this page hang on nothing.
    pub loose: usize,
    /// The pieces.
    pub rows: Vec<Row>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// How many were removed, and where they are.
    pub removed: Option<(u64, String)>,
}

/// Bytes used by a learner, and a page of what they added.
pub async fn mine(app: &App, actor: &Actor, cursor: Option<&Cursor>) -> AppResult<(Mine, u64)> {
    let reader = app.db.reader();
    let (school, learner) = (actor.school, actor.account);
    let page = store::page_of_learner(reader, school, learner, false, cursor).await?;
    let (count, removed) = store::totals(reader, school, learner).await?;
    let ids: Vec<_> = page.items.iter().map(|row| row.id).collect();
    let codes = store::targets_of(reader, school, &ids).await?;
    let titles = store::report_titles(reader, school, &page.items).await?;
    let used = files::records::usage(reader, school, learner).await?;
    let own = pieces::own(reader, actor, &page.items).await?;
    let rows: Vec<Row> = page
        .items
        .iter()
        .zip(own)
        .map(|(row, piece)| with_links(row, piece, &codes, &titles))
        .collect();
    let mine = Mine {
        summary: pieces::count_and_size(count, used),
        loose: rows.iter().filter(|row| row.loose).count(),
        rows,
        previous: page.previous.map(|cursor| address(false, &cursor)),
        next: page.next.map(|cursor| address(false, &cursor)),
        removed: (removed > 0).then(|| (removed, format!("{}?retirees=oui", paths::PIECES))),
    };
    Ok((mine, used))
}

/// The page.
#[derive(Template)]
#[template(path = "pages/pieces.html")]
pub struct PiecesPage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    mine: Mine,
    /// « 2,1 Mo sur 1 Go ».
    room: String,
    used: u64,
    quota: u64,
    add: AddForms,
}

/// A piece that was removed.
struct Removed {
    title: String,
    restore: String,
}

/// The pieces that were removed.
#[derive(Template)]
#[template(path = "pages/pieces_removed.html")]
struct RemovedPage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    back: &'static str,
    rows: Vec<Removed>,
    previous: Option<String>,
    next: Option<String>,
}

/// GET /dossier/pieces
pub async fn list(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(filter): Query<Filter>,
) -> AppResult<Response> {
    let cursor: Option<Cursor> = filter.page.parse().ok();
    if !filter.retirees.is_empty() {
        return removed(&app, &actor, shell, cursor.as_ref()).await;
    }
    let (mine, used) = mine(&app, &actor, cursor.as_ref()).await?;
    let quota = app.files.limits().per_person;
    Ok(Page::new(PiecesPage {
        shell,
        trail: vec![("Mon parcours", paths::DOSSIER)],
        mine,
        room: format!("{} sur {}", file_size(used), file_size(quota)),
        used,
        quota,
        add: alone_forms(&app),
    })
    .into_response())
}

async fn removed(
    app: &App,
    actor: &Actor,
    shell: Shell,
    cursor: Option<&Cursor>,
) -> AppResult<Response> {
    let (reader, school) = (app.db.reader(), actor.school);
    let page = store::page_of_learner(reader, school, actor.account, true, cursor).await?;
    Ok(Page::new(RemovedPage {
        shell,
        trail: vec![
            ("Mon parcours", paths::DOSSIER),
            ("Mes pièces", paths::PIECES),
        ],
        back: paths::PIECES,
        previous: page.previous.map(|cursor| address(true, &cursor)),
        next: page.next.map(|cursor| address(true, &cursor)),
        rows: page
            .items
            .into_iter()
            .map(|row| Removed {
                restore: paths::below_piece(row.id, "restaurer"),
                title: row.title,
            })
            .collect(),
    })
    .into_response())
}

/// A neighbouring page.
fn address(removed: bool, cursor: &Cursor) -> String {
    match removed {
        true => format!("{}?retirees=oui&page={cursor}", paths::PIECES),
        false => format!("{}?page={cursor}", paths::PIECES),
    }
}

fn with_links(
    row: &evidence::Model,
    piece: OwnPiece,
    codes: &HashMap<EvidenceId, Vec<String>>,
    titles: &HashMap<ReportId, (String, bool)>,
) -> Row {
    let codes = codes.get(&row.id).cloned().unwrap_or_default();
    let report = row.report_id.and_then(|id| {
        let (title, deleted) = titles.get(&id)?;
        Some(ReportLink {
            title: title.clone(),
            href: paths::report(id),
            deleted: *deleted,
        })
    });
    Row {
        loose: report.is_none() && codes.is_empty(),
        piece,
        report,
        codes,
    }
}
