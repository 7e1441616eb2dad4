//! The team of a class.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::FieldErrors;
use web::{Actor, App, AppResult, Authorised, Form, Page, Shell};

use super::Member;
use super::manage::{ManageClassPage, Typed, back, blocks_of};
use crate::commands::{self, By, Refused, Teaching};
use crate::forms::TeamForm;
use crate::model::ClassId;
use crate::objects::{Class, Manages};

/// Puts somebody in the team, or changes what they do there.
pub async fn assign(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, Manages>,
    Form(form): Form<TeamForm>,
) -> AppResult<Response> {
    let class = found.object;
    let numbers: Vec<u8> = blocks_of(&app, &class)
        .await?
        .into_iter()
        .map(|(number, _)| number)
        .collect();
    let team_errors = match form.parse(&numbers) {
        Ok(teaching) => put(&app, &actor, class.row.id, teaching).await?,
        Err(errors) => errors,
    };
    if !team_errors.is_empty() {
        let typed = Typed {
            team: form,
            team_errors,
            ..Typed::default()
        };
        let page = ManageClassPage::load(&app, shell, &actor, &class, typed).await?;
        return Ok(Page::invalid(page).into_response());
    }
    Ok(back(class.row.id, "L’équipe est enregistrée."))
}

async fn put(
    app: &App,
    actor: &Actor,
    class: ClassId,
    teaching: Teaching,
) -> AppResult<FieldErrors> {
    let work = (app.clock.clone(), By::from(actor), teaching);
    let done = app
        .db
        .write(move |tx| {
            let (clock, by, teaching) = work.clone();
            async move { commands::assign(&tx, &clock, &by, class, &teaching).await }
        })
        .await;
    match done {
        Ok(()) => Ok(FieldErrors::new()),
        Err(Refused::Unknown) => Ok(FieldErrors::one(
            "personne",
            "Choisissez une personne dans la liste.",
        )),
        Err(refused) => Err(refused.into()),
    }
}

/// Takes somebody out of the team.
pub async fn remove(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Class, Manages>,
    Member(teacher): Member,
) -> AppResult<Response> {
    let id = found.object.row.id;
    let work = (app.clock.clone(), By::from(&actor));
    app.db
        .write(move |tx| {
            let (clock, by) = work.clone();
            async move { commands::remove_from_team(&tx, &clock, &by, id, teacher).await }
        })
        .await?;
    Ok(back(id, "Cette personne n’est plus dans l’équipe."))
}
