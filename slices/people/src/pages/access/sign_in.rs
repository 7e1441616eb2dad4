//! Signing in with a login and a password.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use db::DbError;
use kernel::{AccountId, FieldErrors, SchoolId};
use serde::Deserialize;
use web::client::Client;
use web::forms::{Field, SummaryLine, summary};
use web::{Actor, App, AppResult, Form, Page, Query, Shell, attempts};

use super::{BY_ACCOUNT, BY_ADDRESS, count, count_address, start_session};
use crate::commands::{self, NewSession};
use crate::forms::SignInForm;
use crate::model::Login;
use crate::pages::{HOME, local_path};
use crate::passwords;
use crate::store::{people, schools};

/// The same sentence whoever is unknown, closed or mistaken: it tells nobody
/// which accounts exist.
const WRONG: &str =
    "L’identifiant et le mot de passe ne vont pas ensemble. Vérifiez les deux, puis réessayez.";

#[derive(Template)]
#[template(path = "pages/access/sign_in.html")]
pub struct SignInPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    login: Field,
    password: Field,
    next: String,
}

impl SignInPage {
    fn new(shell: Shell, form: &SignInForm, errors: &FieldErrors) -> Self {
        Self {
            shell,
            errors: summary(errors),
            login: Field::with("identifiant", &form.identifiant, errors),
            password: Field::with("mot_de_passe", "", errors),
            next: local_path(&form.suite).unwrap_or_default().to_owned(),
        }
    }
}

/// Where to go after signing in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NextQuery {
    suite: String,
}

/// The form.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Option<Actor>,
    Query(query): Query<NextQuery>,
) -> AppResult<Response> {
    if app.directory.is_empty(&app).await? {
        return Ok(Redirect::to("/installation").into_response());
    }
    if actor.is_some() {
        let next = local_path(&query.suite).unwrap_or(HOME);
        return Ok(Redirect::to(next).into_response());
    }
    let form = SignInForm {
        suite: query.suite,
        ..SignInForm::default()
    };
    let page = SignInPage::new(shell, &form, &FieldErrors::new());
    Ok(Page::new(page).into_response())
}

/// Signs in, or shows the form again with one sentence.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Option<Actor>,
    client: Client,
    Form(form): Form<SignInForm>,
) -> AppResult<Response> {
    let login = Login::typed(&form.identifiant);
    let found = match attempt(&app, &client, &login, &form.mot_de_passe).await? {
        Ok(found) => found,
        Err(sentence) => {
            let errors = FieldErrors::one("identifiant", sentence);
            return Ok(Page::invalid(SignInPage::new(shell, &form, &errors)).into_response());
        }
    };
    let session = NewSession::draw(client, actor.as_ref());
    open(&app, &login, found, &session).await?;
    let next = local_path(&form.suite).unwrap_or(HOME);
    Ok(start_session(&app, &session.token, next))
}

/// Somebody whose password is right.
struct Found {
    account: AccountId,
    school: SchoolId,
    rehashed: Option<String>,
}

/// Checks a password under the limits. The inner error is for the form.
async fn attempt(
    app: &App,
    client: &Client,
    login: &Login,
    password: &str,
) -> AppResult<Result<Found, String>> {
    if let Err(sentence) = count_address(app, "sign-in", client, BY_ADDRESS).await? {
        return Ok(Err(sentence));
    }
    let account = people::by_login(app.db.reader(), login).await?;
    let counted = count(&app.db, &app.clock, "sign-in", login.as_str(), BY_ACCOUNT).await?;
    if let Err(sentence) = counted {
        if let Some(account) = account {
            note_blocked(app, account.id).await?;
        }
        return Ok(Err(sentence));
    }
    let stored = account
        .as_ref()
        .and_then(|account| account.password_hash.clone());
    let right = passwords::verify(password, stored.clone()).await?;
    let (Some(account), Some(stored), true) = (account, stored, right) else {
        return Ok(Err(WRONG.to_owned()));
    };
    let schools = schools::of_account(app.db.reader(), account.id).await?;
    let Some((school, _)) = schools.into_iter().next() else {
        return Ok(Err(WRONG.to_owned()));
    };
    let rehashed = match passwords::needs_rehash(&stored) {
        true => Some(passwords::hash(password).await?),
        false => None,
    };
    Ok(Ok(Found {
        account: account.id,
        school,
        rehashed,
    }))
}

async fn note_blocked(app: &App, account: AccountId) -> Result<(), DbError> {
    let clock = app.clock.clone();
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move { commands::note_blocked(&tx, &clock, account).await }
        })
        .await
}

async fn open(app: &App, login: &Login, found: Found, session: &NewSession) -> Result<(), DbError> {
    let Found {
        school,
        account,
        rehashed,
    } = found;
    let work = (app.clock.clone(), login.clone(), rehashed, session.clone());
    app.db
        .write(move |tx| {
            let (clock, login, rehashed, session) = work.clone();
            async move {
                attempts::forgive(&tx, "sign-in", login.as_str()).await?;
                commands::sign_in(&tx, &clock, school, account, rehashed, &session).await
            }
        })
        .await
}
