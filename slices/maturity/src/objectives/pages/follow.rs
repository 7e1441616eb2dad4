//! Saying where an objective is; removing it.

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use kernel::{FieldErrors, local_date};
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Form, Page, Shell};

use super::CROSSED;
use super::show::{self, Typed};
use crate::acting::{By, Refused};
use crate::objectives::commands::{self, Outcome};
use crate::objectives::forms::{CheckpointForm, OutcomeForm, UncheckForm};
use crate::objectives::object::{Follows, Goal, Steers};
use crate::objectives::{CheckpointId, paths};

/// POST /numerique/objectifs/{goal}/points
pub async fn check(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Goal, Follows>,
    Form(form): Form<CheckpointForm>,
) -> AppResult<Response> {
    let row = found.object.row;
    let new = match form.read(local_date(app.clock.now())) {
        Ok(new) => new,
        Err(errors) => {
            let typed = Typed {
                point: form,
                outcome: None,
                errors,
            };
            let page = show::page(&app, &actor, shell, &row, typed).await?;
            return Ok(Page::invalid(page).into_response());
        }
    };
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), row.id);
    app.db
        .write(move |tx| {
            let (clock, new) = (clock.clone(), new.clone());
            async move { commands::check(&tx, &clock, by, id, &new).await }
        })
        .await?;
    Ok(Flash::ok("Point de situation ajouté.").to(paths::one(id)))
}

/// POST /numerique/objectifs/{goal}/points/retirer
pub async fn uncheck(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Goal, Follows>,
    Form(form): Form<UncheckForm>,
) -> AppResult<Response> {
    let id = found.object.row.id;
    let point: CheckpointId = form.point.parse().map_err(|_| AppError::NotFound)?;
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move { commands::uncheck(&tx, &clock, by, id, point).await }
        })
        .await?;
    Ok(
        Flash::ok("Point de situation retiré. Il reste dans l’historique de l’objectif.")
            .to(paths::one(id)),
    )
}

/// POST /numerique/objectifs/{goal}/atteint
pub async fn conclude(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Goal, Follows>,
    Form(mut form): Form<OutcomeForm>,
) -> AppResult<Response> {
    let goal = found.object;
    let errors = match form.read() {
        Ok(outcome) => match write(&app, &actor, &goal, &form, &outcome).await {
            Ok(()) => return Ok(Flash::ok(said(&outcome)).to(paths::one(goal.row.id))),
            Err(refused) if refused.is_conflict() => {
                // Sent again, it replaces what was written meanwhile, which stays in the history.
                form.version = goal.row.version.to_string();
                FieldErrors::one("observations", CROSSED)
            }
            Err(refused) => return Err(refused.into()),
        },
        Err(errors) => errors,
    };
    let typed = Typed {
        outcome: Some(form),
        errors,
        ..Typed::default()
    };
    let page = show::page(&app, &actor, shell, &goal.row, typed).await?;
    Ok(Page::invalid(page).into_response())
}

const fn said(outcome: &Outcome) -> &'static str {
    match outcome.reached {
        true => {
            "Objectif atteint. Son étape sera proposée à cocher dans la prochaine réponse collective."
        }
        false => "Suivi enregistré.",
    }
}

async fn write(
    app: &App,
    actor: &Actor,
    goal: &Goal,
    form: &OutcomeForm,
    outcome: &Outcome,
) -> Result<(), Refused> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), goal.row.id);
    let version = form.version.parse().unwrap_or(0);
    let outcome = outcome.clone();
    app.db
        .write(move |tx| {
            let (clock, outcome) = (clock.clone(), outcome.clone());
            async move { commands::conclude(&tx, &clock, by, id, version, &outcome).await }
        })
        .await
}

/// POST /numerique/objectifs/{goal}/supprimer
pub async fn delete(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Goal, Steers>,
) -> AppResult<Response> {
    set_deleted(&app, &actor, &found.object, true).await?;
    Ok(
        Flash::ok("L’objectif est dans la corbeille pour trente jours. Vous pouvez l’en sortir.")
            .to(paths::TRASH),
    )
}

/// POST /numerique/objectifs/{goal}/restaurer
pub async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Goal, Steers>,
) -> AppResult<Response> {
    set_deleted(&app, &actor, &found.object, false).await?;
    Ok(Flash::ok("L’objectif est sorti de la corbeille.").to(paths::one(found.object.row.id)))
}

async fn set_deleted(app: &App, actor: &Actor, goal: &Goal, deleted: bool) -> Result<(), Refused> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), goal.row.id);
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move { commands::set_deleted(&tx, &clock, by, id, deleted).await }
        })
        .await
}
