//! Sending a stored file: with ranges, so that a video can be wound forward,
//! and with headers that keep it from ever acting as a page of ours.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use files::{Disposition, Files, StoredFile};
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use http::{HeaderMap, StatusCode};

use crate::{AppError, AppResult};

/// A file shown by the browser may do nothing at all: no script, no request.
const FILE_POLICY: &str =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'";
/// Kept by the browser of the person alone, which asks each time whether it is
/// still the same: a picture may have been retouched, and what it showed before
/// is not to be shown again.
const FILE_CACHE: &str = "private, no-cache";

/// The file, or the part of it that the browser asks for. Rights have been
/// checked by the caller. `attachment` saves it instead of showing it; what
/// may not be shown is saved anyway.
///
/// # Errors
/// When the store cannot read it.
pub async fn send(
    files: &Files,
    file: &StoredFile,
    headers: &HeaderMap,
    attachment: bool,
) -> AppResult<Response> {
    let etag = format!("\"{}\"", file.hash);
    if unchanged(headers, &etag) {
        return Ok(same(etag));
    }
    let size = u64::try_from(file.size).unwrap_or(0);
    // A browser that goes on with a download has the beginning of what the
    // file was: when it has changed since, it gets the whole of it anew.
    let goes_on = headers
        .get(IF_RANGE)
        .is_none_or(|known| known.as_bytes() == etag.as_bytes());
    let asked = headers
        .get(RANGE)
        .filter(|_| goes_on)
        .and_then(|value| value.to_str().ok());
    let range = match asked.map(|value| files::parse_range(value, size)) {
        None | Some(Ok(None)) => None,
        Some(Ok(Some(range))) => Some(range),
        Some(Err(files::Unsatisfiable)) => {
            return Ok((
                StatusCode::RANGE_NOT_SATISFIABLE,
                [(CONTENT_RANGE, format!("bytes */{size}"))],
            )
                .into_response());
        }
    };
    let stream = files
        .open(file, range.clone())
        .await
        .map_err(AppError::internal)?;
    let disposition = if attachment || !file.kind.inline() {
        Disposition::Attachment
    } else {
        Disposition::Inline
    };
    let common = [
        (CONTENT_TYPE, file.kind.mime().to_owned()),
        (
            CONTENT_DISPOSITION,
            files::content_disposition(&file.name, disposition),
        ),
        (CONTENT_SECURITY_POLICY, FILE_POLICY.to_owned()),
        (CACHE_CONTROL, FILE_CACHE.to_owned()),
        (ACCEPT_RANGES, "bytes".to_owned()),
        (ETAG, etag),
    ];
    let body = Body::from_stream(stream);
    Ok(match range {
        None => (common, [(CONTENT_LENGTH, size.to_string())], body).into_response(),
        Some(range) => (
            StatusCode::PARTIAL_CONTENT,
            common,
            [
                (CONTENT_LENGTH, (range.end - range.start).to_string()),
                (
                    CONTENT_RANGE,
                    format!("bytes {}-{}/{size}", range.start, range.end - 1),
                ),
            ],
            body,
        )
            .into_response(),
    })
}

/// The small picture of a file; 404 when it has none.
///
/// # Errors
/// [`AppError::NotFound`] without a thumbnail; otherwise when the store cannot read it.
pub async fn send_thumbnail(
    files: &Files,
    file: &StoredFile,
    headers: &HeaderMap,
) -> AppResult<Response> {
    let hash = file.thumb_hash.ok_or(AppError::NotFound)?;
    let etag = format!("\"{hash}\"");
    if unchanged(headers, &etag) {
        return Ok(same(etag));
    }
    let stream = files
        .open_thumbnail(file)
        .await
        .map_err(AppError::internal)?
        .ok_or(AppError::NotFound)?;
    Ok((
        [
            (CONTENT_TYPE, "image/jpeg".to_owned()),
            (CONTENT_SECURITY_POLICY, FILE_POLICY.to_owned()),
            (CACHE_CONTROL, FILE_CACHE.to_owned()),
            (ETAG, etag),
        ],
        Body::from_stream(stream),
    )
        .into_response())
}

/// A picture made for one answer and kept nowhere, by the browser neither.
#[must_use]
pub fn send_once(kind: files::Kind, bytes: axum::body::Bytes) -> Response {
    (
        [
            (CONTENT_TYPE, kind.mime()),
            (CONTENT_SECURITY_POLICY, FILE_POLICY),
            (CACHE_CONTROL, "no-store"),
        ],
        bytes,
    )
        .into_response()
}

/// The browser has it already. It is told again to ask each time: an answer
/// that says nothing of it would be marked as not to be kept.
fn same(etag: String) -> Response {
    let known = [(ETAG, etag), (CACHE_CONTROL, FILE_CACHE.to_owned())];
    (StatusCode::NOT_MODIFIED, known).into_response()
}

fn unchanged(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|known| known.split(',').any(|one| one.trim() == etag))
}
