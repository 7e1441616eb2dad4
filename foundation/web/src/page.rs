//! A rendered page.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::header::CACHE_CONTROL;
use http::{HeaderValue, StatusCode};

use crate::AppError;

/// A template as an answer. Pages hold personal data: no cache keeps them.
#[derive(Clone, Debug)]
pub struct Page<T> {
    template: T,
    status: StatusCode,
}

impl<T: Template> Page<T> {
    /// The page as it should be.
    pub fn new(template: T) -> Self {
        Self {
            template,
            status: StatusCode::OK,
        }
    }

    /// The same form again with its errors.
    pub fn invalid(template: T) -> Self {
        Self {
            template,
            status: StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// The page under another status.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.template.render() {
            Ok(html) => (
                self.status,
                [(CACHE_CONTROL, HeaderValue::from_static("no-store"))],
                Html(html),
            )
                .into_response(),
            Err(error) => AppError::internal(error).into_response(),
        }
    }
}
