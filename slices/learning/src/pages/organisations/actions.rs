//! Putting an organisation in the corbeille, taking it out.

use axum::extract::State as Extract;
use axum::response::Response;
use web::{Actor, App, AppResult, Authorised, Flash};

use crate::organisations::commands::set_deleted;
use crate::organisations::object::{Organisation, Writes};
use crate::paths;
use crate::sheets::{By, Refused};

/// POST /situations/organisations/{organisation}/supprimer
pub async fn delete(
    Extract(app): Extract<App>,
    actor: Actor,
    organisation: Authorised<Organisation, Writes>,
) -> AppResult<Response> {
    let sentence = "Organisation mise à la corbeille. Vous pouvez l’en sortir depuis la liste.";
    change_presence(&app, &actor, organisation.object, true, sentence).await
}

/// POST /situations/organisations/{organisation}/restaurer
pub async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    organisation: Authorised<Organisation, Writes>,
) -> AppResult<Response> {
    let sentence = "Organisation sortie de la corbeille.";
    change_presence(&app, &actor, organisation.object, false, sentence).await
}

async fn change_presence(
    app: &App,
    actor: &Actor,
    organisation: Organisation,
    deleted: bool,
    sentence: &str,
) -> AppResult<Response> {
    let (row, clock, by) = (organisation.row, app.clock.clone(), By::from(actor));
    let page = paths::organisation(row.id);
    let done = app
        .db
        .write(move |tx| {
            let (row, clock) = (row.clone(), clock.clone());
            async move { set_deleted(&tx, &clock, by, &row, deleted).await }
        })
        .await;
    match done {
        Ok(()) if deleted => Ok(Flash::ok(sentence).to(paths::ORGANISATIONS)),
        Ok(()) => Ok(Flash::ok(sentence).to(page)),
        Err(Refused::Because(sentence)) => Ok(Flash::danger(sentence).to(page)),
        Err(Refused::Db(error)) => Err(error.into()),
    }
}
