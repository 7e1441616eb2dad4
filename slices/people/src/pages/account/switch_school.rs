//! Changing over to another of one's schools.

use axum::extract::State;
use axum::response::Response;
use db::DbError;
use kernel::SchoolId;
use serde::Deserialize;
use web::{Actor, App, AppError, AppResult, Flash, Form, session};

use crate::pages::{HOME, local_path};

/// The school to change over to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SwitchForm {
    ecole: String,
    /// Where to go then.
    suite: String,
}

/// Moves the session to the school, if it is one of the person's.
pub async fn submit(
    State(app): State<App>,
    actor: Actor,
    Form(form): Form<SwitchForm>,
) -> AppResult<Response> {
    let wanted: SchoolId = form.ecole.parse().map_err(|_| AppError::NotFound)?;
    let mine = app.directory.schools_of(&app, actor.account).await?;
    let (school, name) = mine
        .into_iter()
        .find(|(id, _)| *id == wanted)
        .ok_or(AppError::NotFound)?;
    app.db
        .write(move |tx| async move {
            session::switch_school(&tx, actor.session, school).await?;
            Ok::<_, DbError>(())
        })
        .await?;
    let next = local_path(&form.suite).unwrap_or(HOME);
    Ok(Flash::ok(format!("Vous êtes maintenant dans l’établissement {name}.")).to(next))
}
