//! Ticking the conditions of success, choosing the objectives that are served
//! and the uses that were observed; removing a project.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use web::{Actor, App, AppResult, Authorised, Flash, Form, Page, Shell};

use crate::acting::{By, Refused};
use crate::objectives::GoalId;
use crate::objectives::store::{self as goals, Which};
use crate::projects::forms::TicksForm;
use crate::projects::model::changed;
use crate::projects::object::{Project, Removes, Works};
use crate::projects::{commands, paths};
use crate::uses::UseId;
use crate::uses::store as uses;

/// Something to choose.
struct Choice {
    id: String,
    title: String,
    about: String,
    chosen: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "projects/pages/choose.html")]
pub struct ChoosePage {
    shell: Shell,
    trail: Vec<(String, String)>,
    heading: &'static str,
    about: &'static str,
    nothing: &'static str,
    action: String,
    back: String,
    choices: Vec<Choice>,
}

impl ChoosePage {
    fn new(shell: Shell, project: &Project, what: &'static str, choices: Vec<Choice>) -> Self {
        let row = &project.row;
        let here = paths::one(row.id);
        let (heading, about, nothing) = match what {
            "objectifs" => (
                "Objectifs servis",
                "Cochez les objectifs de l’établissement que le projet fait avancer.",
                "La direction n’a encore écrit aucun objectif.",
            ),
            _ => (
                "Usages observés",
                "Cochez les usages que l’équipe a essayés ou observés pendant le projet.",
                "Personne n’a encore décrit d’usage.",
            ),
        };
        Self {
            shell,
            trail: vec![
                ("Projets numériques".to_owned(), paths::LIST.to_owned()),
                (row.title.clone(), here.clone()),
            ],
            heading,
            about,
            nothing,
            action: paths::below(row.id, what),
            back: format!("{here}#{what}"),
            choices,
        }
    }
}

/// GET /numerique/projets/{project}/usages
pub async fn uses_form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Project, Works>,
) -> AppResult<Page<ChoosePage>> {
    let (reader, id) = (app.db.reader(), found.object.row.id);
    let chosen = uses::observed_in(reader, actor.school, id).await?;
    let latest = uses::latest(reader, actor.school).await?;
    // What is chosen comes first, however old.
    let others = latest.iter().filter(|one| !chosen.contains(one));
    let choices = chosen.iter().chain(others).map(|one| Choice {
        id: one.id.to_string(),
        title: one.title.clone(),
        about: one.samr.label().to_owned(),
        chosen: chosen.contains(one),
    });
    let choices = choices.collect();
    Ok(Page::new(ChoosePage::new(
        shell,
        &found.object,
        "usages",
        choices,
    )))
}

/// POST /numerique/projets/{project}/usages
pub async fn choose_uses(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Project, Works>,
    Form(form): Form<TicksForm>,
) -> AppResult<Response> {
    let id = found.object.row.id;
    let (added, removed): (Vec<UseId>, Vec<UseId>) = known(&form);
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    app.db
        .write(move |tx| {
            let (clock, added, removed) = (clock.clone(), added.clone(), removed.clone());
            async move { commands::observe(&tx, &clock, by, id, (&added, &removed)).await }
        })
        .await?;
    Ok(Flash::ok("Usages observés enregistrés.").to(format!("{}#usages", paths::one(id))))
}

/// GET /numerique/projets/{project}/objectifs
pub async fn goals_form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Project, Works>,
) -> AppResult<Page<ChoosePage>> {
    let (reader, id) = (app.db.reader(), found.object.row.id);
    let chosen = goals::served_by(reader, actor.school, id).await?;
    let all = goals::list(reader, actor.school, Which::Open, None).await?;
    let others = all.iter().filter(|one| !chosen.contains(one));
    let choices = chosen.iter().chain(others).map(|one| Choice {
        id: one.id.to_string(),
        title: one.title.clone(),
        about: format!("{}, étape {}", one.item_title, one.step),
        chosen: chosen.contains(one),
    });
    let choices = choices.collect();
    Ok(Page::new(ChoosePage::new(
        shell,
        &found.object,
        "objectifs",
        choices,
    )))
}

/// POST /numerique/projets/{project}/objectifs
pub async fn choose_goals(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Project, Works>,
    Form(form): Form<TicksForm>,
) -> AppResult<Response> {
    let id = found.object.row.id;
    let (added, removed): (Vec<GoalId>, Vec<GoalId>) = known(&form);
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    app.db
        .write(move |tx| {
            let (clock, added, removed) = (clock.clone(), added.clone(), removed.clone());
            async move { commands::serve(&tx, &clock, by, id, (&added, &removed)).await }
        })
        .await?;
    Ok(Flash::ok("Objectifs servis enregistrés.").to(format!("{}#objectifs", paths::one(id))))
}

/// What a form adds and takes off; what is no identifier is left out.
fn known<T: std::str::FromStr>(form: &TicksForm) -> (Vec<T>, Vec<T>) {
    let (added, removed) = changed(&form.vu, &form.coche);
    let read = |texts: Vec<String>| texts.iter().filter_map(|text| text.parse().ok()).collect();
    (read(added), read(removed))
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
