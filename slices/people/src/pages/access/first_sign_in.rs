//! The first sign-in, with a code copied from paper.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use db::DbError;
use kernel::FieldErrors;
use serde::Deserialize;
use web::client::Client;
use web::forms::{Field, SummaryLine, summary};
use web::{Actor, App, AppResult, Form, Page, Shell};

use super::{CODES_BY_ADDRESS, as_printed, count_address, start_session};
use crate::commands::{self, CodeRefused, NewSession};

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
    actor: Option<Actor>,
    client: Client,
    Form(form): Form<CodeForm>,
) -> AppResult<Response> {
    let counted = count_address(&app, "code", &client, CODES_BY_ADDRESS).await?;
    let session = NewSession::draw(client, actor.as_ref());
    let opened = match counted {
        Ok(()) => redeem(&app, &form.code, &session)
            .await?
            .map_err(|refused| refused.to_string()),
        Err(sentence) => Err(sentence),
    };
    Ok(match opened {
        Ok(()) => start_session(&app, &session.token, CHOOSE),
        Err(sentence) => {
            let errors = FieldErrors::one("code", sentence);
            Page::invalid(FirstSignInPage::new(shell, &form.code, &errors)).into_response()
        }
    })
}

async fn redeem(
    app: &App,
    typed: &str,
    session: &NewSession,
) -> Result<Result<(), CodeRefused>, DbError> {
    let work = (app.clock.clone(), as_printed(typed), session.clone());
    app.db
        .write(move |tx| {
            let (clock, secret, session) = work.clone();
            async move {
                let (school, account) = match commands::redeem(&tx, &clock, &secret).await? {
                    Ok(owner) => owner,
                    Err(refused) => return Ok(Err(refused)),
                };
                commands::open_session(&tx, &clock, school, account, &session).await?;
                Ok::<_, DbError>(Ok(()))
            }
        })
        .await
}
