//! Reading comfort: kept for the account, or for this browser before sign-in.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use db::DbError;
use http::HeaderMap;
use http::header::REFERER;
use web::{Actor, App, AppResult, Comfort, Flash, Form, cookies};

use crate::commands;
use crate::forms::ComfortForm;
use crate::pages::local_path;

/// Keeps the choices and goes back to the page they were made on.
pub async fn submit(
    State(app): State<App>,
    actor: Option<Actor>,
    headers: HeaderMap,
    Form(form): Form<ComfortForm>,
) -> AppResult<Response> {
    let comfort = Comfort::from_choices(&form.theme, &form.text, &form.spacing, &form.font);
    let back = local_path(&form.suite)
        .map(str::to_owned)
        .or_else(|| referer(&app, &headers))
        .unwrap_or_else(|| "/".to_owned());
    let Some(actor) = actor else {
        let mut cookie = cookies::build(&app.config, cookies::COMFORT, comfort.to_string());
        cookie.make_permanent();
        return Ok((CookieJar::new().add(cookie), Redirect::to(&back)).into_response());
    };
    app.db
        .write(move |tx| async move {
            commands::set_comfort(&tx, actor.account, comfort).await?;
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(Flash::ok("Vos réglages de lecture sont enregistrés.").to(back))
}

/// The page that the form was on, if it is one of ours.
fn referer(app: &App, headers: &HeaderMap) -> Option<String> {
    let address = headers.get(REFERER)?.to_str().ok()?;
    let path = address.strip_prefix(&app.config.public_url)?;
    local_path(path).map(str::to_owned)
}
