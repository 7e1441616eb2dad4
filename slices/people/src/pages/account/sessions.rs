//! Ending one's sessions.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use db::DbError;
use web::{Actor, App, AppResult, Authorised, Flash, cookies, session};

use crate::objects::{OwnSession, Uses};

/// Ends one of them.
pub async fn close(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<OwnSession, Uses>,
) -> AppResult<Response> {
    let id = found.object.0.id;
    app.db
        .write(move |tx| async move {
            session::close(&tx, actor.account, id).await?;
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(Flash::ok("Cette connexion est fermée.").to("/compte"))
}

/// Ends all of them, the one in use too.
pub async fn close_all(State(app): State<App>, actor: Actor) -> AppResult<Response> {
    app.db
        .write(move |tx| async move {
            session::close_all(&tx, actor.account, None).await?;
            Ok::<_, DbError>(())
        })
        .await?;
    let gone = cookies::removal(&app.config, cookies::session_name(&app.config));
    let answer = Flash::ok("Vous êtes déconnecté·e de tous vos appareils.").to("/connexion");
    Ok((CookieJar::new().add(gone), answer).into_response())
}
