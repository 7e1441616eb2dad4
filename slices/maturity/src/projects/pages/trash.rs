//! The projects that were put in the corbeille and that one may take out.

use askama::Template;
use axum::extract::State as Extract;
use web::{Actor, App, AppResult, Page, Shell};

use crate::history::view::Trashed;
use crate::projects::policy::{Action, Facts, decide};
use crate::projects::{paths, store};

/// The page.
#[derive(Template)]
#[template(path = "projects/pages/trash.html")]
pub struct TrashPage {
    shell: Shell,
    rows: Vec<Trashed>,
}

/// GET /numerique/projets/corbeille
pub async fn trash(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<TrashPage>> {
    let rows = store::list(app.db.reader(), actor.school, None, true).await?;
    let mine = rows.iter().filter(|row| {
        let leads = row.author_id == actor.account || row.pilot_id == actor.account;
        decide(actor.roles, Action::Remove, Facts { team: leads, leads })
    });
    Ok(Page::new(TrashPage {
        rows: mine
            .map(|row| {
                Trashed::new(
                    &row.title,
                    row.deleted_at,
                    paths::below(row.id, "restaurer"),
                )
            })
            .collect(),
        shell,
    }))
}
