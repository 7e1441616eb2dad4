//! « Mes missions »: what is to do, what comes later, what is done.

use askama::Template;
use axum::extract::State as Extract;
use chrono::NaiveDate;
use kernel::{count, local_date};
use web::{Actor, App, AppResult, Page, Shell};

use super::Chip;
use crate::assignments::model::Shelf;
use crate::assignments::paths;
use crate::assignments::store::{self, MineRow};

/// A mission in the list.
struct Line {
    href: String,
    title: String,
    situation: String,
    chip: Chip,
    due: Option<String>,
    late: bool,
}

/// A part of the list.
struct Part {
    id: &'static str,
    label: &'static str,
    lines: Vec<Line>,
}

/// The page.
#[derive(Template)]
#[template(path = "assignments/pages/mine.html")]
pub struct MinePage {
    shell: Shell,
    summary: String,
    parts: Vec<Part>,
    /// What comes first, when something is to do.
    first: Option<Line>,
}

/// GET /missions
pub async fn mine(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<MinePage>> {
    let mut rows = store::mine(app.db.reader(), actor.school, actor.account).await?;
    rows.sort_by_key(|row| (row.standing().urgency(), row.id));
    let today = local_date(app.clock.now());
    let on = |shelf: Shelf| -> Vec<Line> {
        let there = rows
            .iter()
            .filter(|row| row.standing().shelf(today) == shelf);
        there.map(|row| line(row, today)).collect()
    };
    let to_do = on(Shelf::ToDo);
    Ok(Page::new(MinePage {
        shell,
        summary: match to_do.len() as u64 {
            0 => "Rien à faire pour l’instant.".to_owned(),
            n => format!("{} à faire.", count(n, "mission", "missions")),
        },
        first: rows
            .iter()
            .find(|row| row.standing().shelf(today) == Shelf::ToDo)
            .map(|row| line(row, today)),
        parts: [
            ("a-faire", "À faire", to_do),
            ("plus-tard", "À venir", on(Shelf::Later)),
            ("faites", "Rendues et validées", on(Shelf::Done)),
        ]
        .into_iter()
        .map(|(id, label, lines)| Part { id, label, lines })
        .filter(|part| !part.lines.is_empty())
        .collect(),
    }))
}

fn line(row: &MineRow, today: NaiveDate) -> Line {
    let standing = row.standing();
    Line {
        href: paths::mission(row.id),
        title: row.mission.clone(),
        situation: row.situation.clone(),
        chip: super::chip(standing),
        due: standing.due(today),
        late: standing.is_late(today),
    }
}
