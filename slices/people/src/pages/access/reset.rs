//! A password by a one-time link: of an administrator, sent by mail to whoever
//! forgot theirs, or an invitation.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use db::DbError;
use http::StatusCode;
use kernel::{FieldErrors, Secret};
use web::client::Client;
use web::{Actor, App, AppError, AppResult, Form, Page, Shell};

use super::choose_password::ChoosePasswordPage;
use super::{CODES_BY_ADDRESS, count_address, start_session};
use crate::commands::{self, CodeRefused, NewSession};
use crate::forms::NewPasswordForm;
use crate::pages::HOME;
use crate::passwords;
use crate::store::{CodeKind, access_codes, accounts, codes, people};

/// Who handed the link over does not matter here.
const LINKS: &[CodeKind] = &[CodeKind::Reset, CodeKind::MailedReset, CodeKind::Invitation];

#[derive(Template)]
#[template(path = "pages/access/reset_refused.html")]
struct RefusedPage {
    shell: Shell,
    used: bool,
}

/// The form, if the link still opens it.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    client: Client,
    Path(token): Path<String>,
) -> AppResult<Response> {
    let account = match owner(&app, &client, &token).await? {
        Ok((_, account)) => account,
        Err(refused) => return Ok(refused_page(shell, refused)),
    };
    let page = ChoosePasswordPage::new(shell, address(&token), &account, &FieldErrors::new());
    Ok(Page::new(page).into_response())
}

/// Keeps the new password, ends all sessions and lets the person in.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Option<Actor>,
    client: Client,
    Path(token): Path<String>,
    Form(form): Form<NewPasswordForm>,
) -> AppResult<Response> {
    let (code, account) = match owner(&app, &client, &token).await? {
        Ok(found) => found,
        Err(refused) => return Ok(refused_page(shell, refused)),
    };
    let password = match form.parse(&account.login, &account.name()) {
        Ok(password) => password,
        Err(errors) => {
            let page = ChoosePasswordPage::new(shell, address(&token), &account, &errors);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let hash = passwords::hash(password.reveal()).await?;
    let session = NewSession::draw(client, actor.as_ref());
    Ok(match reset(&app, &token, &code, hash, &session).await? {
        true => start_session(&app, &session.token, HOME),
        false => refused_page(shell, CodeRefused::Used),
    })
}

fn address(token: &str) -> String {
    format!("/reinitialisation/{token}")
}

/// The link and whose it is, under the limit of its address.
async fn owner(
    app: &App,
    client: &Client,
    token: &str,
) -> AppResult<Result<(access_codes::Model, accounts::Model), CodeRefused>> {
    if let Err(sentence) = count_address(app, "code", client, CODES_BY_ADDRESS).await? {
        return Err(AppError::TooMany(sentence));
    }
    let secret = Secret::presented(token);
    let reader = app.db.reader();
    let code = match commands::redeemable(reader, app.clock.now(), LINKS, &secret).await? {
        Ok(code) => code,
        Err(refused) => return Ok(Err(refused)),
    };
    let person = people::get(reader, code.school_id, code.account_id).await?;
    Ok(person
        .map(|person| (code, person.account))
        .ok_or(CodeRefused::Unknown))
}

/// Uses the link once; says whether nobody was faster.
async fn reset(
    app: &App,
    token: &str,
    code: &access_codes::Model,
    hash: String,
    session: &NewSession,
) -> Result<bool, DbError> {
    let (school, account) = (code.school_id, code.account_id);
    let work = (
        app.clock.clone(),
        Secret::presented(token),
        hash,
        session.clone(),
    );
    app.db
        .write(move |tx| {
            let (clock, secret, hash, session) = work.clone();
            async move {
                if !codes::use_once(&tx, &secret, clock.now()).await? {
                    return Ok(false);
                }
                commands::change_password(&tx, &clock, school, account, &hash, None).await?;
                commands::open_session(&tx, &clock, school, account, &session).await?;
                Ok::<_, DbError>(true)
            }
        })
        .await
}

fn refused_page(shell: Shell, refused: CodeRefused) -> Response {
    Page::new(RefusedPage {
        shell,
        used: refused == CodeRefused::Used,
    })
    .status(StatusCode::NOT_FOUND)
    .into_response()
}
