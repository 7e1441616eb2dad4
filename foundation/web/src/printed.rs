//! Documents made for one answer and kept nowhere: short enough for somebody to
//! wait for.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use documents::{SheetDocument, TableDocument};
use files::{Disposition, Kind, content_disposition, display_name};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};

use crate::{App, AppError, AppResult};

/// A sheet as a PDF, called `name`.
///
/// # Errors
/// When no document could be made.
pub async fn pdf(app: &App, name: &str, document: SheetDocument) -> AppResult<Response> {
    let renderer = Arc::clone(&app.sheets);
    let made = tokio::task::spawn_blocking(move || renderer.sheet(&document)).await;
    let rendered = made.map_err(AppError::internal)?;
    let rendered = rendered.map_err(AppError::internal)?;
    Ok(answer(name, Kind::Pdf, rendered.bytes))
}

/// Tables as a workbook, called `name`.
///
/// # Errors
/// When no workbook could be made.
pub async fn workbook(name: &str, tables: Vec<TableDocument>) -> AppResult<Response> {
    let made = tokio::task::spawn_blocking(move || documents::xlsx(&tables)).await;
    let bytes = made.map_err(AppError::internal)?;
    let bytes = bytes.map_err(AppError::internal)?;
    Ok(answer(name, Kind::Xlsx, bytes))
}

fn answer(name: &str, kind: Kind, bytes: Vec<u8>) -> Response {
    let how = match kind.inline() {
        true => Disposition::Inline,
        false => Disposition::Attachment,
    };
    let headers = [
        (CONTENT_TYPE, kind.mime().to_owned()),
        (
            CONTENT_DISPOSITION,
            content_disposition(&display_name(name, kind), how),
        ),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}
