//! Ticking the conditions of success, choosing the uses that were observed;
//! removing a project.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use web::{Actor, App, AppResult, Authorised, Flash, Form, Page, Shell};

use crate::acting::{By, Refused};
use crate::projects::forms::TicksForm;
use crate::projects::model::changed;
use crate::projects::object::{Project, Removes, Works};
use crate::projects::{commands, paths};
use crate::uses::UseId;
use crate::uses::store as uses;

/// A use to choose.
struct Choice {
    id: String,
    title: String,
    about: String,
    chosen: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "projects/pages/uses.html")]
pub struct UsesPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    action: String,
    back: String,
    choices: Vec<Choice>,
}

/// GET /numerique/projets/{project}/usages
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Project, Works>,
) -> AppResult<Page<UsesPage>> {
    let (reader, row) = (app.db.reader(), &found.object.row);
    let chosen = uses::observed_in(reader, actor.school, row.id).await?;
    let latest = uses::latest(reader, actor.school).await?;
    // What is chosen comes first, however old.
    let others = latest.iter().filter(|one| !chosen.contains(one));
    let here = paths::one(row.id);
    Ok(Page::new(UsesPage {
        shell,
        trail: vec![
            ("Projets numériques".to_owned(), paths::LIST.to_owned()),
            (row.title.clone(), here.clone()),
        ],
        action: paths::below(row.id, "usages"),
        back: format!("{here}#usages"),
        choices: chosen
            .iter()
            .chain(others)
            .map(|one| Choice {
                id: one.id.to_string(),
                title: one.title.clone(),
                about: one.samr.label().to_owned(),
                chosen: chosen.contains(one),
            })
            .collect(),
    }))
}

/// POST /numerique/projets/{project}/usages
pub async fn choose(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Project, Works>,
    Form(form): Form<TicksForm>,
) -> AppResult<Response> {
    let id = found.object.row.id;
    let (added, removed) = changed(&form.vu, &form.coche);
    let known = |texts: Vec<String>| -> Vec<UseId> {
        texts.iter().filter_map(|text| text.parse().ok()).collect()
    };
    let (added, removed) = (known(added), known(removed));
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    app.db
        .write(move |tx| {
            let (clock, added, removed) = (clock.clone(), added.clone(), removed.clone());
            async move { commands::observe(&tx, &clock, by, id, (&added, &removed)).await }
        })
        .await?;
    Ok(Flash::ok("Usages observés enregistrés.").to(format!("{}#usages", paths::one(id))))
}

/// POST /numerique/projets/{project}/conditions
pub async fn tick(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Project, Works>,
    Form(form): Form<TicksForm>,
) -> AppResult<Response> {
    let id = found.object.row.id;
    let (added, removed) = changed(&form.vu, &form.coche);
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    app.db
        .write(move |tx| {
            let (clock, added, removed) = (clock.clone(), added.clone(), removed.clone());
            async move { commands::tick(&tx, &clock, by, id, (&added, &removed)).await }
        })
        .await?;
    Ok(Flash::ok("Conditions de réussite enregistrées.")
        .to(format!("{}#conditions", paths::one(id))))
}

/// POST /numerique/projets/{project}/supprimer
pub async fn delete(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Project, Removes>,
) -> AppResult<Response> {
    set_deleted(&app, &actor, &found.object, true).await?;
    Ok(
        Flash::ok("Le projet est dans la corbeille pour trente jours. Vous pouvez l’en sortir.")
            .to(paths::TRASH),
    )
}

/// POST /numerique/projets/{project}/restaurer
pub async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Project, Removes>,
) -> AppResult<Response> {
    set_deleted(&app, &actor, &found.object, false).await?;
    Ok(Flash::ok("Le projet est sorti de la corbeille.").to(paths::one(found.object.row.id)))
}

async fn set_deleted(
    app: &App,
    actor: &Actor,
    project: &Project,
    deleted: bool,
) -> Result<(), Refused> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), project.row.id);
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move { commands::set_deleted(&tx, &clock, by, id, deleted).await }
        })
        .await
}
