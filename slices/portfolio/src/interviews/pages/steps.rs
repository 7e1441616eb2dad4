//! The buttons of an interview: begin, cancel, sign, take up again, complete,
//! remove.

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use web::{Actor, App, AppResult, Authorised, Form, Page, Shell};

use super::{answer, show};
use crate::interviews::commands::{self, By};
use crate::interviews::forms::StepForm;
use crate::interviews::object::{Adds, Interview, Leads, SignsAsLearner};
use crate::interviews::paths;

/// POST /entretiens/{interview}/mener
pub async fn hold(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Interview, Leads>,
) -> AppResult<Response> {
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), found.object.row.id);
    let done = app.db.write(move |tx| {
        let clock = clock.clone();
        async move { commands::hold(&tx, &clock, by, id).await }
    });
    let said = "Vous pouvez écrire le compte rendu\u{a0}: il s’enregistre au fur et à mesure.";
    match done.await {
        Ok(()) => answer(Ok(()), said, paths::write(id)),
        refused => answer(refused, said, paths::interview(id)),
    }
}

/// POST /entretiens/{interview}/annuler
pub async fn cancel(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Interview, Leads>,
    Form(form): Form<StepForm>,
) -> AppResult<Response> {
    let id = found.object.row.id;
    let reason = web::forms::optional_line(&form.texte, "La raison", 200)
        .ok()
        .flatten()
        .unwrap_or_default();
    let (clock, by, version) = (app.clock.clone(), By::from(&actor), form.version());
    let done = app.db.write(move |tx| {
        let (clock, reason) = (clock.clone(), reason.clone());
        async move { commands::cancel(&tx, &clock, by, id, version, &reason).await }
    });
    answer(
        done.await,
        "L’entretien est annulé. Les personnes concernées sont prévenues.",
        paths::interview(id),
    )
}

/// POST /entretiens/{interview}/signature
pub async fn sign_as_learner(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Interview, SignsAsLearner>,
    Form(form): Form<StepForm>,
) -> AppResult<Response> {
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), found.object.row.id);
    let version = form.version();
    let done = app.db.write(move |tx| {
        let clock = clock.clone();
        async move { commands::sign_as_learner(&tx, &clock, by, id, version).await }
    });
    answer(
        done.await,
        "Vous avez signé. Le compte rendu ne change plus\u{a0}; vous pouvez y ajouter un complément.",
        paths::interview(id),
    )
}

/// POST /entretiens/{interview}/reprendre
pub async fn reopen(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Interview, Leads>,
) -> AppResult<Response> {
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), found.object.row.id);
    let done = app.db.write(move |tx| {
        let clock = clock.clone();
        async move { commands::reopen(&tx, &clock, by, id).await }
    });
    answer(
        done.await,
        "Le compte rendu est repris. Ce qui était signé reste gardé comme version.",
        paths::interview(id),
    )
}

/// POST /entretiens/{interview}/complements
pub async fn add(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Interview, Adds>,
    Form(form): Form<StepForm>,
) -> AppResult<Response> {
    let id = found.object.row.id;
    let text = match form.addendum() {
        Ok(text) => text,
        Err(errors) => {
            let page = show::page(&app, &actor, shell, found.object, &form.texte, &errors);
            return Ok(Page::invalid(page.await?).into_response());
        }
    };
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    let done = app.db.write(move |tx| {
        let (clock, text) = (clock.clone(), text.clone());
        async move { commands::add(&tx, &clock, by, id, &text).await }
    });
    answer(done.await, "Complément ajouté.", paths::interview(id))
}

/// POST /entretiens/{interview}/supprimer
pub async fn delete(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Interview, Leads>,
) -> AppResult<Response> {
    let learner = found.object.row.learner_id;
    let done = set_deleted(&app, &actor, &found.object, true).await;
    let to = match done {
        Ok(()) => paths::of_learner(learner),
        Err(_) => paths::interview(found.object.row.id),
    };
    answer(
        done,
        "L’entretien est dans la corbeille pour trente jours. Vous pouvez l’en sortir.",
        to,
    )
}

/// POST /entretiens/{interview}/restaurer
pub async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Interview, Leads>,
) -> AppResult<Response> {
    let done = set_deleted(&app, &actor, &found.object, false).await;
    answer(
        done,
        "L’entretien est sorti de la corbeille.",
        paths::interview(found.object.row.id),
    )
}

async fn set_deleted(
    app: &App,
    actor: &Actor,
    interview: &Interview,
    deleted: bool,
) -> Result<(), crate::report::commands::Refused> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), interview.row.id);
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move { commands::set_deleted(&tx, &clock, by, id, deleted).await }
        })
        .await
}
