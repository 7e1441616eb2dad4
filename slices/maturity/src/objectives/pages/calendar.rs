//! The objectives in one's calendar: the address to give it, and what it reads.

use askama::Template;
use axum::extract::{Path, State as Extract};
use axum::response::{IntoResponse, Response};
use documents::{Appointment, deadlines_ics};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use kernel::{Secret, date_long, local_date};
use serde::Deserialize;
use web::{Actor, App, AppError, AppResult, Flash, Page, Shell};

use crate::acting::{By, READERS, STEERERS};
use crate::objectives::store::{self, Which};
use crate::objectives::{feed, paths};

/// The page.
#[derive(Template)]
#[template(path = "objectives/pages/calendar.html")]
pub struct CalendarPage {
    shell: Shell,
    /// Since when a calendar is open; empty when none is.
    since: String,
    /// The address, shown once.
    address: Option<String>,
    everything: bool,
}

/// GET /numerique/objectifs/agenda
pub async fn page(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<CalendarPage>> {
    let open = feed::of(app.db.reader(), actor.school, actor.account).await?;
    Ok(Page::new(CalendarPage {
        shell,
        since: open.map_or_else(String::new, |row| date_long(local_date(row.created_at))),
        address: None,
        everything: actor.is_any(STEERERS),
    }))
}

/// What is asked of one's calendar.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FeedForm {
    /// « fermer », or else open it anew.
    geste: String,
}

/// POST /numerique/objectifs/agenda: the address is only ever shown in this answer.
pub async fn act(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    web::Form(form): web::Form<FeedForm>,
) -> AppResult<Response> {
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    if form.geste == "fermer" {
        app.db
            .write(move |tx| {
                let clock = clock.clone();
                async move { feed::close(&tx, &clock, by).await }
            })
            .await?;
        return Ok(Flash::ok("Votre agenda ne reçoit plus les échéances.").to(paths::FEED));
    }
    let secret = Secret::generate();
    let hash = secret.hash();
    app.db
        .write(move |tx| {
            let (clock, hash) = (clock.clone(), hash.clone());
            async move { feed::open(&tx, &clock, by, &hash).await }
        })
        .await?;
    let path = paths::calendar(secret.reveal());
    Ok(Page::new(CalendarPage {
        shell,
        since: date_long(local_date(app.clock.now())),
        address: Some(format!("{}{path}", app.config.public_url)),
        everything: actor.is_any(STEERERS),
    })
    .into_response())
}

/// GET /numerique/agenda/{token}/objectifs.ics
pub async fn ics(Extract(app): Extract<App>, Path(token): Path<String>) -> AppResult<Response> {
    let reader = app.db.reader();
    let open = feed::by_token(reader, &Secret::presented(token)).await?;
    let open = open.ok_or(AppError::NotFound)?;
    // Somebody who left the school, or is no colleague any more, reads nothing.
    let person = people::api::person_of(&app.db, open.school_id, open.account_id).await?;
    let person = person
        .filter(|person| person.open && person.roles.has_any(READERS))
        .ok_or(AppError::NotFound)?;
    let pilot = (!person.roles.has_any(STEERERS)).then_some(open.account_id);
    let rows = store::list(reader, open.school_id, Which::Open, pilot).await?;
    let deadlines = feed::deadlines(&app.config.public_url, &rows);
    Ok((
        [
            (CONTENT_TYPE, Appointment::MIME),
            (CONTENT_DISPOSITION, "inline; filename=\"objectifs.ics\""),
            (CACHE_CONTROL, "no-store"),
        ],
        deadlines_ics("Objectifs numériques", &deadlines),
    )
        .into_response())
}
