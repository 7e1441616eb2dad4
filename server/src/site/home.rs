//! The front door and the home page: what each role can do, and nothing that
//! leads nowhere.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Role;
use web::{Actor, App, AppResult, NavEntry, Page, Shell};

/// Leads to the installation, the sign-in form or the home page.
pub async fn front_door(State(app): State<App>, actor: Option<Actor>) -> AppResult<Redirect> {
    Ok(match actor {
        Some(_) => Redirect::to("/accueil"),
        None if app.directory.is_empty(&app).await? => Redirect::to("/installation"),
        None => Redirect::to("/connexion"),
    })
}

#[derive(Template)]
#[template(path = "site/home.html")]
struct HomePage {
    shell: Shell,
    name: String,
    roles: String,
    entries: Vec<NavEntry>,
}

/// A learner goes straight to their path; the others choose among what is open to them.
pub async fn home(State(app): State<App>, shell: Shell, actor: Actor) -> Response {
    let only_learner = actor.is(Role::Learner) && actor.roles.iter().count() == 1;
    if only_learner {
        return Redirect::to("/dossier").into_response();
    }
    let entries = app
        .modules
        .iter()
        .flat_map(|module| (module.nav)(&actor))
        .collect();
    let roles: Vec<&str> = actor.roles.iter().map(Role::label).collect();
    Page::new(HomePage {
        shell,
        name: actor.display_name.clone(),
        roles: kernel::french_list(&roles),
        entries,
    })
    .into_response()
}
