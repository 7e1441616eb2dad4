//! The link that confirms an address. Opening it changes nothing: programs
//! that read mail open links too.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kernel::Secret;
use web::{Actor, App, AppResult, Flash, Page, Shell};

use crate::commands::By;
use crate::mailing::commands::{self, NotConfirmed};
use crate::mailing::store;

#[derive(Template)]
#[template(path = "pages/account/confirm.html")]
struct ConfirmPage {
    shell: Shell,
    token: String,
    email: String,
}

#[derive(Template)]
#[template(path = "pages/account/confirm_refused.html")]
struct RefusedPage {
    shell: Shell,
    taken: bool,
}

/// What would be confirmed.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    Path(token): Path<String>,
) -> AppResult<Response> {
    let secret = Secret::presented(token.as_str());
    let now = app.clock.now();
    let found = store::pending_by_link(app.db.reader(), now, actor.account, &secret).await?;
    Ok(match found {
        Some(pending) => Page::new(ConfirmPage {
            shell,
            token,
            email: pending.email.to_string(),
        })
        .into_response(),
        None => refused(shell, NotConfirmed::Link),
    })
}

/// Confirms it.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    Path(token): Path<String>,
) -> AppResult<Response> {
    let work = (
        app.clock.clone(),
        By::from(&actor),
        Secret::presented(token),
    );
    let account = actor.account;
    let confirmed = app
        .db
        .write(move |tx| {
            let (clock, by, token) = work.clone();
            async move { commands::confirm_address(&tx, &clock, &by, account, &token).await }
        })
        .await;
    Ok(match confirmed {
        Ok(Ok(_)) => Flash::ok("Votre adresse est confirmée.").to("/compte"),
        Ok(Err(why)) => refused(shell, why),
        // Somebody else confirmed it at the same moment.
        Err(db::DbError::Duplicate(_)) => refused(shell, NotConfirmed::Taken),
        Err(error) => return Err(error.into()),
    })
}

fn refused(shell: Shell, why: NotConfirmed) -> Response {
    Page::new(RefusedPage {
        shell,
        taken: why == NotConfirmed::Taken,
    })
    .status(StatusCode::NOT_FOUND)
    .into_response()
}
