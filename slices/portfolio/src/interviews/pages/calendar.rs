//! The interview as a file for a calendar. A calendar is often shared: the
//! file says « Entretien formatif », where and when, and names nobody.

use axum::response::{IntoResponse, Response};
use documents::Appointment;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use web::Authorised;

use crate::interviews::State;
use crate::interviews::object::{Interview, Reads};
use crate::interviews::store::interviews;

/// GET /entretiens/{interview}/calendrier.ics
pub async fn calendar(found: Authorised<Interview, Reads>) -> Response {
    (
        [
            (CONTENT_TYPE, Appointment::MIME),
            (
                CONTENT_DISPOSITION,
                "attachment; filename=\"entretien-formatif.ics\"",
            ),
            (CACHE_CONTROL, "no-store"),
        ],
        appointment(&found.object.row).to_ics(),
    )
        .into_response()
}

fn appointment(row: &interviews::Model) -> Appointment {
    Appointment {
        uid: row.id.to_string(),
        title: "Entretien formatif",
        place: row.place.clone(),
        starts: row.starts_at,
        ends: row.slot().ends_at(),
        changed: row.saved_at,
        sequence: u32::try_from(row.changes).unwrap_or(0),
        cancelled: row.state == State::Cancelled,
    }
}
