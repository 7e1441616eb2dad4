//! A project: what it aims at, its steps, its conditions of success, what it
//! is tied to, what happened.

mod view;

use askama::Template;
use axum::extract::State as Extract;
use kernel::AccountId;
use people::api::PersonName;
use web::prose::{Block, parse};
use web::{Actor, App, AppResult, Authorised, Page, Shell};

use super::list::progress_of;
use crate::history::view::{LineView, called};
use crate::history::{self};
use crate::objectives::store as goals;
use crate::projects::model;
use crate::projects::object::{Project, Reads};
use crate::projects::policy::{Action, decide};
use crate::projects::shipped::shipped;
use crate::projects::{paths, store};
use crate::uses::store as uses;
use view::{ConditionView, PhaseView, Tie};

/// The page.
#[derive(Template)]
#[template(path = "projects/pages/show.html")]
pub struct ShowPage {
    shell: Shell,
    base: String,
    title: String,
    aim: Vec<Block>,
    pilot: String,
    members: Vec<String>,
    phases: Vec<PhaseView>,
    next: String,
    conditions: Vec<ConditionView>,
    met: usize,
    all: usize,
    source: &'static str,
    goals: Vec<Tie>,
    uses: Vec<Tie>,
    history: Vec<LineView>,
    may_work: bool,
    may_remove: bool,
}

/// GET /numerique/projets/{project}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Project, Reads>,
) -> AppResult<Page<ShowPage>> {
    let (reader, school, project) = (app.db.reader(), actor.school, &found.object);
    let (row, id) = (&project.row, project.row.id);
    let steps = store::steps_of(reader, school, &[id]).await?;
    let ticked = store::conditions_of(reader, school, id).await?;
    let observed = uses::observed_in(reader, school, id).await?;
    let served = goals::served_by(reader, school, id).await?;
    let lines = history::of(reader, school, id).await?;
    let people: Vec<AccountId> = project
        .members
        .iter()
        .copied()
        .chain(lines.iter().map(|line| line.author_id))
        .chain(ticked.iter().map(|one| one.author_id))
        .chain(observed.iter().map(|one| one.author_id))
        .chain([row.pilot_id])
        .collect();
    let names = people::api::names_of(&app.db, school, &people).await?;
    let progress = progress_of(&steps, id);
    let may = |action| decide(actor.roles, action, project.facts(actor.account));
    let mut members: Vec<&PersonName> = project
        .members
        .iter()
        .filter_map(|member| names.get(member))
        .collect();
    members.sort_by_key(|name| name.sort_key());
    Ok(Page::new(ShowPage {
        shell,
        base: paths::one(id),
        title: row.title.clone(),
        aim: parse(&row.aim, &[]),
        pilot: called(&names, row.pilot_id),
        members: members.into_iter().map(PersonName::formal).collect(),
        next: model::next(shipped().steps(), &progress)
            .map_or_else(String::new, |step| step.code.clone()),
        phases: view::phases(id, &steps, &progress),
        met: ticked.len(),
        all: shipped().ticks().count(),
        conditions: view::conditions(&ticked, &names),
        source: &shipped().source,
        goals: served.iter().map(view::goal).collect(),
        uses: observed.iter().map(|one| view::tie(one, &names)).collect(),
        history: view::history(&lines, &names),
        may_work: may(Action::Work),
        may_remove: may(Action::Remove),
    }))
}
