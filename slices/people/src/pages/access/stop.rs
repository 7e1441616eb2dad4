//! Stopping the digests from the message itself, without signing in. The page
//! asks first; the mailbox's own button (RFC 8058) posts at once.

use askama::Template;
use axum::extract::{Path, State};
use db::DbError;
use web::{App, AppError, AppResult, Page, Shell};

use crate::mailing::model::Digest;
use crate::mailing::{commands, store};

#[derive(Template)]
#[template(path = "pages/access/stop.html")]
pub struct StopPage {
    shell: Shell,
    token: String,
    stopped: bool,
}

/// Asks.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    Path(token): Path<String>,
) -> AppResult<Page<StopPage>> {
    let owner = store::by_stop_key(app.db.reader(), &token)
        .await?
        .ok_or(AppError::NotFound)?;
    Ok(Page::new(StopPage {
        shell,
        token,
        stopped: owner.digest == Digest::Never,
    }))
}

/// Stops them.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    Path(token): Path<String>,
) -> AppResult<Page<StopPage>> {
    let owner = store::by_stop_key(app.db.reader(), &token)
        .await?
        .ok_or(AppError::NotFound)?;
    let (clock, account) = (app.clock.clone(), owner.account_id);
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move {
                commands::choose_digest(&tx, &clock, account, Digest::Never).await?;
                Ok::<_, DbError>(())
            }
        })
        .await?;
    Ok(Page::new(StopPage {
        shell,
        token,
        stopped: true,
    }))
}
