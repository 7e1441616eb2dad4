//! A forgotten password: a link by mail where mail is sent, whom to ask
//! everywhere.
//!
//! The answer is the same, after the same work, whether an account exists, has
//! an address or not: one read, the counters, one job.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::Duration;
use kernel::FieldErrors;
use mail::Address;
use serde::Deserialize;
use web::attempts::Limit;
use web::client::Client;
use web::forms::{Field, SummaryLine, summary};
use web::{App, AppError, AppResult, Form, Page, Query, Shell};

use super::{count, count_address};
use crate::mailing::{commands, store};
use crate::model::Login;

/// Links asked for under one name or address, existing or not.
const BY_NAME: Limit = Limit {
    max: 5,
    window: Duration::hours(1),
};

/// Links asked for from one address of the network: a class behind the same one.
const BY_CLIENT: Limit = Limit {
    max: 60,
    window: Duration::hours(1),
};

#[derive(Template)]
#[template(path = "pages/access/forgotten.html")]
pub struct ForgottenPage {
    shell: Shell,
    /// Whether this installation sends mail at all.
    configured: bool,
    sent: bool,
    errors: Vec<SummaryLine>,
    name: Field,
}

impl ForgottenPage {
    fn new(app: &App, shell: Shell, typed: &str, errors: &FieldErrors) -> Self {
        Self {
            shell,
            configured: app.mailer.is_configured(),
            sent: false,
            errors: summary(errors),
            name: Field::with("identifiant", typed, errors),
        }
    }
}

/// Whether the form was just sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SentQuery {
    envoi: String,
}

/// The page.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    Query(query): Query<SentQuery>,
) -> Page<ForgottenPage> {
    let mut page = ForgottenPage::new(&app, shell, "", &FieldErrors::new());
    page.sent = page.configured && query.envoi == "demande";
    Page::new(page)
}

/// A login or an address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ForgottenForm {
    identifiant: String,
}

/// Asks for a link, if there is anybody to send it to.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    client: Client,
    Form(form): Form<ForgottenForm>,
) -> AppResult<Response> {
    if !app.mailer.is_configured() {
        return Err(AppError::NotFound);
    }
    if let Err(sentence) = ask(&app, &client, &form.identifiant).await? {
        let errors = FieldErrors::one("identifiant", sentence);
        let page = ForgottenPage::new(&app, shell, &form.identifiant, &errors);
        return Ok(Page::invalid(page).into_response());
    }
    Ok(Redirect::to("/mot-de-passe-oublie?envoi=demande").into_response())
}

async fn ask(app: &App, client: &Client, typed: &str) -> AppResult<Result<(), String>> {
    let (login, email) = (Login::typed(typed), Address::typed(typed));
    if email.is_empty() {
        return Ok(Err("Écrivez votre identifiant ou votre adresse.".into()));
    }
    if let Err(sentence) = count_address(app, "reset", client, BY_CLIENT).await? {
        return Ok(Err(sentence));
    }
    let key = if email.contains('@') {
        email.as_str()
    } else {
        login.as_str()
    };
    if let Err(sentence) = count(&app.db, &app.clock, "reset", key, BY_NAME).await? {
        return Ok(Err(sentence));
    }
    let account = store::owner_of(app.db.reader(), &login, &email).await?;
    let clock = app.clock.clone();
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move { commands::ask_reset(&tx, &clock, account).await }
        })
        .await?;
    Ok(Ok(()))
}
