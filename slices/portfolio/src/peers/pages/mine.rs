//! What a learner reads for others, and what was written for them.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::extract::State as Extract;
use kernel::local_date;
use web::{Actor, App, AppResult, Page, Shell};

use crate::peers::model::{Phase, RoundId};
use crate::peers::store::{self, readings, rounds};
use crate::peers::{paths, view};
use crate::progress::cards::Chip;

/// A production to read, or that was read.
struct Row {
    title: String,
    href: String,
    about: String,
    chip: Chip,
}

/// The page.
#[derive(Template)]
#[template(path = "peers/pages/mine.html")]
pub struct MinePage {
    shell: Shell,
    to_do: Vec<Row>,
    received: Vec<Row>,
    past: Vec<Row>,
}

/// GET /dossier/relectures. Four statements and the session.
pub async fn mine(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<MinePage>> {
    let (reader, school) = (app.db.reader(), actor.school);
    let today = local_date(app.clock.now());
    let around = store::around(reader, school, actor.account).await?;
    let mut ids: Vec<RoundId> = around.iter().map(|row| row.round_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let rounds = store::rounds_by_id(reader, school, &ids).await?;
    let places = people::api::places_of(reader, school, actor.account).await?;
    let (mine, received): (Vec<_>, Vec<_>) = around
        .iter()
        .partition(|row| row.reader_id == actor.account);
    let mut page = MinePage {
        shell,
        to_do: Vec::new(),
        received: received_rows(&received, &rounds),
        past: Vec::new(),
    };
    let mut numbers = HashMap::new();
    for row in mine {
        let Some(round) = rounds.get(&row.round_id) else {
            continue;
        };
        let phase = round.phase(today);
        if phase == Phase::Prepared || !places.classes.contains(&round.class_id) {
            continue;
        }
        let number = numbers.entry(round.id).or_insert(0_usize);
        *number += 1;
        let line = to_read(row, round, phase, *number);
        match phase {
            Phase::Open => page.to_do.push(line),
            _ => page.past.push(line),
        }
    }
    Ok(Page::new(page))
}

fn to_read(row: &readings::Model, round: &rounds::Model, phase: Phase, number: usize) -> Row {
    let (kind, icon, text) = match (row.handed_in_at, row.saved_at) {
        (Some(_), _) => ("ok", "circle-check", "Rendue"),
        (None, Some(_)) if phase == Phase::Open => ("now", "pencil", "Commencée"),
        (None, None) if phase == Phase::Open => ("", "flag", "À faire"),
        _ => ("", "lock", "Non rendue"),
    };
    Row {
        title: format!("{}, travail {number}", round.title),
        href: paths::reading(row.id),
        about: view::until(round, phase),
        chip: Chip { kind, icon, text },
    }
}

/// The rounds that were handed over, the latest first.
fn received_rows(
    readings: &[&readings::Model],
    rounds: &HashMap<RoundId, rounds::Model>,
) -> Vec<Row> {
    let mut many: BTreeMap<RoundId, u64> = BTreeMap::new();
    for row in readings {
        *many.entry(row.round_id).or_default() += 1;
    }
    let mut released: Vec<_> = many
        .iter()
        .filter_map(|(id, many)| {
            let round = rounds.get(id)?;
            Some((round.released_at?, round, *many))
        })
        .collect();
    released.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    released
        .into_iter()
        .map(|(_, round, many)| Row {
            title: round.title.clone(),
            href: paths::received(round.id),
            about: view::until(round, Phase::Released),
            chip: Chip {
                kind: "",
                icon: "message-square",
                text: match many {
                    1 => "Une relecture",
                    2 => "Deux relectures",
                    _ => "Trois relectures",
                },
            },
        })
        .collect()
}
