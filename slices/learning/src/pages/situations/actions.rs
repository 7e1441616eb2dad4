//! What is done with a situation from its page.

use std::sync::Arc;

use axum::extract::State as Extract;
use axum::response::Response;
use serde::Deserialize;
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Form};

use crate::model::State;
use crate::model::life::Action;
use crate::pages::parts::curriculum_of;
use crate::paths;
use crate::sheets::{By, Refused};
use crate::shipped::vosreves;
use crate::situations::commands::{change_state, duplicate as copy, set_deleted};
use crate::situations::examples::{Ids, take_up};
use crate::situations::object::{Situation, Writes};

/// Where a situation goes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StateForm {
    vers: String,
}

/// POST /situations/{situation}/etat
pub async fn state(
    Extract(app): Extract<App>,
    actor: Actor,
    situation: Authorised<Situation, Writes>,
    Form(form): Form<StateForm>,
) -> AppResult<Response> {
    let action = match &*form.vers {
        "proposee" => Action::Propose,
        "en-usage" => Action::Adopt,
        "brouillon" => Action::Rework,
        _ => {
            return Err(AppError::BadRequest(
                "Cette étape n’existe pas. Rien n’a changé\u{a0}; revenez à la situation et recommencez.".into(),
            ));
        }
    };
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), situation.object.row.id);
    let done = app
        .db
        .write(move |tx| {
            let clock = clock.clone();
            async move { change_state(&tx, &clock, by, id, action).await }
        })
        .await;
    let back = paths::situation(id);
    match done {
        Ok(State::Draft) => Ok(Flash::ok("La situation est de nouveau un brouillon.").to(back)),
        Ok(State::Proposed) => Ok(Flash::ok(
            "La situation est proposée\u{a0}: vos collègues peuvent la commenter.",
        )
        .to(back)),
        Ok(State::InUse) => Ok(Flash::ok("La situation est en usage.").to(back)),
        Err(refused) => said(refused, &back),
    }
}

/// The sentence of a refusal, on the page that follows.
fn said(refused: Refused, back: &str) -> AppResult<Response> {
    match refused {
        Refused::Because(sentence) => Ok(Flash::danger(sentence).to(back)),
        Refused::Db(error) => Err(error.into()),
    }
}

/// POST /situations/{situation}/supprimer
pub async fn delete(
    Extract(app): Extract<App>,
    actor: Actor,
    situation: Authorised<Situation, Writes>,
) -> AppResult<Response> {
    let sentence = "Situation mise à la corbeille. Elle y reste, avec ses versions, jusqu’à ce que vous la sortiez.";
    change_presence(&app, &actor, situation.object, true, sentence).await
}

/// POST /situations/{situation}/restaurer
pub async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    situation: Authorised<Situation, Writes>,
) -> AppResult<Response> {
    let sentence = "Situation sortie de la corbeille.";
    change_presence(&app, &actor, situation.object, false, sentence).await
}

async fn change_presence(
    app: &App,
    actor: &Actor,
    situation: Situation,
    deleted: bool,
    sentence: &str,
) -> AppResult<Response> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), situation.row.id);
    let done = app
        .db
        .write(move |tx| {
            let clock = clock.clone();
            async move { set_deleted(&tx, &clock, by, id, deleted).await }
        })
        .await;
    match done {
        Ok(()) if deleted => Ok(Flash::ok(sentence).to(paths::LIBRARY)),
        Ok(()) => Ok(Flash::ok(sentence).to(paths::situation(id))),
        Err(refused) => said(refused, &paths::situation(id)),
    }
}

/// POST /situations/{situation}/dupliquer
pub async fn duplicate(
    Extract(app): Extract<App>,
    actor: Actor,
    situation: Authorised<Situation, Writes>,
) -> AppResult<Response> {
    let row = situation.object.row;
    let curriculum = curriculum_of(&app, actor.school, &row.curriculum).await?;
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    let new = app
        .db
        .write(move |tx| {
            let (clock, curriculum) = (clock.clone(), Arc::clone(&curriculum));
            async move { copy(&tx, &clock, by, row.id, &curriculum).await }
        })
        .await?;
    Ok(Flash::ok(
        "Copie faite, en brouillon, avec ses missions. Les documents joints restent à l’original.",
    )
    .to(paths::below(new, "modifier")))
}

/// POST /situations/exemples
pub async fn examples(Extract(app): Extract<App>, actor: Actor) -> AppResult<Response> {
    let collection = vosreves();
    let code = collection.situations.first().map(|file| &*file.curriculum);
    let curriculum = curriculum_of(&app, actor.school, code.unwrap_or_default()).await?;
    let ids = Ids::generate(&app.clock, collection);
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    let done = app
        .db
        .write(move |tx| {
            let work = (clock.clone(), Arc::clone(&curriculum), ids.clone());
            async move { take_up(&tx, &work.0, by, collection, &work.1, &work.2).await }
        })
        .await;
    match done {
        Ok(()) => Ok(Flash::ok(
            "L’organisation VosRêves et ses cinq situations sont dans votre bibliothèque, en brouillon. Adaptez-les\u{a0}: elles sont à votre établissement.",
        )
        .to(paths::LIBRARY)),
        Err(refused) => said(refused, paths::LIBRARY),
    }
}
