//! A round for the team: who reads whom, what was written, what to do next.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use kernel::{AccountId, count, date_long};
use people::api::PersonName;
use web::{Actor, App, AppError, AppResult, Authorised, Field, Flash, Form, Page, Shell};

use crate::peers::commands::{self, By};
use crate::peers::forms::{HideForm, ReopenForm, VersionForm, last_day};
use crate::peers::model::{Phase, ReadingId, RoundId};
use crate::peers::object::{Manages, Round};
use crate::peers::paths;
use crate::peers::store::{self, Written, criteria, readings};
use crate::peers::view::{self, WrittenView, written};
use crate::progress::cards::Chip;
use crate::report::ReportId;
use crate::report::commands::Refused;
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

/// POST /relectures/{round}/ouvrir
pub async fn open(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Round, Manages>,
    Form(form): Form<VersionForm>,
) -> AppResult<Response> {
    let (id, work) = work(&app, &actor, &found);
    let done = app
        .db
        .write(move |tx| {
            let (clock, by) = work.clone();
            async move { commands::open(&tx, &clock, by, id, form.version).await }
        })
        .await;
    answer(
        id,
        done,
        "La relecture est ouverte. Les apprenant·es sont prévenu·es.",
    )
}

/// POST /relectures/{round}/clore
pub async fn close(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Round, Manages>,
    Form(form): Form<VersionForm>,
) -> AppResult<Response> {
    let (id, work) = work(&app, &actor, &found);
    let done = app
        .db
        .write(move |tx| {
            let (clock, by) = work.clone();
            async move { commands::close(&tx, &clock, by, id, form.version).await }
        })
        .await;
    answer(
        id,
        done,
        "La relecture est close. Lisez ce qui a été écrit, puis remettez-le aux auteur·es.",
    )
}

/// POST /relectures/{round}/remettre
pub async fn release(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Round, Manages>,
    Form(form): Form<VersionForm>,
) -> AppResult<Response> {
    let (id, work) = work(&app, &actor, &found);
    let done = app
        .db
        .write(move |tx| {
            let (clock, by) = work.clone();
            async move { commands::release(&tx, &clock, by, id, form.version).await }
        })
        .await;
    answer(
        id,
        done,
        "Les relectures sont remises à leurs auteur·es, qui sont prévenu·es.",
    )
}

/// POST /relectures/{round}/rouvrir
pub async fn reopen(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Round, Manages>,
    Form(form): Form<ReopenForm>,
) -> AppResult<Response> {
    let (id, work) = work(&app, &actor, &found);
    let closes_on = match last_day(&form.cloture, kernel::local_date(app.clock.now())) {
        Ok(day) => day,
        Err(sentence) => return Ok(Flash::danger(sentence).to(paths::round(id))),
    };
    let done = app
        .db
        .write(move |tx| {
            let (clock, by) = work.clone();
            async move { commands::reopen(&tx, &clock, by, id, form.version, closes_on).await }
        })
        .await;
    answer(id, done, "La relecture est rouverte.")
}

/// POST /relectures/{round}/masquer
pub async fn hide(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Round, Manages>,
    Form(form): Form<HideForm>,
) -> AppResult<Response> {
    let (id, work) = work(&app, &actor, &found);
    let reading = form.relecture.parse().map_err(|_| AppError::NotFound)?;
    let part = form.remarque.parse().map_err(|_| AppError::NotFound)?;
    let hidden = form.masquer != "non";
    let rows = store::readings_of(app.db.reader(), actor.school, id).await?;
    if !rows.iter().any(|row| row.id == reading) {
        return Err(AppError::NotFound);
    }
    let done = app
        .db
        .write(move |tx| {
            let (clock, by) = work.clone();
            async move { commands::hide(&tx, &clock, by, (id, reading), part, hidden).await }
        })
        .await;
    let sentence = match hidden {
        true => "Remarque masquée. Elle est gardée, et son auteur·e voit qu’elle est masquée.",
        false => "Remarque affichée à nouveau.",
    };
    answer(id, done, sentence)
}

fn work(
    app: &App,
    actor: &Actor,
    found: &Authorised<Round, Manages>,
) -> (RoundId, (kernel::Clock, By)) {
    (found.object.row.id, (app.clock.clone(), By::from(actor)))
}

/// Back to the round, with what was done or why it was not.
fn answer(id: RoundId, done: Result<(), Refused>, sentence: &str) -> AppResult<Response> {
    match done {
        Ok(()) => Ok(Flash::ok(sentence).to(paths::round(id))),
        Err(Refused::Because(why)) => Ok(Flash::danger(why).to(paths::round(id))),
        Err(Refused::Db(db::DbError::Conflict)) => Ok(Flash::warn(
            "Un·e collègue a changé cette relecture entre-temps. Rien n’a été modifié\u{a0}: regardez où elle en est, puis recommencez si besoin.",
        )
        .to(paths::round(id))),
        Err(refused) => Err(refused.into()),
    }
}
