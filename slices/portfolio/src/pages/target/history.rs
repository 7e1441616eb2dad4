//! The history of a target: every positioning, by point of view.

use kernel::date_time;
use web::{App, AppResult};

use crate::feedback::view::called;
use crate::matrix::store::{Occasion, occasions};
use crate::paths::restore;
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
    /// « observé le 9 mars 2027, mission « Une affiche » »; may be empty.
    pub occasion: String,
    /// When it was taken back, where nothing was in force before.
    pub withdrawn: Option<String>,
    /// Where it is written again, for those who may.
    pub restore: Option<String>,
}

/// What a positioning rests on.
pub struct Proof {
    /// Its title.
    pub title: String,
    /// Where it is; none when it is gone, or not for this reader.
    pub href: Option<String>,
}

/// Loads the history, with what the person may write again from their point
/// of view. Four statements.
pub async fn history(
    app: &App,
    course: Course,
    target: &str,
    works: &[Work],
    reader: Reader,
    own: Option<Viewpoint>,
) -> AppResult<Vec<HistoryView>> {
    let rows = store::history(app.db.reader(), course, target).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let evidence = store::evidence_of(app.db.reader(), course.school, &ids).await?;
    let occasions = occasions(app.db.reader(), course.school, &ids).await?;
    let mut authors: Vec<_> = rows.iter().map(|row| row.author_id).collect();
    authors.sort_unstable();
    authors.dedup();
    let names = people::api::names_of(&app.db, course.school, &authors).await?;
    let entry = |row: &store::positionings::Model, latest: bool| {
        let level = level_number(row.level);
        let occasion = occasions.get(&row.id);
        let withdrawn = occasion.and_then(|occasion| occasion.withdrawn_at);
        let current = latest && withdrawn.is_none();
        Entry {
            current,
            occasion: occasion.map_or_else(String::new, Occasion::said),
            withdrawn: withdrawn.map(date_time),
            restore: (!current && own == Some(row.viewpoint)).then(|| restore(row.id)),
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
