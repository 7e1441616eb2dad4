//! What peers wrote about a production, for its author.

use askama::Template;
use axum::extract::State as Extract;
use kernel::date_long;
use web::{Actor, App, AppResult, Authorised, Page, Shell};

use crate::peers::model::ReadingId;
use crate::peers::object::{Received, Receives};
use crate::peers::view::{WrittenView, written};
use crate::peers::{paths, store};
use crate::report::store as reports;

/// The page.
#[derive(Template)]
#[template(path = "peers/pages/received.html")]
pub struct ReceivedPage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    title: String,
    about: String,
    /// Title and address of the production, when it is still there.
    report: Option<(String, String)>,
    anonymous: bool,
    readings: Vec<WrittenView>,
}

/// GET /dossier/relectures/recues/{received}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Received, Receives>,
) -> AppResult<Page<ReceivedPage>> {
    let (reader, school) = (app.db.reader(), actor.school);
    let Received {
        round, readings, ..
    } = found.object;
    let ids: Vec<ReadingId> = readings.iter().map(|row| row.id).collect();
    let criteria = store::criteria_of(reader, school, round.id).await?;
    let all = store::written(reader, school, &ids).await?;
    let names = match round.anonymous {
        true => std::collections::HashMap::new(),
        false => {
            let readers: Vec<_> = readings.iter().map(|row| row.reader_id).collect();
            people::api::names_of(&app.db, school, &readers).await?
        }
    };
    let report = match readings.first() {
        Some(row) => reports::find(reader, school, row.report_id).await?,
        None => None,
    };
    let by = |place: usize, row: &store::readings::Model| match names.get(&row.reader_id) {
        Some(name) => name.display(),
        None => format!("Relecture {}", place + 1),
    };
    Ok(Page::new(ReceivedPage {
        shell,
        trail: vec![
            ("Mon parcours", crate::paths::DOSSIER),
            ("Entre pairs", paths::MINE),
        ],
        about: round.released_at.map_or_else(String::new, |at| {
            format!("Remises le {}", date_long(kernel::local_date(at)))
        }),
        report: report
            .filter(|report| report.deleted_at.is_none())
            .map(|report| (report.title, crate::paths::report(report.id))),
        anonymous: round.anonymous,
        readings: readings
            .iter()
            .enumerate()
            .map(|(place, row)| written(row, by(place, row), &criteria, &all, false))
            .collect(),
        title: round.title,
    }))
}
