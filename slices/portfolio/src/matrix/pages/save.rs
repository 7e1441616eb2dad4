//! Writing a bulk, from the grid or from the page of one column.

use axum::Json;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kernel::{FieldErrors, count, local_date};
use serde_json::json;
use web::client::FromScript;
use web::{Actor, App, AppResult, Authorised, Flash, Form, Page, Shell};

use super::column;
use super::held::{self, Why};
use super::parts::ClassData;
use crate::matrix::commands::{self, Grounds, Outcome, Rating};
use crate::matrix::forms::BulkForm;
use crate::matrix::object::{Class, Rates};
use crate::matrix::view::View;
use crate::matrix::{BatchId, paths};

/// POST /classes/{class}/competences
pub async fn save(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    FromScript(script): FromScript,
    found: Authorised<Class, Rates>,
    Form(fields): Form<Vec<(String, String)>>,
) -> AppResult<Response> {
    let form = BulkForm::gather(fields);
    let data = ClassData::load(&app, &actor, found.object.0.class).await?;
    if form.gives_way() {
        let flash =
            Flash::ok("Les niveaux déjà donnés restent en vigueur. Rien n’a été enregistré.");
        return Ok(flash.to(back(&data, &form, None)));
    }
    let today = local_date(app.clock.now());
    let (ratings, grounds) = match form.read(&data.curriculum, &data.missions, today) {
        Ok(read) => read,
        Err(errors) if script => {
            return Ok(said(StatusCode::UNPROCESSABLE_ENTITY, &first(&errors)));
        }
        Err(errors) => return refused(&app, &actor, shell, &data, &form, errors).await,
    };
    let (gone, crossed) = match write(&app, &actor, &data, ratings, grounds).await? {
        Outcome::Written { batch, cells } => {
            return Ok(written(&data, &form, Some(batch), cells, script));
        }
        Outcome::AlreadyThere => return Ok(written(&data, &form, None, form.cases.len(), script)),
        Outcome::Held { gone, crossed } => (gone, crossed),
    };
    if script {
        // The script then sends the form itself, whose answer is the page.
        return Ok(said(
            StatusCode::CONFLICT,
            "Cette saisie demande une décision.",
        ));
    }
    let why = Why {
        gone,
        crossed,
        errors: FieldErrors::new(),
    };
    let page = held::page(&app, &actor, shell, &data, &form, &why).await?;
    Ok(Page::new(page).status(StatusCode::CONFLICT).into_response())
}

async fn write(
    app: &App,
    actor: &Actor,
    data: &ClassData,
    ratings: Vec<Rating>,
    grounds: Grounds,
) -> AppResult<Outcome> {
    let work = (app.clock.clone(), data.by(actor), ratings, grounds);
    let outcome = app
        .db
        .write(move |tx| {
            let (clock, by, ratings, grounds) = work.clone();
            async move { commands::rate(&tx, &clock, by, &ratings, &grounds).await }
        })
        .await?;
    Ok(outcome)
}

/// The form again with what is wrong: that of one column where it came from
/// there, all that was sent otherwise.
async fn refused(
    app: &App,
    actor: &Actor,
    shell: Shell,
    data: &ClassData,
    form: &BulkForm,
    errors: FieldErrors,
) -> AppResult<Response> {
    if data.curriculum.target(&form.cible).is_some() {
        let page = column::page(app, actor, shell, data, form, &errors).await?;
        return Ok(Page::invalid(page).into_response());
    }
    let why = Why {
        errors,
        ..Why::default()
    };
    let page = held::page(app, actor, shell, data, form, &why).await?;
    Ok(Page::invalid(page).into_response())
}

/// Leads back to the matrix, which offers to take it back.
fn written(
    data: &ClassData,
    form: &BulkForm,
    batch: Option<BatchId>,
    cells: usize,
    script: bool,
) -> Response {
    let href = back(data, form, batch);
    let flash = Flash::ok(format!(
        "{} au nom de l’équipe. Les précédents restent dans l’historique.",
        count(cells as u64, "niveau enregistré", "niveaux enregistrés")
    ));
    match script {
        true => (flash, Json(json!({ "href": href }))).into_response(),
        false => flash.to(href),
    }
}

/// The matrix as it was, which forgets what waited in the browser.
fn back(data: &ClassData, form: &BulkForm, batch: Option<BatchId>) -> String {
    let mut query = View::parse(&form.retour).query();
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str("saisie=");
    match batch {
        Some(batch) => query.push_str(&batch.to_string()),
        None => query.push_str("rien"),
    }
    paths::narrowed(data.class.id, &query)
}

fn first(errors: &FieldErrors) -> String {
    errors
        .iter()
        .next()
        .map_or_else(String::new, |error| error.message.clone())
}

fn said(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}
