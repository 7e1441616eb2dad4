//! The projects of the school, with how far each is.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use kernel::{AccountId, count, date_long, local_date, truncate};
use people::api::PersonName;
use serde::Deserialize;
use web::{Actor, App, AppResult, Page, Query, Shell};

use crate::history::view::called;
use crate::projects::model::{self, Progress};
use crate::projects::policy::{Action, Facts, decide};
use crate::projects::shipped::shipped;
use crate::projects::store::{self, projects, steps};
use crate::projects::{ProjectId, paths};

/// Whose projects are shown.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    miens: String,
}

/// So much of an aim is shown in the list.
const EXCERPT: usize = 200;

/// A step on the path of a project.
pub struct Stake {
    /// « Viser ».
    pub title: &'static str,
    /// How it is drawn.
    pub class: &'static str,
    /// « fait », « commencé », « à venir ».
    pub said: &'static str,
}

impl Stake {
    /// The steps of a project, in their order.
    #[must_use]
    pub fn path(progress: impl Fn(&str) -> Progress) -> Vec<Self> {
        let steps = shipped().steps();
        steps
            .map(|step| {
                let (class, said) = match progress(&step.code) {
                    Progress::ToDo => ("", "à venir"),
                    Progress::Begun => ("is-begun", "commencé"),
                    Progress::Done => ("is-done", "fait"),
                };
                Self {
                    title: &step.title,
                    class,
                    said,
                }
            })
            .collect()
    }
}

/// A project in the list.
struct Card {
    href: String,
    title: String,
    aim: String,
    /// « Piloté par Mme Carbonnel, 4 personnes, changé le 9 mars 2027 ».
    about: String,
    stakes: Vec<Stake>,
    next: String,
}

/// The page.
#[derive(Template)]
#[template(path = "projects/pages/list.html")]
pub struct ListPage {
    shell: Shell,
    mine: bool,
    may_begin: bool,
    cards: Vec<Card>,
}

/// GET /numerique/projets
pub async fn list(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(query): Query<ListQuery>,
) -> AppResult<Page<ListPage>> {
    let (reader, school) = (app.db.reader(), actor.school);
    let mine = !query.miens.is_empty();
    let of = mine.then_some(actor.account);
    let rows = store::list(reader, school, of, false).await?;
    let ids: Vec<ProjectId> = rows.iter().map(|row| row.id).collect();
    let members = store::members_of(reader, school, &ids).await?;
    let steps = store::steps_of(reader, school, &ids).await?;
    let pilots: Vec<AccountId> = rows.iter().map(|row| row.pilot_id).collect();
    let names = people::api::names_of(&app.db, school, &pilots).await?;
    let cards = rows.iter().map(|row| {
        let team = members.get(&row.id).map_or(0, Vec::len);
        card(row, team, &steps, &names)
    });
    Ok(Page::new(ListPage {
        cards: cards.collect(),
        shell,
        mine,
        may_begin: decide(actor.roles, Action::Begin, Facts::default()),
    }))
}

/// How far each step of a project is.
pub fn progress_of(steps: &[steps::Model], id: ProjectId) -> impl Fn(&str) -> Progress {
    let of: HashMap<String, Progress> = steps
        .iter()
        .filter(|row| row.project_id == id)
        .map(|row| (row.step.clone(), model::progress(Some(&row.content()))))
        .collect();
    move |code| of.get(code).copied().unwrap_or(Progress::ToDo)
}

fn card(
    row: &projects::Model,
    team: usize,
    steps: &[steps::Model],
    names: &HashMap<AccountId, PersonName>,
) -> Card {
    let progress = progress_of(steps, row.id);
    let next = model::next(shipped().steps(), &progress);
    Card {
        href: paths::one(row.id),
        title: row.title.clone(),
        aim: truncate(row.aim.lines().next().unwrap_or(""), EXCERPT),
        about: format!(
            "Piloté par {}, équipe de {}, dernier changement le {}",
            called(names, row.pilot_id),
            count(team.try_into().unwrap_or(0), "personne", "personnes"),
            date_long(local_date(row.changed_at))
        ),
        next: next.map_or_else(String::new, |step| step.title.clone()),
        stakes: Stake::path(progress),
    }
}
