//! The history of a target: every positioning, by point of view.

use kernel::date_time;
use web::{App, AppResult};

use crate::feedback::view::called;
use crate::positioning::store::{self, Course};
use crate::positioning::{EvidenceRef, Viewpoint};
use crate::progress::Work;
use crate::progress::cards::{Reader, href};
use crate::progress::view::{level_number, scale_levels};

/// The positionings of one point of view, the latest first.
pub struct HistoryView {
    /// End of the class of its marker.
    pub kind: &'static str,
    /// The letter on it.
    pub letter: &'static str,
    /// « Équipe pédagogique ».
    pub name: &'static str,
    /// Its positionings.
    pub entries: Vec<Entry>,
}

/// One positioning.
pub struct Entry {
    /// Whether it is the latest of its point of view.
    pub current: bool,
    /// The level.
    pub level: u8,
    /// Its name.
    pub level_name: &'static str,
    /// Who gave it; of a peer, the name is for the team alone.
    pub author: String,
    /// When.
    pub at: String,
    /// What was said; may be empty.
    pub comment: String,
    /// What it rests on.
    pub evidence: Vec<Proof>,
}

/// What a positioning rests on.
pub struct Proof {
    /// Its title.
    pub title: String,
    /// Where it is; none when it is gone, or not for this reader.
    pub href: Option<String>,
}

/// Loads the history. Three statements.
pub async fn history(
    app: &App,
    course: Course,
    target: &str,
    works: &[Work],
    reader: Reader,
) -> AppResult<Vec<HistoryView>> {
    let rows = store::history(app.db.reader(), course, target).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let evidence = store::evidence_of(app.db.reader(), course.school, &ids).await?;
    let mut authors: Vec<_> = rows.iter().map(|row| row.author_id).collect();
    authors.sort_unstable();
    authors.dedup();
    let names = people::api::names_of(&app.db, course.school, &authors).await?;
    let entry = |row: &store::positionings::Model, current: bool| {
        let level = level_number(row.level);
        Entry {
            current,
            level,
            level_name: scale_levels()
                .iter()
                .find(|known| known.number == level)
                .map_or("", |known| &known.name),
            author: match (row.viewpoint, reader) {
                (Viewpoint::Peer, Reader::Learner | Reader::Onlooker) => "Un·e camarade".to_owned(),
                _ => called(&names, row.author_id),
            },
            at: date_time(row.created_at),
            comment: row.comment.clone(),
            evidence: evidence
                .iter()
                .filter(|(positioning, _)| *positioning == row.id)
                .map(|(_, source)| proof(*source, works, reader))
                .collect(),
        }
    };
    Ok(Viewpoint::ALL
        .into_iter()
        .filter_map(|viewpoint| {
            let entries: Vec<Entry> = rows
                .iter()
                .filter(|row| row.viewpoint == viewpoint)
                .enumerate()
                .map(|(place, row)| entry(row, place == 0))
                .collect();
            (!entries.is_empty()).then_some(HistoryView {
                kind: viewpoint.code(),
                letter: viewpoint.letter(),
                name: viewpoint.label(),
                entries,
            })
        })
        .collect())
}

fn proof(source: EvidenceRef, works: &[Work], reader: Reader) -> Proof {
    match works.iter().find(|work| work.source == source) {
        Some(work) => Proof {
            title: work.title.clone(),
            href: Some(href(source, reader)),
        },
        None => Proof {
            title: "un élément qui n’est plus dans le dossier".to_owned(),
            href: None,
        },
    }
}
