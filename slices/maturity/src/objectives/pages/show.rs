//! An objective: what it says, where it is, what happened.

use askama::Template;
use axum::extract::State as Extract;
use chrono::NaiveDate;
use kernel::{AccountId, FieldErrors, date_long, local_date};
use people::api::PersonName;
use std::collections::HashMap;
use web::forms::{SummaryLine, summary};
use web::prose::{Block, parse};
use web::{Actor, App, AppResult, Authorised, Field, Page, Shell};

use crate::history::view::{LineView, called, views};
use crate::history::{self, What, lines};
use crate::objectives::commands::{NewCheckpoint, ObservedBefore};
use crate::objectives::forms::{CheckpointForm, OutcomeForm};
use crate::objectives::model::{is_late, standing};
use crate::objectives::object::{Goal, Reads};
use crate::objectives::policy::{Action, Facts, decide};
use crate::objectives::smart::{advice, shipped};
use crate::objectives::store::{self, checkpoints, goals};
use crate::objectives::{Content, Pilot, State, paths, questionnaire};

/// A criterion and what the objective says under it.
struct CriterionView {
    letter: &'static str,
    name: &'static str,
    blocks: Vec<Block>,
}

/// A checkpoint.
struct PointView {
    id: String,
    on: String,
    state: State,
    author: String,
    blocks: Vec<Block>,
}

/// What the questionnaire says of the item and the step.
struct About {
    field: String,
    heading: String,
    statement: String,
}

/// What was typed to say where the objective is, and what is wrong with it.
#[derive(Default)]
pub struct Typed {
    /// To add a checkpoint.
    pub point: CheckpointForm,
    /// To say whether it is reached; as it is stored when nothing was typed.
    pub outcome: Option<OutcomeForm>,
    /// What is wrong.
    pub errors: FieldErrors,
}

/// The page.
#[derive(Template)]
#[template(path = "objectives/pages/show.html")]
pub struct ShowPage {
    shell: Shell,
    base: String,
    title: String,
    item: String,
    step: u8,
    chip: (&'static str, &'static str, &'static str),
    due: String,
    pilot: String,
    about: Option<About>,
    criteria: Vec<CriterionView>,
    advice: Vec<(&'static str, String)>,
    points: Vec<PointView>,
    reached: String,
    observations: Vec<Block>,
    history: Vec<LineView>,
    errors: Vec<SummaryLine>,
    date: Field,
    state: Field,
    states: Vec<(&'static str, &'static str)>,
    remark: Field,
    today: String,
    version: String,
    outcome: Field,
    observed: Field,
    may_follow: bool,
    may_steer: bool,
}

/// GET /numerique/objectifs/{goal}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Goal, Reads>,
) -> AppResult<Page<ShowPage>> {
    let page = page(&app, &actor, shell, &found.object.row, Typed::default()).await?;
    Ok(Page::new(page))
}

/// The page with what was typed to say where the objective is.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    row: &goals::Model,
    typed: Typed,
) -> AppResult<ShowPage> {
    let (reader, school) = (app.db.reader(), actor.school);
    let points = store::checkpoints_of(reader, school, &[row.id]).await?;
    let lines = history::of(reader, school, row.id).await?;
    let instrument = questionnaire::of(reader, school).await?;
    let people: Vec<AccountId> = points
        .iter()
        .map(|point| point.author_id)
        .chain(lines.iter().map(|line| line.author_id))
        .chain(row.pilot_id)
        .collect();
    let names = people::api::names_of(&app.db, school, &people).await?;
    let today = local_date(app.clock.now());
    let (content, reached) = (row.content(), row.reached_on.is_some());
    let late = is_late(reached, row.due_on, today);
    let facts = Facts {
        pilot: row.pilot_id == Some(actor.account),
    };
    let outcome = typed.outcome.unwrap_or_else(|| outcome_of(row));
    let errors = &typed.errors;
    Ok(ShowPage {
        shell,
        base: paths::one(row.id),
        title: row.title.clone(),
        item: row.item_title.clone(),
        step: content.target.step,
        chip: standing(row.state, reached, late).chip(),
        due: due(row.due_on, late),
        pilot: pilot(&content, &names),
        about: questionnaire::said(&instrument, &content.target).map(|said| About {
            field: said.field.title.clone(),
            heading: said.heading.to_owned(),
            statement: said.statement.to_owned(),
        }),
        criteria: criteria(&content),
        advice: if reached {
            Vec::new()
        } else {
            advice(&content, today)
        },
        points: points
            .iter()
            .rev()
            .map(|point| point_view(point, &names))
            .collect(),
        reached: row.reached_on.map_or_else(String::new, date_long),
        observations: parse(&row.observations, &[]),
        history: history_of(&lines, &names),
        errors: summary(errors),
        date: Field::with("date", or_today(&typed.point.date, today), errors),
        state: Field::with("etat", &*typed.point.etat, errors),
        states: State::ALL
            .iter()
            .map(|one| (one.code(), one.label()))
            .collect(),
        remark: Field::with("remarque", &*typed.point.remarque, errors),
        today: today.to_string(),
        version: outcome.version.clone(),
        outcome: Field::with("atteint", &*outcome.atteint, errors),
        observed: Field::with("observations", &*outcome.observations, errors),
        may_follow: decide(actor.roles, Action::Follow, facts),
        may_steer: decide(actor.roles, Action::Steer, facts),
    })
}

/// The form that shows whether an objective is reached.
fn outcome_of(row: &goals::Model) -> OutcomeForm {
    OutcomeForm {
        version: row.version.to_string(),
        atteint: if row.reached_on.is_some() {
            "oui"
        } else {
            "non"
        }
        .to_owned(),
        observations: row.observations.clone(),
    }
}

fn or_today(typed: &str, today: NaiveDate) -> String {
    match typed {
        "" => today.to_string(),
        typed => typed.to_owned(),
    }
}

fn due(due_on: Option<NaiveDate>, late: bool) -> String {
    match due_on {
        None => "Sans échéance".to_owned(),
        Some(day) if late => format!("Échéance passée depuis le {}", date_long(day)),
        Some(day) => format!("Échéance\u{a0}: {}", date_long(day)),
    }
}

fn pilot(content: &Content, names: &HashMap<AccountId, PersonName>) -> String {
    match &content.pilot {
        Pilot::Nobody => String::new(),
        Pilot::Person(account) => called(names, *account),
        Pilot::Named(name) => name.clone(),
    }
}

/// The criteria that say something, the first and the last left to the head of
/// the page.
fn criteria(content: &Content) -> Vec<CriterionView> {
    let texts = [&content.measure, &content.ambition, &content.means];
    let criteria = shipped().criteria[1..4].iter().zip(texts);
    criteria
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(criterion, text)| CriterionView {
            letter: &criterion.letter,
            name: &criterion.name,
            blocks: parse(text, &[]),
        })
        .collect()
}

fn point_view(row: &checkpoints::Model, names: &HashMap<AccountId, PersonName>) -> PointView {
    PointView {
        id: row.id.to_string(),
        on: date_long(row.on_day),
        state: row.state,
        author: called(names, row.author_id),
        blocks: parse(&row.remark, &[]),
    }
}

/// What happened, with what was said before.
fn history_of(rows: &[lines::Model], names: &HashMap<AccountId, PersonName>) -> Vec<LineView> {
    rows.iter()
        .flat_map(|row| {
            let row = std::slice::from_ref(row);
            match row[0].what {
                What::CheckpointRemoved => views(row, names, |before: NewCheckpoint| {
                    vec![
                        ("Date", date_long(before.on)),
                        ("État", before.state.label().to_owned()),
                        ("Remarque", before.remark),
                    ]
                }),
                _ => views(row, names, |before: Before| before.parts(names)),
            }
        })
        .collect()
}

/// What an objective said before it was changed, or what had been observed.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Before {
    Content(Box<Content>),
    Observed(ObservedBefore),
}

impl Before {
    fn parts(self, names: &HashMap<AccountId, PersonName>) -> Vec<(&'static str, String)> {
        match self {
            Self::Observed(before) => vec![("Observations", before.observations)],
            Self::Content(content) => said_before(*content, names),
        }
    }
}

/// What an objective said.
fn said_before(
    content: Content,
    names: &HashMap<AccountId, PersonName>,
) -> Vec<(&'static str, String)> {
    vec![
        (
            "Item",
            format!("{}, étape {}", content.target.title, content.target.step),
        ),
        ("Pilote", pilot(&content, names)),
        ("Descriptif", content.title),
        ("Mesurable", content.measure),
        ("Ambitieux", content.ambition),
        ("Réaliste", content.means),
        (
            "Échéance",
            content.due_on.map_or_else(String::new, date_long),
        ),
    ]
}
