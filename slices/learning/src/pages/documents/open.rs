//! Opening a document, removing it, putting it back.

use axum::extract::State as Extract;
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Query, download};

use crate::documents::commands::set_removed;
use crate::documents::object::{Document, Opens, Writes};
use crate::paths;
use crate::rows::documents::Model;
use crate::sheets::By;

/// How a document is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct How {
    /// Not empty to save it rather than to show it.
    enregistrer: String,
}

/// GET /situations/documents/{document}
pub async fn open(
    Extract(app): Extract<App>,
    document: Authorised<Document, Opens>,
    Query(how): Query<How>,
    headers: HeaderMap,
) -> AppResult<Response> {
    let row = document.object.row;
    let file = files::records::find(app.db.reader(), row.school_id, row.file_id)
        .await?
        .ok_or(AppError::NotFound)?;
    download::send(&app.files, &file, &headers, !how.enregistrer.is_empty()).await
}

/// POST /situations/documents/{document}/retirer
pub async fn remove(
    Extract(app): Extract<App>,
    actor: Actor,
    document: Authorised<Document, Writes>,
) -> AppResult<Response> {
    let sentence =
        "Document retiré. Vous pouvez le remettre depuis «\u{202f}Joindre un document\u{202f}».";
    change_presence(&app, &actor, document.object.row, true, sentence).await
}

/// POST /situations/documents/{document}/restaurer
pub async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    document: Authorised<Document, Writes>,
) -> AppResult<Response> {
    change_presence(&app, &actor, document.object.row, false, "Document remis.").await
}

async fn change_presence(
    app: &App,
    actor: &Actor,
    row: Model,
    removed: bool,
    sentence: &str,
) -> AppResult<Response> {
    let back = format!("{}#documents", paths::situation(row.situation_id));
    let (clock, by) = (app.clock.clone(), By::from(actor));
    app.db
        .write(move |tx| {
            let (clock, row) = (clock.clone(), row.clone());
            async move { set_removed(&tx, &clock, by, &row, removed).await }
        })
        .await?;
    Ok(Flash::ok(sentence).to(back))
}
