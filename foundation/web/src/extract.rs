//! Forms and queries whose refusals are our error pages.

use axum::extract::{FromRequest, FromRequestParts, Request};
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::{App, AppError};

/// The fields of a form (lists included), all as strings: see [`crate::forms`].
#[derive(Clone, Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = AppError;
    async fn from_request(request: Request, app: &App) -> Result<Self, AppError> {
        use axum::response::IntoResponse;
        use axum_extra::extract::FormRejection;
        match axum_extra::extract::Form::<T>::from_request(request, app).await {
            Ok(form) => Ok(Self(form.0)),
            Err(FormRejection::RawFormRejection(rejection))
                if rejection.status() == http::StatusCode::PAYLOAD_TOO_LARGE =>
            {
                Err(AppError::TooLarge(
                    "Le formulaire envoyé est trop gros. Rien n’a été modifié\u{a0}; revenez en arrière pour retrouver votre saisie et raccourcissez-la.".into(),
                ))
            }
            Err(rejection) => {
                tracing::debug!(status = %rejection.into_response().status(), "unreadable form");
                Err(AppError::BadRequest(
                    "Le formulaire envoyé est incomplet. Rien n’a été modifié\u{a0}; revenez en arrière, rechargez la page et recommencez.".into(),
                ))
            }
        }
    }
}

/// The part of the address after « ? ». What cannot be read counts as absent:
/// a mangled link still leads to the page.
#[derive(Clone, Debug, Default)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Default> FromRequestParts<App> for Query<T> {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        Ok(Self(
            axum_extra::extract::Query::<T>::from_request_parts(parts, app)
                .await
                .map(|query| query.0)
                .unwrap_or_default(),
        ))
    }
}
