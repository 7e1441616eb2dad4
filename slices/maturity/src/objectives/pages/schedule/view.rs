//! A line of the schedule, as a picture and as words.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{AccountId, count, date_long, local_date};
use people::api::PersonName;

use crate::history::view::called;
use crate::objectives::model::{Standing, is_late, standing};
use crate::objectives::store::{checkpoints, goals};
use crate::objectives::timeline::Axis;
use crate::objectives::{Pilot, State, paths};

/// A checkpoint in the table.
pub struct Point {
    /// Its day.
    pub on: String,
    /// « En cours ».
    pub state: &'static str,
}

/// A line of the schedule.
pub struct Row {
    /// Its `id` in the page.
    pub id: String,
    /// Where the objective is.
    pub href: String,
    /// What will be done.
    pub title: String,
    /// The item that it is for.
    pub item: String,
    /// Its step.
    pub step: u8,
    /// Who pilots it; may be empty.
    pub pilot: String,
    /// « 30 juin 2027 »; may be empty.
    pub due: String,
    /// Its chip: kind, icon, word.
    pub chip: (&'static str, &'static str, &'static str),
    /// Whether it is late.
    pub late: bool,
    /// What the picture says.
    pub said: String,
    /// Where its line begins, and ends.
    pub from: i64,
    /// See [`Row::from`].
    pub to: i64,
    /// Until where it is done; nothing when nothing was begun.
    pub done: Option<i64>,
    /// Its checkpoints on the line.
    pub points: Vec<i64>,
    /// The last two checkpoints, as the table of the guide has room for.
    pub last: Vec<Point>,
    /// How many there are before these two.
    pub earlier: usize,
    /// « Oui, le 3 juin 2027 », « Non ».
    pub reached: String,
    /// What was observed.
    pub observations: String,
}

/// The lines of the schedule, in the order of the objectives.
pub fn rows(
    goals: &[goals::Model],
    checkpoints: &[checkpoints::Model],
    names: &HashMap<AccountId, PersonName>,
    axis: &Axis,
    today: NaiveDate,
) -> Vec<Row> {
    let mut of: HashMap<_, Vec<&checkpoints::Model>> = HashMap::new();
    for point in checkpoints {
        of.entry(point.goal_id).or_default().push(point);
    }
    goals
        .iter()
        .map(|goal| {
            let points = of.remove(&goal.id).unwrap_or_default();
            row(goal, &points, names, axis, today)
        })
        .collect()
}

fn row(
    goal: &goals::Model,
    points: &[&checkpoints::Model],
    names: &HashMap<AccountId, PersonName>,
    axis: &Axis,
    today: NaiveDate,
) -> Row {
    let reached = goal.reached_on.is_some();
    let late = is_late(reached, goal.due_on, today);
    let stands = standing(goal.state, reached, late);
    let begun = local_date(goal.created_at);
    let first = points
        .first()
        .map_or(begun, |point| point.on_day.min(begun));
    let end = goal.due_on.or(goal.reached_on).unwrap_or(today).max(first);
    let until = goal.reached_on.unwrap_or(today).min(end);
    let due = goal.due_on.map_or_else(String::new, date_long);
    Row {
        id: goal.id.to_string(),
        href: paths::one(goal.id),
        title: goal.title.clone(),
        item: goal.item_title.clone(),
        step: u8::try_from(goal.step).unwrap_or(1),
        pilot: pilot(goal, names),
        said: said(&due, points.len(), stands),
        due,
        chip: stands.chip(),
        late,
        from: axis.x(first),
        to: axis.x(end),
        done: (goal.state != State::NotStarted || reached).then(|| axis.x(until)),
        points: points.iter().map(|point| axis.x(point.on_day)).collect(),
        earlier: points.len().saturating_sub(2),
        last: points[points.len().saturating_sub(2)..]
            .iter()
            .map(|point| Point {
                on: date_long(point.on_day),
                state: point.state.label(),
            })
            .collect(),
        reached: goal.reached_on.map_or_else(
            || "Non".to_owned(),
            |day| format!("Oui, le {}", date_long(day)),
        ),
        observations: goal.observations.clone(),
    }
}

/// Who pilots an objective, as it is written; may be empty.
pub fn pilot(goal: &goals::Model, names: &HashMap<AccountId, PersonName>) -> String {
    match goal.pilot() {
        Pilot::Nobody => String::new(),
        Pilot::Person(account) => called(names, account),
        Pilot::Named(name) => name,
    }
}

fn said(due: &str, points: usize, stands: Standing) -> String {
    let due = match due {
        "" => "Sans échéance".to_owned(),
        due => format!("Échéance {due}"),
    };
    let points = u64::try_from(points).unwrap_or(0);
    let points = count(points, "point de situation", "points de situation");
    format!("{due}, {points}, {}", stands.chip().2.to_lowercase())
}
