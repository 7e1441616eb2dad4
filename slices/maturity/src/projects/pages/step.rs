//! Filling a step of a project.

use askama::Template;
use axum::extract::{Path, State as Extract};
use axum::response::{IntoResponse, Response};
use kernel::FieldErrors;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Authorised, Field, Flash, Form, Page, Shell};

use super::CROSSED;
use crate::acting::{By, Refused};
use crate::projects::forms::StepForm;
use crate::projects::object::{Project, Works};
use crate::projects::shipped::{Step, shipped};
use crate::projects::store::{self, steps};
use crate::projects::{StepContent, commands, paths};

/// The page.
#[derive(Template)]
#[template(path = "projects/pages/step.html")]
pub struct StepPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    step: &'static Step,
    action: String,
    back: String,
    version: String,
    errors: Vec<SummaryLine>,
    date: Field,
    participants: Field,
    outcome: Field,
}

impl StepPage {
    fn new(
        shell: Shell,
        project: &Project,
        step: &'static Step,
        form: &StepForm,
        errors: &FieldErrors,
    ) -> Self {
        let back = paths::one(project.row.id);
        Self {
            shell,
            trail: vec![
                ("Projets numériques".to_owned(), paths::LIST.to_owned()),
                (project.row.title.clone(), back.clone()),
            ],
            step,
            action: paths::step(project.row.id, &step.code),
            back,
            version: form.version.clone(),
            errors: summary(errors),
            date: Field::with("date", &*form.date, errors),
            participants: Field::with("participants", &*form.participants, errors),
            outcome: Field::with("resultat", &*form.resultat, errors),
        }
    }
}

/// The step of the address.
fn step_of(code: &str) -> AppResult<&'static Step> {
    shipped().step(code).ok_or(AppError::NotFound)
}

async fn row_of(app: &App, project: &Project, step: &Step) -> AppResult<Option<steps::Model>> {
    let row = &project.row;
    let rows = store::steps_of(app.db.reader(), row.school_id, &[row.id]).await?;
    Ok(rows.into_iter().find(|row| row.step == step.code))
}

/// GET /numerique/projets/{project}/etapes/{step}
pub async fn form(
    Extract(app): Extract<App>,
    shell: Shell,
    found: Authorised<Project, Works>,
    Path((_, code)): Path<(String, String)>,
) -> AppResult<Page<StepPage>> {
    let step = step_of(&code)?;
    let form = match row_of(&app, &found.object, step).await? {
        Some(row) => StepForm::of(&row.content(), row.version),
        None => StepForm {
            version: "0".to_owned(),
            ..StepForm::default()
        },
    };
    let errors = FieldErrors::new();
    Ok(Page::new(StepPage::new(
        shell,
        &found.object,
        step,
        &form,
        &errors,
    )))
}

/// POST /numerique/projets/{project}/etapes/{step}
pub async fn submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Project, Works>,
    Path((_, code)): Path<(String, String)>,
    Form(mut form): Form<StepForm>,
) -> AppResult<Response> {
    let (step, project) = (step_of(&code)?, &found.object);
    let errors = match form.read() {
        Ok(content) => match write(&app, &actor, project, step, &form, content).await {
            Ok(()) => {
                let said = format!("Étape «\u{202f}{}\u{202f}» enregistrée.", step.title);
                return Ok(Flash::ok(said).to(paths::one(project.row.id)));
            }
            Err(refused) if refused.is_conflict() => {
                // Sent again, it replaces what was written meanwhile, which stays in the history.
                let row = row_of(&app, project, step).await?;
                form.version = row.map_or(0, |row| row.version).to_string();
                FieldErrors::one("resultat", CROSSED)
            }
            Err(refused) => return Err(refused.into()),
        },
        Err(errors) => errors,
    };
    let page = StepPage::new(shell, project, step, &form, &errors);
    Ok(Page::invalid(page).into_response())
}

async fn write(
    app: &App,
    actor: &Actor,
    project: &Project,
    step: &'static Step,
    form: &StepForm,
    content: StepContent,
) -> Result<(), Refused> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), project.row.id);
    let version = form.version.parse().unwrap_or(0);
    app.db
        .write(move |tx| {
            let (clock, content) = (clock.clone(), content.clone());
            async move {
                commands::write_step(&tx, &clock, by, id, &step.code, version, &content).await
            }
        })
        .await
}
