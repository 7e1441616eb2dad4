//! A round for the team: who reads whom, what was written, what to do next.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use kernel::{AccountId, count, date_long};
use people::api::PersonName;
use web::{Actor, App, AppResult, Authorised, Field, Page, Shell};

use crate::peers::model::{Phase, ReadingId};
use crate::peers::object::{Manages, Round};
use crate::peers::paths;
use crate::peers::store::{self, Written, criteria, readings};
use crate::peers::view::{self, WrittenView, written};
use crate::progress::cards::Chip;
use crate::report::ReportId;
use crate::report::store as reports;

/// A production with what was written of it.
struct Production {
    id: String,
    author: String,
    title: String,
    href: String,
    readings: Vec<Line>,
}

/// A reading for the team.
struct Line {
    chip: Chip,
    written: WrittenView,
}

/// The page.
#[derive(Template)]
#[template(path = "peers/pages/round.html")]
pub struct RoundPage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    title: String,
    class: String,
    chip: Chip,
    until: String,
    summary: String,
    phase: Phase,
    version: i32,
    base: String,
    hide: String,
    cloture: Field,
    today: String,
    facts: Vec<(&'static str, String)>,
    instructions: String,
    criteria: Vec<(Option<String>, String)>,
    productions: Vec<Production>,
    hidden: u64,
}

/// GET /relectures/{round}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Round, Manages>,
) -> AppResult<Page<RoundPage>> {
    let round = found.object;
    let (reader, school, row) = (app.db.reader(), actor.school, &round.row);
    let rows = store::readings_of(reader, school, row.id).await?;
    let criteria = store::criteria_of(reader, school, row.id).await?;
    let ids: Vec<ReadingId> = rows.iter().map(|row| row.id).collect();
    let all = store::written(reader, school, &ids).await?;
    let names = names(&app, &actor, &round, &rows).await?;
    let reports: Vec<ReportId> = rows.iter().map(|row| row.report_id).collect();
    let titles = reports::submitted_summaries(reader, school, &reports).await?;
    let done = rows.iter().filter(|row| row.handed_in_at.is_some()).count();
    let title = |id: ReportId| {
        let title = titles.get(&id).map(|summary| summary.title.clone());
        title.unwrap_or_else(|| "Travail repris par son auteur·e".to_owned())
    };
    Ok(Page::new(RoundPage {
        shell,
        trail: vec![("Entre pairs", paths::ROUNDS)],
        title: row.title.clone(),
        class: round.class.name.clone(),
        chip: view::chip(round.phase),
        until: view::until(row, round.phase),
        summary: summary(done as u64, rows.len() as u64),
        phase: round.phase,
        version: row.version,
        base: paths::round(row.id),
        hide: paths::below(row.id, "masquer"),
        cloture: Field::new("cloture", ""),
        today: kernel::local_date(app.clock.now()).to_string(),
        facts: facts(&round, &names),
        instructions: row.instructions.clone(),
        criteria: criteria
            .iter()
            .map(|one| (one.target.clone(), one.text.clone()))
            .collect(),
        productions: productions(&rows, &criteria, &all, &names, title),
        hidden: all
            .remarks
            .iter()
            .filter(|row| row.hidden_at.is_some())
            .count() as u64,
    }))
}

async fn names(
    app: &App,
    actor: &Actor,
    round: &Round,
    rows: &[readings::Model],
) -> AppResult<HashMap<AccountId, PersonName>> {
    let mut people: Vec<AccountId> = rows
        .iter()
        .flat_map(|row| [row.learner_id, row.reader_id])
        .chain([round.row.author_id])
        .collect();
    people.sort_unstable();
    people.dedup();
    Ok(people::api::names_of(&app.db, actor.school, &people).await?)
}

fn facts(round: &Round, names: &HashMap<AccountId, PersonName>) -> Vec<(&'static str, String)> {
    let row = &round.row;
    let by = names
        .get(&row.author_id)
        .map_or_else(String::new, PersonName::formal);
    vec![
        ("Préparée par", by),
        ("Dernier jour", date_long(row.closes_on)),
        (
            "Noms",
            match row.anonymous {
                true => "Cachés entre apprenant·es\u{202f}; vous les voyez toujours",
                false => "Affichés",
            }
            .to_owned(),
        ),
    ]
}

/// « 12 relectures rendues sur 24 ».
fn summary(done: u64, all: u64) -> String {
    match done {
        0 => format!("Aucune relecture rendue, sur {all}."),
        done => format!(
            "{} sur {all}.",
            count(done, "relecture rendue", "relectures rendues")
        ),
    }
}

fn productions(
    rows: &[readings::Model],
    criteria: &[criteria::Model],
    all: &Written,
    names: &HashMap<AccountId, PersonName>,
    title: impl Fn(ReportId) -> String,
) -> Vec<Production> {
    let name = |who: AccountId| {
        let name = names.get(&who).map(PersonName::display);
        name.unwrap_or_else(|| "Une personne partie".to_owned())
    };
    let mut productions: Vec<Production> = Vec::new();
    for row in rows {
        let id = row.report_id.to_string();
        let line = Line {
            chip: state(row),
            written: written(row, name(row.reader_id), criteria, all, true),
        };
        match productions.iter_mut().find(|known| known.id == id) {
            Some(known) => known.readings.push(line),
            None => productions.push(Production {
                author: name(row.learner_id),
                title: title(row.report_id),
                href: crate::paths::reading(row.report_id),
                readings: vec![line],
                id,
            }),
        }
    }
    productions.sort_by_cached_key(|production| db::text::sort_key(&production.author));
    productions
}

const fn state(row: &readings::Model) -> Chip {
    let (kind, icon, text) = match (row.handed_in_at, row.saved_at) {
        (Some(_), _) => ("ok", "circle-check", "Rendue"),
        (None, Some(_)) => ("now", "pencil", "Commencée"),
        (None, None) => ("", "flag", "Pas commencée"),
    };
    Chip { kind, icon, text }
}
