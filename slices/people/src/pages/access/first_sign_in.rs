//! The first sign-in, with a code copied from paper.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use db::DbError;
use kernel::{FieldErrors, Secret};
use serde::Deserialize;
use web::client::Client;
use web::forms::{Field, SummaryLine, summary};
use web::{App, AppResult, Form, Page, Shell};

use super::{CODES_BY_ADDRESS, as_printed, count_address, start_session};
use crate::commands::{self, CodeRefused};

/// The page that comes next.
pub const CHOOSE: &str = "/premiere-connexion/mot-de-passe";

#[derive(Template)]
#[template(path = "pages/access/first_sign_in.html")]
pub struct FirstSignInPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    code: Field,
}

impl FirstSignInPage {
    fn new(shell: Shell, code: &str, errors: &FieldErrors) -> Self {
        Self {
            shell,
            errors: summary(errors),
            code: Field::with("code", code, errors),
        }
    }
}

/// The code.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    code: String,
}

/// The form.
pub async fn show(shell: Shell) -> Page<FirstSignInPage> {
    Page::new(FirstSignInPage::new(shell, "", &FieldErrors::new()))
}

/// Uses the code and leads to the choice of a password.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    client: Client,
    Form(form): Form<CodeForm>,
) -> AppResult<Response> {
    let opened = match count_address(&app, "code", &client, CODES_BY_ADDRESS).await? {
        Ok(()) => redeem(&app, &client, &form.code)
            .await?
            .map_err(|refused| refused.to_string()),
        Err(sentence) => Err(sentence),
    };
    Ok(match opened {
        Ok(token) => start_session(&app, &token, CHOOSE),
        Err(sentence) => {
            let errors = FieldErrors::one("code", sentence);
            Page::invalid(FirstSignInPage::new(shell, &form.code, &errors)).into_response()
        }
    })
}

async fn redeem(
    app: &App,
    client: &Client,
    typed: &str,
) -> Result<Result<Secret, CodeRefused>, DbError> {
    let token = Secret::generate();
    let work = (
        app.clock.clone(),
        client.clone(),
        as_printed(typed),
        token.clone(),
    );
    app.db
        .write(move |tx| {
            let (clock, client, secret, token) = work.clone();
            async move {
                let by = match commands::redeem(&tx, &clock, &secret).await? {
                    Ok(by) => by,
                    Err(refused) => return Ok(Err(refused)),
                };
                if let Some(account) = by.account {
                    commands::open_session(&tx, &clock, account, by.school, &token, &client)
                        .await?;
                }
                Ok::<_, DbError>(Ok(token))
            }
        })
        .await
}
