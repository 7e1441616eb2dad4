//! Beginning a project, and changing what it says or who is of its team.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, FieldErrors};
use people::api::holders::{Holder, holders_of};
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Field, Flash, Form, Page, Shell};

use super::CROSSED;
use crate::acting::{By, Refused, WRITERS};
use crate::projects::commands::{self, NewProject};
use crate::projects::forms::ProjectForm;
use crate::projects::object::{Project, Works};
use crate::projects::{Content, ProjectId, paths};

/// Somebody who can be of the team.
struct Colleague {
    id: String,
    name: String,
    ticked: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "projects/pages/write.html")]
pub struct WritePage {
    shell: Shell,
    trail: Vec<(String, String)>,
    heading: &'static str,
    action: String,
    back: String,
    id: String,
    version: String,
    errors: Vec<SummaryLine>,
    title: Field,
    aim: Field,
    pilot: Field,
    pilots: Vec<(String, String)>,
    members: Field,
    colleagues: Vec<Colleague>,
}

/// What the form is about.
struct Purpose {
    trail: Vec<(String, String)>,
    heading: &'static str,
    action: String,
    back: String,
    staff: Vec<Holder>,
}

impl Purpose {
    fn accounts(&self) -> Vec<AccountId> {
        self.staff.iter().map(|one| one.account).collect()
    }
}

impl WritePage {
    fn new(shell: Shell, purpose: Purpose, form: &ProjectForm, errors: &FieldErrors) -> Self {
        let ticked = |holder: &Holder| form.membre.contains(&holder.account.to_string());
        let staff = &purpose.staff;
        Self {
            shell,
            heading: purpose.heading,
            id: form.id.clone(),
            version: form.version.clone(),
            errors: summary(errors),
            title: Field::with("titre", &*form.titre, errors),
            aim: Field::with("objectif", &*form.objectif, errors),
            pilot: Field::with("pilote", &*form.pilote, errors),
            pilots: staff
                .iter()
                .map(|one| (one.account.to_string(), one.name.formal()))
                .collect(),
            members: Field::with("membre", "", errors),
            colleagues: staff
                .iter()
                .map(|one| Colleague {
                    id: one.account.to_string(),
                    name: one.name.formal(),
                    ticked: ticked(one),
                })
                .collect(),
            trail: purpose.trail,
            action: purpose.action,
            back: purpose.back,
        }
    }
}

async fn beginning(app: &App, actor: &Actor) -> AppResult<Purpose> {
    Ok(Purpose {
        trail: vec![("Projets numériques".to_owned(), paths::LIST.to_owned())],
        heading: "Commencer un projet",
        action: paths::NEW.to_owned(),
        back: paths::LIST.to_owned(),
        staff: holders_of(&app.db, actor.school, WRITERS).await?,
    })
}

/// GET /numerique/projets/nouveau
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<WritePage>> {
    let form = ProjectForm {
        id: ProjectId::generate(&app.clock).to_string(),
        pilote: actor.account.to_string(),
        membre: vec![actor.account.to_string()],
        ..ProjectForm::default()
    };
    let purpose = beginning(&app, &actor).await?;
    Ok(Page::new(WritePage::new(
        shell,
        purpose,
        &form,
        &FieldErrors::new(),
    )))
}

/// POST /numerique/projets/nouveau
pub async fn submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Form(form): Form<ProjectForm>,
) -> AppResult<Response> {
    let purpose = beginning(&app, &actor).await?;
    let content = match form.read(&purpose.accounts()) {
        Ok(content) => content,
        Err(errors) => {
            let page = WritePage::new(shell, purpose, &form, &errors);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let drawn = form.id.parse();
    let new = NewProject {
        id: drawn.unwrap_or_else(|_| ProjectId::generate(&app.clock)),
        content,
    };
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), new.id);
    app.db
        .write(move |tx| {
            let (clock, new) = (clock.clone(), new.clone());
            async move { commands::create(&tx, &clock, by, &new).await }
        })
        .await?;
    Ok(
        Flash::ok("Projet commencé. Remplissez les étapes quand elles viennent.")
            .to(paths::one(id)),
    )
}

/// What is changed: people who left keep the place that they had.
async fn changing(app: &App, actor: &Actor, project: &Project) -> AppResult<Purpose> {
    let mut staff = holders_of(&app.db, actor.school, WRITERS).await?;
    let gone: Vec<AccountId> = project
        .members
        .iter()
        .chain([&project.row.pilot_id])
        .filter(|account| !staff.iter().any(|one| one.account == **account))
        .copied()
        .collect();
    let names = people::api::names_of(&app.db, actor.school, &gone).await?;
    staff.extend(
        names
            .into_iter()
            .map(|(account, name)| Holder { account, name }),
    );
    let here = paths::one(project.row.id);
    Ok(Purpose {
        trail: vec![
            ("Projets numériques".to_owned(), paths::LIST.to_owned()),
            (project.row.title.clone(), here.clone()),
        ],
        heading: "Modifier le projet",
        action: paths::below(project.row.id, "modifier"),
        back: here,
        staff,
    })
}

/// GET /numerique/projets/{project}/modifier
pub async fn change_form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Project, Works>,
) -> AppResult<Page<WritePage>> {
    let purpose = changing(&app, &actor, &found.object).await?;
    let row = &found.object.row;
    let content = Content {
        title: row.title.clone(),
        aim: row.aim.clone(),
        pilot: row.pilot_id,
        members: found.object.members.clone(),
    };
    let form = ProjectForm::of(&content, row.version);
    Ok(Page::new(WritePage::new(
        shell,
        purpose,
        &form,
        &FieldErrors::new(),
    )))
}

/// POST /numerique/projets/{project}/modifier
pub async fn change(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Project, Works>,
    Form(mut form): Form<ProjectForm>,
) -> AppResult<Response> {
    let purpose = changing(&app, &actor, &found.object).await?;
    let errors = match form.read(&purpose.accounts()) {
        Ok(content) => match write(&app, &actor, &found.object, &form, content).await {
            Ok(()) => return Ok(Flash::ok("Projet modifié.").to(purpose.back)),
            Err(refused) if refused.is_conflict() => {
                // Sent again, it replaces what was written meanwhile, which stays in the history.
                form.version = found.object.row.version.to_string();
                FieldErrors::one("titre", CROSSED)
            }
            Err(refused) => return Err(refused.into()),
        },
        Err(errors) => errors,
    };
    Ok(Page::invalid(WritePage::new(shell, purpose, &form, &errors)).into_response())
}

async fn write(
    app: &App,
    actor: &Actor,
    project: &Project,
    form: &ProjectForm,
    content: Content,
) -> Result<(), Refused> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), project.row.id);
    let version = form.version.parse().unwrap_or(0);
    app.db
        .write(move |tx| {
            let (clock, content) = (clock.clone(), content.clone());
            async move { commands::change(&tx, &clock, by, id, version, &content).await }
        })
        .await
}
