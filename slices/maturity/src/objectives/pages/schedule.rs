//! The schedule (« échéancier »): as a timeline and as the table of the guide,
//! late ones first.

mod view;

pub use view::pilot;

use askama::Template;
use axum::extract::State as Extract;
use kernel::{AccountId, local_date};
use serde::Deserialize;
use web::{Actor, App, AppResult, Page, Query, Shell};

use crate::objectives::model::{is_late, order};
use crate::objectives::policy::{Action, Facts, decide};
use crate::objectives::store::{self, Which};
use crate::objectives::timeline::{Axis, Month};
use crate::objectives::{GoalId, paths, smart};
use view::{Row, rows};

/// What the schedule shows; what cannot be read counts as absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ScheduleQuery {
    etat: String,
    vue: String,
    miens: String,
}

impl ScheduleQuery {
    fn which(&self) -> Which {
        match self.etat.as_str() {
            "atteints" => Which::Reached,
            "tous" => Which::All,
            _ => Which::Open,
        }
    }

    fn table(&self) -> bool {
        self.vue == "tableau"
    }

    /// The address of the schedule with one thing changed.
    fn address(&self, etat: &str, vue: &str, miens: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("etat", etat), ("vue", vue), ("miens", miens)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        match query.finish() {
            query if query.is_empty() => paths::LIST.to_owned(),
            query => format!("{}?{query}", paths::LIST),
        }
    }
}

/// A way to look at the schedule.
struct Tab {
    label: String,
    href: String,
    current: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "objectives/pages/schedule.html")]
pub struct SchedulePage {
    shell: Shell,
    tabs: Vec<Tab>,
    views: Vec<Tab>,
    mine: Option<Tab>,
    table: bool,
    months: Vec<Month>,
    today: i64,
    rows: Vec<Row>,
    late: usize,
    nothing: bool,
    criteria: Vec<&'static str>,
    may_steer: bool,
}

/// GET /numerique/objectifs
pub async fn schedule(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(query): Query<ScheduleQuery>,
) -> AppResult<Page<SchedulePage>> {
    let (reader, school) = (app.db.reader(), actor.school);
    let today = local_date(app.clock.now());
    let pilot = (!query.miens.is_empty()).then_some(actor.account);
    let (open, reached) = store::count(reader, school).await?;
    let mut goals = store::list(reader, school, query.which(), pilot).await?;
    goals.sort_by_key(|row| order(row.reached_on.is_some(), row.due_on, today));
    let ids: Vec<GoalId> = goals.iter().map(|row| row.id).collect();
    let checkpoints = store::checkpoints_of(reader, school, &ids).await?;
    let pilots: Vec<AccountId> = goals.iter().filter_map(|row| row.pilot_id).collect();
    let names = people::api::names_of(&app.db, school, &pilots).await?;
    let days = goals
        .iter()
        .flat_map(|row| [Some(local_date(row.created_at)), row.due_on, row.reached_on])
        .flatten()
        .chain(checkpoints.iter().map(|point| point.on_day));
    let axis = Axis::over(today, days);
    let late = goals.iter();
    let late = late.filter(|row| is_late(row.reached_on.is_some(), row.due_on, today));
    Ok(Page::new(SchedulePage {
        tabs: tabs(&query, open, reached),
        views: views(&query),
        mine: mine(&query, &actor),
        table: query.table(),
        months: axis.months(),
        today: axis.x(today),
        late: late.count(),
        rows: rows(&goals, &checkpoints, &names, &axis, today),
        nothing: open + reached == 0,
        criteria: smart::shipped()
            .criteria
            .iter()
            .map(|one| &*one.name)
            .collect(),
        may_steer: decide(actor.roles, Action::Steer, Facts::default()),
        shell,
    }))
}

fn tabs(query: &ScheduleQuery, open: u64, reached: u64) -> Vec<Tab> {
    [
        ("", "À atteindre", Some(open), Which::Open),
        ("atteints", "Atteints", Some(reached), Which::Reached),
        ("tous", "Tous", None, Which::All),
    ]
    .into_iter()
    .map(|(code, label, count, which)| Tab {
        label: count.map_or_else(|| label.to_owned(), |n| format!("{label} ({n})")),
        href: query.address(code, &query.vue, &query.miens),
        current: query.which() == which,
    })
    .collect()
}

fn views(query: &ScheduleQuery) -> Vec<Tab> {
    [("", "Frise", false), ("tableau", "Tableau", true)]
        .into_iter()
        .map(|(code, label, table)| Tab {
            label: label.to_owned(),
            href: query.address(&query.etat, code, &query.miens),
            current: query.table() == table,
        })
        .collect()
}

/// Those that one pilots, or all of them again; for those who may pilot one.
fn mine(query: &ScheduleQuery, actor: &Actor) -> Option<Tab> {
    if !decide(actor.roles, Action::Follow, Facts { pilot: true }) {
        return None;
    }
    let (label, miens) = match query.miens.is_empty() {
        true => ("Ceux que je pilote", "oui"),
        false => ("Ceux de tout l’établissement", ""),
    };
    Some(Tab {
        label: label.to_owned(),
        href: query.address(&query.etat, &query.vue, miens),
        current: false,
    })
}
