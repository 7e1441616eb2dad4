//! A kept version of a report beside the text in place, line by line.

use askama::Template;
use axum::extract::{Path, State as Extract};
use axum::response::Response;
use kernel::date_time;
use web::compare::{Part, Side};
use web::{Actor, App, AppError, AppResult, Authorised, Page, Shell};

use super::{answer, show};
use crate::interviews::commands::{self, By};
use crate::interviews::object::{Interview, Leads};
use crate::interviews::{Content, Section, paths, store};

/// Another version.
struct Other {
    label: String,
    href: String,
}

/// The page.
#[derive(Template)]
#[template(path = "interviews/pages/compare.html")]
pub struct ComparePage {
    shell: Shell,
    trail: Vec<(String, String)>,
    left: Side,
    right: Side,
    parts: Vec<Part>,
    back: String,
    /// Where this version is taken; none when the report does not change.
    take: Option<String>,
    others: Vec<Other>,
}

/// GET /entretiens/{interview}/versions/{number}
pub async fn compare(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Interview, Leads>,
    Path((_, number)): Path<(String, String)>,
) -> AppResult<Page<ComparePage>> {
    let row = &found.object.row;
    let number: i32 = number.parse().map_err(|_| AppError::NotFound)?;
    let versions = store::versions_of(app.db.reader(), actor.school, row.id).await?;
    let version = versions.iter().find(|version| version.number == number);
    let version = version.ok_or(AppError::NotFound)?;
    let names = people::api::names_of(&app.db, actor.school, &[row.learner_id]).await?;
    let mut trail = show::trail(row, &names, false);
    trail.push((show::heading(row), paths::interview(row.id)));
    let writable = row.state.is_writable() && row.deleted_at.is_none();
    Ok(Page::new(ComparePage {
        shell,
        trail,
        left: Side {
            title: "Le texte en place".to_owned(),
            about: format!("Enregistré le {}", date_time(row.saved_at)),
        },
        right: Side {
            title: format!("Version {number}, {}", version.reason.label()),
            about: format!("Gardée le {}", date_time(version.created_at)),
        },
        parts: parts(&row.content(), &version.read()?),
        back: match writable {
            true => paths::write(row.id),
            false => paths::interview(row.id),
        },
        take: writable.then(|| paths::below(row.id, format_args!("versions/{number}/prendre"))),
        others: versions
            .iter()
            .filter(|other| other.number != number)
            .map(|other| Other {
                label: format!(
                    "Version {}, {}, {}",
                    other.number,
                    other.reason.label(),
                    date_time(other.created_at)
                ),
                href: paths::version(row.id, other.number),
            })
            .collect(),
    }))
}

/// The sections that differ.
fn parts(before: &Content, after: &Content) -> Vec<Part> {
    Section::ALL
        .iter()
        .map(|section| Part::new(section.label(), before.get(*section), after.get(*section)))
        .filter(|part| !part.same)
        .collect()
}

/// POST /entretiens/{interview}/versions/{number}/prendre
pub async fn take(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Interview, Leads>,
    Path((_, number)): Path<(String, String)>,
) -> AppResult<Response> {
    let number: i32 = number.parse().map_err(|_| AppError::NotFound)?;
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), found.object.row.id);
    let done = app.db.write(move |tx| {
        let clock = clock.clone();
        async move { commands::take_version(&tx, &clock, by, id, number).await }
    });
    answer(
        done.await,
        "Cette version est en place. Celle d’avant est gardée.",
        paths::write(id),
    )
}
