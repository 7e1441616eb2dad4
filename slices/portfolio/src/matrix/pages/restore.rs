//! « Rétablir ce niveau ».

use axum::extract::State as Extract;
use axum::response::Response;
use people::api::ClassId;
use web::{Actor, App, AppResult, Authorised, Flash, Form};

use crate::matrix::object::{Kept, Restores};
use crate::matrix::paths;
use crate::matrix::restore::{self as command, Restored};
use crate::matrix::view::View;

/// The matrix to come back to, when the drawer asked.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Back {
    classe: String,
    retour: String,
}

/// POST /positionnements/{positioning}/retablir
pub async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Kept, Restores>,
    Form(back): Form<Back>,
) -> AppResult<Response> {
    let old = found.object.row;
    let work = (app.clock.clone(), actor.account, old.clone());
    let restored = app
        .db
        .write(move |tx| {
            let (clock, author, old) = work.clone();
            async move { command::restore(&tx, &clock, author, &old).await }
        })
        .await?;
    let flash = match restored {
        Restored::Again(_) => Flash::ok(format!(
            "Niveau {} rétabli sur {}. Les autres restent dans l’historique.",
            old.level, old.target
        )),
        Restored::InForce => Flash::warn("Ce niveau était déjà en vigueur. Rien n’a changé."),
    };
    let href = match (
        back.classe.parse::<ClassId>(),
        old.learner_id == actor.account,
    ) {
        (Ok(class), false) => paths::narrowed(class, &View::parse(&back.retour).query()),
        (_, true) => crate::paths::own_target(&old.target),
        (Err(_), false) => paths::cell(old.learner_id, &old.target),
    };
    Ok(flash.to(href))
}
