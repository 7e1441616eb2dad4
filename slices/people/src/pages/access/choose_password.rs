//! The choice of a password after a first sign-in code.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::FieldErrors;
use web::forms::{Field, SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Flash, Form, Page, Shell};

use crate::commands;
use crate::forms::NewPasswordForm;
use crate::pages::HOME;
use crate::passwords;
use crate::store::{accounts, people};

#[derive(Template)]
#[template(path = "pages/access/choose_password.html")]
pub struct ChoosePasswordPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    /// Where the form goes: here, or a reset link.
    action: String,
    /// What the person types from now on.
    login: String,
    first_name: String,
    password: Field,
    again: Field,
}

impl ChoosePasswordPage {
    /// The form for this account, sent to `action`.
    pub fn new(
        shell: Shell,
        action: impl Into<String>,
        account: &accounts::Model,
        errors: &FieldErrors,
    ) -> Self {
        Self {
            shell,
            errors: summary(errors),
            action: action.into(),
            login: account.login.to_string(),
            first_name: account.first_name.clone(),
            password: Field::with("mot_de_passe", "", errors),
            again: Field::with("confirmation", "", errors),
        }
    }
}

const HERE: &str = super::first_sign_in::CHOOSE;

async fn account_of(app: &App, actor: &Actor) -> AppResult<accounts::Model> {
    let person = people::get(app.db.reader(), actor.school, actor.account).await?;
    Ok(person.ok_or(AppError::NotFound)?.account)
}

/// The form.
pub async fn show(State(app): State<App>, shell: Shell, actor: Actor) -> AppResult<Response> {
    if !actor.must_choose_password {
        return Ok(Redirect::to("/compte").into_response());
    }
    let account = account_of(&app, &actor).await?;
    let page = ChoosePasswordPage::new(shell, HERE, &account, &FieldErrors::new());
    Ok(Page::new(page).into_response())
}

/// Keeps the password and lets the person in.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    Form(form): Form<NewPasswordForm>,
) -> AppResult<Response> {
    if !actor.must_choose_password {
        return Ok(Redirect::to("/compte").into_response());
    }
    let account = account_of(&app, &actor).await?;
    let password = match form.parse(&account.login, &account.name()) {
        Ok(password) => password,
        Err(errors) => {
            let page = ChoosePasswordPage::new(shell, HERE, &account, &errors);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let hash = passwords::hash(password.reveal()).await?;
    let clock = app.clock.clone();
    app.db
        .write(move |tx| {
            let (clock, hash) = (clock.clone(), hash.clone());
            let (school, account, keep) = (actor.school, actor.account, actor.session);
            async move {
                commands::change_password(&tx, &clock, school, account, &hash, Some(keep)).await
            }
        })
        .await?;
    Ok(Flash::ok(format!(
        "Votre mot de passe est enregistré. Pour vous connecter\u{a0}: {}.",
        account.login
    ))
    .to(HOME))
}
