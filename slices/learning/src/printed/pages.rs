//! Sending what is printed: made for one answer, kept nowhere.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use files::{Disposition, Kind, content_disposition, display_name};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use kernel::local_date;
use web::{Actor, App, AppError, AppResult, Authorised};

use super::{document, table as tables};
use crate::situations::object::{Reads, Situation};
use crate::situations::whole::{self, Whole};

/// The sheet as a PDF.
pub async fn sheet(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Situation, Reads>,
) -> AppResult<Response> {
    let (whole, curriculum) = read(&app, &found.object).await?;
    let school = people::api::school_name(&app.db, actor.school).await?;
    let today = local_date(app.clock.now());
    let sheet = document::sheet(&whole, &curriculum, school.unwrap_or_default(), today);
    let renderer = Arc::clone(&app.sheets);
    let made = tokio::task::spawn_blocking(move || renderer.situation(&sheet)).await;
    let rendered = made.map_err(AppError::internal)?;
    let rendered = rendered.map_err(AppError::internal)?;
    Ok(answer(&whole.content.title, Kind::Pdf, rendered.bytes))
}

/// The table as a workbook.
pub async fn table(
    State(app): State<App>,
    found: Authorised<Situation, Reads>,
) -> AppResult<Response> {
    let (whole, curriculum) = read(&app, &found.object).await?;
    let table = tables::table(&whole, &curriculum);
    let made = tokio::task::spawn_blocking(move || documents::xlsx(&table)).await;
    let bytes = made.map_err(AppError::internal)?;
    let bytes = bytes.map_err(AppError::internal)?;
    Ok(answer(&whole.content.title, Kind::Xlsx, bytes))
}

async fn read(app: &App, situation: &Situation) -> AppResult<(Whole, Arc<curriculum::Curriculum>)> {
    let row = &situation.row;
    let whole = whole::read(app.db.reader(), row).await?;
    let found = curriculum::api::by_code(&app.db, row.school_id, &row.curriculum).await?;
    let (_, curriculum) = found.ok_or(AppError::NotFound)?;
    Ok((whole, curriculum))
}

fn answer(title: &str, kind: Kind, bytes: Vec<u8>) -> Response {
    let title = match title.trim() {
        "" => "Situation",
        title => title,
    };
    let how = match kind.inline() {
        true => Disposition::Inline,
        false => Disposition::Attachment,
    };
    (
        [
            (CONTENT_TYPE, kind.mime().to_owned()),
            (
                CONTENT_DISPOSITION,
                content_disposition(&display_name(title, kind), how),
            ),
            (CACHE_CONTROL, "no-store".to_owned()),
        ],
        bytes,
    )
        .into_response()
}
