//! Signing out.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use db::DbError;
use web::{Actor, App, AppResult, Flash, cookies, session};

/// Ends the session in use.
pub async fn submit(State(app): State<App>, actor: Actor) -> AppResult<Response> {
    app.db
        .write(move |tx| async move {
            session::close(&tx, actor.account, actor.session).await?;
            Ok::<_, DbError>(())
        })
        .await?;
    let gone = cookies::removal(&app.config, cookies::session_name(&app.config));
    let answer = Flash::ok("Vous êtes déconnecté·e.").to("/connexion");
    Ok((CookieJar::new().add(gone), answer).into_response())
}
