//! The objectives that were put in the corbeille.

use askama::Template;
use axum::extract::State as Extract;
use web::{Actor, App, AppResult, Page, Shell};

use crate::history::view::Trashed;
use crate::objectives::{paths, store};

/// The page.
#[derive(Template)]
#[template(path = "objectives/pages/trash.html")]
pub struct TrashPage {
    shell: Shell,
    rows: Vec<Trashed>,
}

/// GET /numerique/objectifs/corbeille
pub async fn trash(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<TrashPage>> {
    let rows = store::deleted(app.db.reader(), actor.school).await?;
    Ok(Page::new(TrashPage {
        shell,
        rows: rows
            .iter()
            .map(|row| {
                Trashed::new(
                    &row.title,
                    row.deleted_at,
                    paths::below(row.id, "restaurer"),
                )
            })
            .collect(),
    }))
}
