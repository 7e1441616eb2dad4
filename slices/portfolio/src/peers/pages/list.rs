//! The rounds of the classes that one teaches.

use askama::Template;
use axum::extract::State as Extract;
use kernel::local_date;
use web::{Actor, App, AppResult, Page, Shell};

use crate::peers::model::RoundId;
use crate::peers::{paths, store, view};
use crate::progress::cards::Chip;

/// A round in the list.
struct Row {
    title: String,
    href: String,
    about: String,
    chip: Chip,
    done: u64,
    all: u64,
}

/// A class where one can prepare a round.
struct Door {
    name: String,
    href: String,
}

/// The page.
#[derive(Template)]
#[template(path = "peers/pages/list.html")]
pub struct ListPage {
    shell: Shell,
    doors: Vec<Door>,
    rows: Vec<Row>,
}

/// GET /relectures. Three statements and the session.
pub async fn list(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<ListPage>> {
    let (reader, school) = (app.db.reader(), actor.school);
    let today = local_date(app.clock.now());
    let classes = people::api::taught_classes(&app.db, &actor).await?;
    let ids: Vec<_> = classes.iter().map(|class| class.id).collect();
    let rounds = store::rounds_of(reader, school, &ids).await?;
    let round_ids: Vec<RoundId> = rounds.iter().map(|round| round.id).collect();
    let counts = store::counts(reader, school, &round_ids).await?;
    let class_name = |round: &store::rounds::Model| {
        let class = classes.iter().find(|class| class.id == round.class_id);
        class.map_or("", |class| class.name.as_str())
    };
    let rows = rounds.iter().map(|round| {
        let phase = round.phase(today);
        let (all, done) = counts.get(&round.id).copied().unwrap_or_default();
        Row {
            title: round.title.clone(),
            href: paths::round(round.id),
            about: format!("{}, {}", class_name(round), view::until(round, phase)),
            chip: view::chip(phase),
            done,
            all,
        }
    });
    Ok(Page::new(ListPage {
        shell,
        rows: rows.collect(),
        doors: classes
            .iter()
            .map(|class| Door {
                name: class.name.clone(),
                href: paths::prepare(class.id),
            })
            .collect(),
    }))
}
