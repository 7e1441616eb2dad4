//! « Annuler cette saisie ».

use axum::extract::State as Extract;
use axum::response::Response;
use kernel::count;
use web::{Actor, App, AppResult, Authorised, Flash, Form};

use crate::matrix::object::{Batch, Undoes};
use crate::matrix::paths;
use crate::matrix::undo::{self as command, Undone};
use crate::matrix::view::View;

/// Where to come back to.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Back {
    retour: String,
}

/// POST /classes/{class}/competences/saisies/{batch}/annuler
pub async fn undo(
    Extract(app): Extract<App>,
    _: Actor,
    found: Authorised<Batch, Undoes>,
    Form(back): Form<Back>,
) -> AppResult<Response> {
    let batch = found.object.row;
    let work = (app.clock.clone(), batch.clone());
    let undone = app
        .db
        .write(move |tx| {
            let (clock, batch) = work.clone();
            async move { command::undo(&tx, &clock, &batch).await }
        })
        .await?;
    let query = View::parse(&back.retour).query();
    Ok(said(undone).to(paths::narrowed(batch.class_id, &query)))
}

fn said(undone: Undone) -> Flash {
    match undone {
        Undone::Before => Flash::warn("Cette saisie était déjà annulée. Rien n’a changé."),
        Undone::Now { back, kept: 0 } => Flash::ok(format!(
            "Saisie annulée\u{a0}: {} comme avant. L’historique garde tout.",
            count(back as u64, "case est", "cases sont")
        )),
        Undone::Now { back, kept } => Flash::warn(format!(
            "Saisie annulée\u{a0}: {} comme avant. {} depuis par quelqu’un d’autre\u{a0}: ce niveau reste en vigueur.",
            count(back as u64, "case est", "cases sont"),
            count(kept as u64, "case a été changée", "cases ont été changées")
        )),
    }
}
