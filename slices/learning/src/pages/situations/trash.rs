//! The situations that were put in the corbeille.

use askama::Template;
use axum::extract::State as Extract;
use db::Cursor;
use kernel::{date_long, local_date};
use serde::Deserialize;
use web::{Actor, App, AppResult, Page, Query, Shell};

use crate::paths;
use crate::rows::situations::Model;
use crate::situations::list::{self, Filter};

/// Which page of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TrashQuery {
    page: String,
}

/// A situation that was put away.
struct Row {
    title: String,
    href: String,
    note: String,
    restore: String,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/situations/trash.html")]
pub struct TrashPage {
    shell: Shell,
    rows: Vec<Row>,
    previous: Option<String>,
    next: Option<String>,
}

/// GET /situations/corbeille
pub async fn trash(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(query): Query<TrashQuery>,
) -> AppResult<Page<TrashPage>> {
    let filter = Filter {
        deleted: true,
        ..Filter::default()
    };
    let cursor: Option<Cursor> = query.page.parse().ok();
    let page = list::page(app.db.reader(), actor.school, &filter, cursor.as_ref()).await?;
    let address = |cursor: &Cursor| format!("{}?page={cursor}", paths::TRASH);
    Ok(Page::new(TrashPage {
        shell,
        previous: page.previous.as_ref().map(address),
        next: page.next.as_ref().map(address),
        rows: page.items.iter().map(row).collect(),
    }))
}

fn row(row: &Model) -> Row {
    let since = row.deleted_at.map(|at| date_long(local_date(at)));
    Row {
        title: row.title.clone(),
        href: paths::situation(row.id),
        note: format!(
            "{}, à la corbeille depuis le {}.",
            row.curriculum,
            since.unwrap_or_default()
        ),
        restore: paths::below(row.id, "restaurer"),
    }
}
