//! What a save answers: to the page, to the script, when two wrote at once.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kernel::{FieldErrors, Timestamp, date_time, local_date, time_short};
use serde_json::json;
use web::Flash;

use crate::model::SheetId;
use crate::paths;
use crate::sheets::commands::Saved;

/// Of what, when, and where the page goes on.
pub struct Answer {
    /// What was written.
    pub sheet: SheetId,
    /// When.
    pub at: Timestamp,
    /// Where the page goes on.
    pub back: String,
}

impl Answer {
    /// The answer to what became of a save.
    #[must_use]
    pub fn of(self, saved: Saved, script: bool) -> Response {
        match saved {
            Saved::Current { version, .. } if script => Json(json!({
                "version": version,
                "saved_at": self.at.to_rfc3339(),
                "message": format!("Enregistré à {}", time_short(self.at)),
            }))
            .into_response(),
            Saved::Current { .. } => Flash::ok("Enregistré.").to(self.back),
            Saved::Beside { number } => {
                let href = paths::version(self.sheet, number);
                let message = format!(
                    "Ce texte a changé pendant que vous écriviez. Les deux textes sont gardés, le vôtre comme version {number}\u{a0}: comparez-les avant de continuer."
                );
                match script {
                    true => (
                        StatusCode::CONFLICT,
                        Json(json!({ "conflict_url": href, "message": message })),
                    )
                        .into_response(),
                    false => Flash::warn(message).to(href),
                }
            }
        }
    }

    /// What is wrong with the form, for the script.
    #[must_use]
    pub fn refused(errors: &FieldErrors) -> Response {
        let message = errors.iter().next().map_or("", |error| &error.message);
        (
            StatusCode::UNPROCESSABLE_ENTITY,
            Json(json!({ "message": message })),
        )
            .into_response()
    }
}

/// « Enregistré à 17 h 42 » today, with its day later.
#[must_use]
pub fn saved_at(at: Timestamp, now: Timestamp) -> String {
    match local_date(at) == local_date(now) {
        true => format!("Enregistré à {}", time_short(at)),
        false => format!("Enregistré le {}", date_time(at)),
    }
}
