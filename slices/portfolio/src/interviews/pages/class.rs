//! The interviews of a class, learner by learner, for its team.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use chrono::NaiveDate;
use kernel::{AccountId, Timestamp, date_long, local_date};
use people::api::LearnerSummary;
use web::{Actor, App, AppResult, Authorised, Page, Shell};

use crate::interviews::object::{Class, Leads};
use crate::interviews::store::{self, Line};
use crate::interviews::view::{self, called};
use crate::interviews::{State, paths};
use crate::objectives::model::is_late;
use crate::objectives::store as objectives;

/// A learner of the class.
struct Row {
    name: String,
    href: String,
    plan: String,
    /// When the next one is, and where.
    next: Option<(String, String)>,
    /// « 12 janvier 2027 ».
    last: Option<String>,
    /// What waits: a report to write or to sign, and where.
    waits: Option<(&'static str, String)>,
    open: usize,
    late: usize,
}

/// The page.
#[derive(Template)]
#[template(path = "interviews/pages/class.html")]
pub struct ClassPage {
    shell: Shell,
    class: String,
    class_href: String,
    rows: Vec<Row>,
    summary: String,
}

/// GET /classes/{class}/entretiens. As many statements for thirty learners as
/// for three.
pub async fn class(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Class, Leads>,
) -> AppResult<Page<ClassPage>> {
    let class = found.object.0.class;
    let (reader, school) = (app.db.reader(), actor.school);
    let learners = people::api::learners_of_class(&app.db, school, class.id).await?;
    let ids: Vec<AccountId> = learners.iter().map(|one| one.account).collect();
    let pending = store::pending_of(reader, school, &ids).await?;
    let held = store::latest_held(reader, school, &ids).await?;
    let goals = objectives::open_of(reader, school, &ids).await?;
    let teachers: Vec<AccountId> = pending.iter().map(|line| line.teacher_id).collect();
    let names = people::api::names_of(&app.db, school, &teachers).await?;
    let today = local_date(app.clock.now());
    let rows: Vec<Row> = learners
        .iter()
        .map(|learner| {
            let with = |line: &Line| called(&names, line.teacher_id);
            row(learner, &pending, &held, &goals, with, today)
        })
        .collect();
    let planned = rows.iter().filter(|row| row.next.is_some()).count();
    Ok(Page::new(ClassPage {
        shell,
        summary: format!(
            "{}, dont {} avec un entretien prévu.",
            kernel::count(rows.len() as u64, "apprenant·e", "apprenant·es"),
            planned
        ),
        class: class.name,
        class_href: format!("/classes/{}", class.id),
        rows,
    }))
}

fn row(
    learner: &LearnerSummary,
    pending: &[Line],
    held: &HashMap<AccountId, Timestamp>,
    goals: &[objectives::Line],
    with: impl Fn(&Line) -> String,
    today: NaiveDate,
) -> Row {
    let id = learner.account;
    let mine = || pending.iter().filter(|line| line.learner_id == id);
    let coming = |line: &Line| line.state == State::Planned && local_date(line.starts_at) >= today;
    let open: Vec<_> = goals.iter().filter(|goal| goal.learner_id == id).collect();
    Row {
        name: learner.name.listed(),
        href: paths::of_learner(id),
        plan: paths::plan(id),
        next: mine().find(|line| coming(line)).map(|line| {
            let text = format!("{}, avec {}", view::when(line.slot()), with(line));
            (text, paths::interview(line.id))
        }),
        last: held.get(&id).map(|at| date_long(local_date(*at))),
        waits: mine().find_map(|line| match line.state {
            State::Held => Some(("compte rendu à finir", paths::write(line.id))),
            State::ToSign => Some(("compte rendu à signer", paths::interview(line.id))),
            State::Planned if !coming(line) => {
                Some(("entretien passé, à raconter", paths::interview(line.id)))
            }
            _ => None,
        }),
        late: open
            .iter()
            .filter(|goal| is_late(goal.state, goal.due_on, today))
            .count(),
        open: open.len(),
    }
}
