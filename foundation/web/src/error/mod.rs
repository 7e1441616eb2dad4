//! Whatever goes wrong in a request, and the page that says so. Each page
//! says what happened, what was kept, and where to go from there.

pub(crate) mod render;

use axum::response::{IntoResponse, Response};
use db::DbError;
use http::StatusCode;
use http::request::Parts;
use kernel::SchoolId;

/// What handlers return.
pub type AppResult<T> = Result<T, AppError>;

/// A request that ends otherwise than hoped.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Nobody is signed in. Pages lead to the sign-in form and come back.
    #[error("Vous n’êtes pas connecté·e.")]
    Anonymous {
        /// Where to come back to, when it is a page.
        next: Option<String>,
    },
    /// No such object, or not for this person: the two are not told apart.
    #[error("Cette page n’existe pas, ou vous n’y avez pas accès.")]
    NotFound,
    /// The area is closed to the roles of this person.
    #[error("Cette partie de Jalon n’est pas ouverte à votre rôle.")]
    Forbidden,
    /// The object is in another school of this person.
    #[error("Cette page appartient à un autre de vos établissements\u{a0}: {name}.")]
    OtherSchool {
        /// That school.
        school: SchoolId,
        /// Its name.
        name: String,
        /// The address asked for.
        path: String,
    },
    /// The request cannot be read: not what our forms send.
    #[error("{0}")]
    BadRequest(String),
    /// The object is not in a state in which this can be done, or changed meanwhile.
    #[error("{0}")]
    Conflict(String),
    /// Too much was sent.
    #[error("{0}")]
    TooLarge(String),
    /// Too many attempts.
    #[error("{0}")]
    TooMany(String),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A defect of ours, or of the machine.
    #[error("Jalon a rencontré une erreur. Ce qui était enregistré l’est toujours.")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl AppError {
    /// Nobody is signed in; a page asked for by GET is come back to.
    #[must_use]
    pub fn anonymous(parts: &Parts) -> Self {
        let next = (parts.method == http::Method::GET && !crate::client::is_script(&parts.headers))
            .then(|| parts.uri.path_and_query().map(ToString::to_string))
            .flatten();
        Self::Anonymous { next }
    }

    /// A defect, with its cause for the log.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Anonymous { .. } => StatusCode::UNAUTHORIZED,
            Self::NotFound | Self::OtherSchool { .. } => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Conflict(_) | Self::Db(DbError::Conflict | DbError::Duplicate(_)) => {
                StatusCode::CONFLICT
            }
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Db(DbError::Reference(_)) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Db(DbError::Busy(_)) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Db(DbError::Full(_)) => StatusCode::INSUFFICIENT_STORAGE,
            Self::Db(DbError::Newer | DbError::Other(_)) | Self::Internal(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }
}

/// The status of an answer that refuses a file: 422 when it is about the file,
/// 507 or 500 when the house failed.
#[must_use]
pub fn status_of_refusal(refusal: &files::Refusal) -> StatusCode {
    match refusal {
        files::Refusal::NoRoom(_) => StatusCode::INSUFFICIENT_STORAGE,
        _ if refusal.is_failure() => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

impl From<sea_orm::DbErr> for AppError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Db(error.into())
    }
}

/// What the outermost layer needs to render the page of an error.
#[derive(Clone, Debug)]
pub(crate) struct ErrorNote {
    pub sentence: String,
    pub next: Option<String>,
    pub switch: Option<(SchoolId, String, String)>,
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let status = self.status();
        if status.is_server_error() {
            // Once, here: the chain of causes, no personal data.
            let mut causes = String::new();
            let mut cause = std::error::Error::source(&self);
            while let Some(error) = cause {
                causes = format!("{causes}: {error}");
                cause = error.source();
            }
            tracing::error!(status = status.as_u16(), causes, "request failed");
        }
        let note = ErrorNote {
            sentence: self.to_string(),
            next: match &self {
                Self::Anonymous { next } => next.clone(),
                _ => None,
            },
            switch: match self {
                Self::OtherSchool { school, name, path } => Some((school, name, path)),
                _ => None,
            },
        };
        let mut response = (status, note.sentence.clone()).into_response();
        response.extensions_mut().insert(note);
        response
    }
}
