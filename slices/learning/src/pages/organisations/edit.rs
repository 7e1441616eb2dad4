//! The form of an organisation: a new one, or one that is there.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use kernel::FieldErrors;
use web::client::FromScript;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Field, Flash, Form, Page, Shell};

use crate::model::{OrganisationContent, OrganisationId};
use crate::organisations::NewOrganisation;
use crate::organisations::commands::{begin, save as save_organisation};
use crate::organisations::forms::OrganisationForm;
use crate::organisations::object::{Organisation, Writes};
use crate::pages::versions::answer::{Answer, saved_at};
use crate::paths;
use crate::rows::organisations::Model;
use crate::rows::sheets::Model as Sheet;
use crate::sheets::By;
use crate::sheets::store::{find, lost, read};

/// The page.
#[derive(Template)]
#[template(path = "pages/organisations/edit.html")]
pub struct OrganisationFormPage {
    shell: Shell,
    title: String,
    action: String,
    back: String,
    errors: Vec<SummaryLine>,
    id: String,
    version: String,
    nom: Field,
    description: Field,
    staff: Field,
    role: Field,
    chart: Field,
    notes: Field,
    /// Whether Jalon completed the chart.
    chart_completed: bool,
    /// What is said of the last save; none for a new one.
    saved: Option<String>,
}

async fn present(app: &App, row: &Model) -> AppResult<(Sheet, OrganisationContent)> {
    let id = row.id.into();
    let sheet = find(app.db.reader(), row.school_id, id).await?;
    let sheet = sheet.ok_or_else(|| lost(id))?;
    let content = read(&sheet.content)?;
    Ok((sheet, content))
}

fn page(
    app: &App,
    shell: Shell,
    present: Option<(&Model, &Sheet, &OrganisationContent)>,
    form: &OrganisationForm,
    errors: &FieldErrors,
) -> OrganisationFormPage {
    let field = |name, value: &str| Field::with(name, value, errors);
    OrganisationFormPage {
        shell,
        title: match present {
            Some((row, ..)) => format!("Modifier {}", row.name),
            None => "Décrire une organisation".to_owned(),
        },
        action: match present {
            Some((row, ..)) => paths::below_organisation(row.id, "modifier"),
            None => paths::NEW_ORGANISATION.to_owned(),
        },
        back: match present {
            Some((row, ..)) => paths::organisation(row.id),
            None => paths::ORGANISATIONS.to_owned(),
        },
        errors: summary(errors),
        id: form.id.clone(),
        version: form.version.clone(),
        nom: field("nom", &form.nom),
        description: field("description", &form.description),
        staff: field("staff", &form.staff),
        role: field("role", &form.role),
        chart: field("chart", &form.chart),
        notes: field("notes", &form.notes),
        chart_completed: present.is_some_and(|(.., content)| content.is_completed("chart")),
        saved: present.map(|(_, sheet, _)| saved_at(sheet.updated_at, app.clock.now())),
    }
}

/// GET /situations/organisations/nouvelle
pub async fn new(
    Extract(app): Extract<App>,
    shell: Shell,
) -> AppResult<Page<OrganisationFormPage>> {
    let form = OrganisationForm {
        id: OrganisationId::generate(&app.clock).to_string(),
        ..OrganisationForm::default()
    };
    Ok(Page::new(page(
        &app,
        shell,
        None,
        &form,
        &FieldErrors::new(),
    )))
}

/// POST /situations/organisations/nouvelle
pub async fn create(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Form(form): Form<OrganisationForm>,
) -> AppResult<Response> {
    let content = match form.read(&OrganisationContent::default()) {
        Ok(content) => content,
        Err(errors) => {
            let page = page(&app, shell, None, &form, &errors);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let id = form.id.parse();
    let new = NewOrganisation {
        id: id.unwrap_or_else(|_| OrganisationId::generate(&app.clock)),
        content,
    };
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    let id = app
        .db
        .write(move |tx| {
            let (clock, new) = (clock.clone(), new.clone());
            async move { begin(&tx, &clock, by, &new).await }
        })
        .await?;
    Ok(
        Flash::ok("Organisation ajoutée. Des situations peuvent maintenant s’y passer.")
            .to(paths::organisation(id)),
    )
}

/// GET /situations/organisations/{organisation}/modifier
pub async fn form(
    Extract(app): Extract<App>,
    shell: Shell,
    organisation: Authorised<Organisation, Writes>,
) -> AppResult<Page<OrganisationFormPage>> {
    let row = organisation.object.row;
    let (sheet, content) = present(&app, &row).await?;
    let form = OrganisationForm::of(&content, sheet.version);
    let known = Some((&row, &sheet, &content));
    Ok(Page::new(page(
        &app,
        shell,
        known,
        &form,
        &FieldErrors::new(),
    )))
}

/// POST /situations/organisations/{organisation}/modifier
pub async fn save(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    FromScript(script): FromScript,
    organisation: Authorised<Organisation, Writes>,
    Form(form): Form<OrganisationForm>,
) -> AppResult<Response> {
    let row = organisation.object.row;
    let (sheet, before) = present(&app, &row).await?;
    let content = match form.read(&before) {
        Ok(content) => content,
        Err(errors) if script => return Ok(Answer::refused(&errors)),
        Err(errors) => {
            let page = page(&app, shell, Some((&row, &sheet, &before)), &form, &errors);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), row.id);
    let version = form.version.parse().unwrap_or(0);
    let saved = app
        .db
        .write(move |tx| {
            let (clock, row, content) = (clock.clone(), row.clone(), content.clone());
            async move { save_organisation(&tx, &clock, by, &row, version, &content).await }
        })
        .await?;
    let answer = Answer {
        sheet: id.into(),
        at: app.clock.now(),
        back: paths::organisation(id),
    };
    Ok(answer.of(saved, script))
}
