//! The imports of the school.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use kernel::{AccountId, count, date_time};
use web::{Actor, App, AppResult, Page, Shell};

use crate::imports::plan::Verdict;
use crate::imports::store::{State as Step, imports, list};
use crate::store::people;

/// An import in the list.
pub struct Line {
    href: String,
    file: String,
    kind: &'static str,
    date: String,
    author: String,
    state: (&'static str, &'static str, &'static str),
    result: String,
}

#[derive(Template)]
#[template(path = "imports/pages/list.html")]
pub struct ListPage {
    shell: Shell,
    imports: Vec<Line>,
}

/// The list.
pub async fn show(State(app): State<App>, shell: Shell, actor: Actor) -> AppResult<Page<ListPage>> {
    let reader = app.db.reader();
    let rows = list::recent(reader, actor.school).await?;
    let authors: Vec<AccountId> = rows.iter().filter_map(|row| row.created_by).collect();
    let names: HashMap<_, _> = people::names(reader, actor.school, &authors).await?;
    let imports = rows
        .into_iter()
        .map(|row| {
            let author = row.created_by.and_then(|id| names.get(&id));
            line(&row, author.map(|name| name.display()).unwrap_or_default())
        })
        .collect();
    Ok(Page::new(ListPage { shell, imports }))
}

fn line(row: &imports::Model, author: String) -> Line {
    let counts = list::counts(row);
    let of = |verdict: Verdict| counts.get(&verdict).copied().unwrap_or(0);
    Line {
        href: super::address(row),
        file: row.file_name.clone(),
        kind: row.format.label(),
        date: date_time(row.created_at),
        author,
        state: state(row.state),
        result: match row.state {
            Step::Done => format!(
                "{}, {}",
                count(of(Verdict::Create), "personne créée", "personnes créées"),
                count(of(Verdict::Change), "modifiée", "modifiées")
            ),
            _ => String::new(),
        },
    }
}

/// Kind of the chip, its icon, its words.
pub fn state(state: Step) -> (&'static str, &'static str, &'static str) {
    match state {
        Step::Columns => ("warn", "circle-alert", "Colonnes à indiquer"),
        Step::Planning => ("", "clock", "Vérification en cours"),
        Step::Ready => ("warn", "circle-alert", "À vérifier"),
        Step::Applying => ("", "clock", "Import en cours"),
        Step::Done => ("ok", "check", "Importé"),
        Step::Abandoned => ("", "lock", "Abandonné"),
    }
}
