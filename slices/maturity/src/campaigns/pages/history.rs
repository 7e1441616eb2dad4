//! Who changed what in a collective answer.

use askama::Template;
use axum::extract::State as Extract;
use kernel::{AccountId, date_time};
use web::{App, AppResult, Authorised, Page, Shell};

use super::{instrument_of, trail};
use crate::campaigns::object::{Campaign, Reads};
use crate::campaigns::store::{self, ChangeKind, changes};
use crate::instrument::Instrument;
use crate::results::model::place_of;

/// The page.
#[derive(Template)]
#[template(path = "campaigns/pages/history.html")]
pub struct HistoryPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    title: String,
    changes: Vec<Line>,
    limit: u64,
    full: bool,
}

/// A change.
struct Line {
    at: String,
    author: String,
    item: String,
    what: String,
    note: String,
}

/// GET /numerique/campagnes/{campaign}/historique
pub async fn history(
    Extract(app): Extract<App>,
    shell: Shell,
    found: Authorised<Campaign, Reads>,
) -> AppResult<Page<HistoryPage>> {
    let row = &found.object.row;
    let instrument = instrument_of(&app, row).await?;
    let changes = store::changes_of(app.db.reader(), row.school_id, row.id).await?;
    let authors: Vec<AccountId> = changes.iter().map(|change| change.author_id).collect();
    let names = people::api::names_of(&app.db, row.school_id, &authors).await?;
    let called = |account: &AccountId| {
        names
            .get(account)
            .map_or_else(|| "une personne partie".to_owned(), |name| name.formal())
    };
    let lines: Vec<Line> = changes
        .iter()
        .map(|change| line(&instrument, change, called(&change.author_id)))
        .collect();
    Ok(Page::new(HistoryPage {
        shell,
        trail: trail(row),
        title: row.title.clone(),
        full: lines.len() as u64 >= store::CHANGES_SHOWN,
        changes: lines,
        limit: store::CHANGES_SHOWN,
    }))
}

fn line(instrument: &Instrument, change: &changes::Model, author: String) -> Line {
    let (code, step) = match change.kind {
        ChangeKind::Note => (change.place.as_str(), 0),
        ChangeKind::Reached | ChangeKind::Missed => {
            place_of(&change.place).unwrap_or((&change.place, 0))
        }
    };
    let title = instrument.item(code).map_or("", |item| &item.title);
    Line {
        at: date_time(change.created_at),
        author,
        item: format!("{code} {title}"),
        what: match change.kind {
            ChangeKind::Reached => format!("Étape\u{a0}{step}\u{a0}: atteinte"),
            ChangeKind::Missed => format!("Étape\u{a0}{step}\u{a0}: n’est plus atteinte"),
            ChangeKind::Note if change.text.is_empty() => "Note retirée".to_owned(),
            ChangeKind::Note => "Note".to_owned(),
        },
        note: change.text.clone(),
    }
}
