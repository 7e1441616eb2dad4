//! The uses that were put in the corbeille: one's own; all of them for who
//! steers.

use askama::Template;
use axum::extract::State as Extract;
use web::{Actor, App, AppResult, Page, Shell};

use crate::history::view::Trashed;
use crate::uses::policy::{Action, Facts, decide};
use crate::uses::{paths, store};

/// The page.
#[derive(Template)]
#[template(path = "uses/pages/trash.html")]
pub struct TrashPage {
    shell: Shell,
    rows: Vec<Trashed>,
}

/// GET /numerique/usages/corbeille
pub async fn trash(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<TrashPage>> {
    let all = decide(actor.roles, Action::Remove, Facts { own: false });
    let author = (!all).then_some(actor.account);
    let rows = store::deleted_of(app.db.reader(), actor.school, author).await?;
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
