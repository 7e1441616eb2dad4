//! Taking the workbook away.

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use web::{Actor, App, AppError, AppResult};

use crate::workbook::collect::{self, Source};
use crate::workbook::write::write;

/// What a workbook is.
const MIME: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// GET /numerique/classeur.xlsx
pub async fn workbook(Extract(app): Extract<App>, actor: Actor) -> AppResult<Response> {
    let source = Source::of(&app, actor.school).await?;
    let name = actor.school_name.as_str();
    let (cover, book) = collect::book(&app, actor.school, name, &source).await?;
    let made = tokio::task::spawn_blocking(move || write(&source.instrument, &cover, &book)).await;
    let bytes = made
        .map_err(AppError::internal)?
        .map_err(AppError::internal)?;
    Ok((
        [
            (CONTENT_TYPE, MIME),
            (CONTENT_DISPOSITION, "attachment; filename=\"numea.xlsx\""),
            (CACHE_CONTROL, "no-store"),
        ],
        bytes,
    )
        .into_response())
}
