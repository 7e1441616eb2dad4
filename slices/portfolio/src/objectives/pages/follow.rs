//! Saying where an objective is; removing it.

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use db::DbError;
use kernel::FieldErrors;
use web::{Actor, App, AppResult, Authorised, Flash, Form, Page, Shell};

use super::{CROSSED, show};
use crate::by::By;
use crate::interviews::paths as interview_paths;
use crate::objectives::forms::FollowForm;
use crate::objectives::object::{Objective, Pursues, Removes};
use crate::objectives::{State, commands, paths};
use crate::report::commands::Refused;

/// POST /objectifs/{objective}/suivi
pub async fn follow(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Objective, Pursues>,
    Form(mut form): Form<FollowForm>,
) -> AppResult<Response> {
    let id = found.object.row.id;
    let errors = match form.read() {
        Ok((state, text)) => match write(&app, &actor, &found.object, &form, state, text).await {
            Ok(()) => return Ok(Flash::ok("Suivi enregistré.").to(paths::objective(id))),
            Err(Refused::Because(sentence)) => FieldErrors::one("texte", sentence),
            Err(Refused::Db(DbError::Conflict)) => {
                form.version = found.object.row.version.to_string();
                FieldErrors::one("texte", CROSSED)
            }
            Err(refused) => return Err(refused.into()),
        },
        Err(errors) => errors,
    };
    let page = show::page(&app, &actor, shell, found.object, &form, &errors).await?;
    Ok(Page::invalid(page).into_response())
}

async fn write(
    app: &App,
    actor: &Actor,
    objective: &Objective,
    form: &FollowForm,
    state: State,
    text: String,
) -> Result<(), Refused> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), objective.row.id);
    let version = form.version.parse().unwrap_or(0);
    app.db
        .write(move |tx| {
            let (clock, text) = (clock.clone(), text.clone());
            async move { commands::follow(&tx, &clock, by, id, version, state, &text).await }
        })
        .await
}

/// POST /objectifs/{objective}/supprimer
pub async fn delete(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Objective, Removes>,
) -> AppResult<Response> {
    set_deleted(&app, &actor, &found.object, true).await?;
    Ok(
        Flash::ok("L’objectif est dans la corbeille pour trente jours. Vous pouvez l’en sortir.")
            .to(interview_paths::of_learner(found.object.row.learner_id)),
    )
}

/// POST /objectifs/{objective}/restaurer
pub async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Objective, Removes>,
) -> AppResult<Response> {
    set_deleted(&app, &actor, &found.object, false).await?;
    Ok(
        Flash::ok("L’objectif est sorti de la corbeille.")
            .to(paths::objective(found.object.row.id)),
    )
}

async fn set_deleted(
    app: &App,
    actor: &Actor,
    objective: &Objective,
    deleted: bool,
) -> Result<(), Refused> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), objective.row.id);
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move { commands::set_deleted(&tx, &clock, by, id, deleted).await }
        })
        .await
}
