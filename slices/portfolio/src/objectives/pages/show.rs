//! The page of an objective: what it says, where it is, what happened to it.

use askama::Template;
use axum::extract::State as Extract;
use kernel::{AccountId, FieldErrors, date_time, local_date};
use web::forms::{SummaryLine, summary};
use web::prose::{Block, parse};
use web::{Actor, App, AppResult, Authorised, Field, Page, Protected, Shell};

use crate::interviews::paths as interview_paths;
use crate::interviews::policy::Action;
use crate::interviews::view::called;
use crate::objectives::forms::FollowForm;
use crate::objectives::model::{CRITERIA, What, advice, is_late};
use crate::objectives::object::{Objective, Reads};
use crate::objectives::store::{self, notes, objectives};
use crate::objectives::{Content, State, paths, view};
use crate::pages::parts::curriculum_of;
use crate::progress::cards::Chip;
use crate::report::view::{LinkedView, linked};

/// A criterion with what is written under it.
struct CriterionView {
    letter: &'static str,
    name: &'static str,
    blocks: Vec<Block>,
}

/// A line of the history.
struct NoteView {
    author: String,
    at: String,
    what: String,
    blocks: Vec<Block>,
    /// What the objective said before, when it was changed.
    before: Vec<(&'static str, String)>,
}

/// The page.
#[derive(Template)]
#[template(path = "objectives/pages/show.html")]
pub struct ObjectivePage {
    shell: Shell,
    trail: Vec<(String, String)>,
    base: String,
    kind: &'static str,
    own: bool,
    learner: String,
    title: String,
    chip: Chip,
    due: String,
    late: bool,
    criteria: Vec<CriterionView>,
    advice: Vec<(&'static str, &'static str)>,
    links: Vec<LinkedView>,
    interview: Option<String>,
    notes: Vec<NoteView>,
    version: String,
    etat: Field,
    states: Vec<(&'static str, &'static str)>,
    texte: Field,
    errors: Vec<SummaryLine>,
    removes: bool,
}

/// GET /objectifs/{objective}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Objective, Reads>,
) -> AppResult<Page<ObjectivePage>> {
    let row = &found.object.row;
    let form = FollowForm {
        version: row.version.to_string(),
        etat: row.state.code().to_owned(),
        texte: String::new(),
    };
    let errors = FieldErrors::new();
    let page = page(&app, &actor, shell, found.object, &form, &errors).await?;
    Ok(Page::new(page))
}

/// The page of an objective, with what was typed to follow it.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    objective: Objective,
    form: &FollowForm,
    errors: &FieldErrors,
) -> AppResult<ObjectivePage> {
    let row = &objective.row;
    let curriculum = curriculum_of(app, row.curriculum_id).await?;
    let notes = store::notes_of(app.db.reader(), actor.school, row.id).await?;
    let people: Vec<AccountId> = notes
        .iter()
        .map(|note| note.author_id)
        .chain([row.learner_id])
        .collect();
    let names = people::api::names_of(&app.db, actor.school, &people).await?;
    let today = local_date(app.clock.now());
    let (content, late) = (row.content(), is_late(row.state, row.due_on, today));
    Ok(ObjectivePage {
        shell,
        trail: trail(row, &called(&names, row.learner_id), objective.facts.own),
        base: paths::objective(row.id),
        kind: row.kind.label(),
        own: objective.facts.own,
        learner: called(&names, row.learner_id),
        title: row.title.clone(),
        chip: view::state_chip(row.state),
        due: view::due(row.due_on, late),
        late,
        criteria: criteria(&content),
        advice: match row.state.is_open() {
            true => advice(&content, today),
            false => Vec::new(),
        },
        links: linked(&content.targets, &curriculum),
        interview: row.interview_id.map(interview_paths::interview),
        notes: notes
            .iter()
            .map(|note| note_view(note, called(&names, note.author_id)))
            .collect(),
        version: form.version.clone(),
        etat: Field::with("etat", &form.etat, errors),
        states: State::ALL
            .iter()
            .map(|state| (state.code(), state.label()))
            .collect(),
        texte: Field::with("texte", &form.texte, errors),
        errors: summary(errors),
        removes: objective.allows(actor, Action::Lead),
    })
}

/// Where an objective is.
#[must_use]
pub fn trail(row: &objectives::Model, learner: &str, own: bool) -> Vec<(String, String)> {
    match own {
        true => vec![(
            "Mes entretiens".to_owned(),
            interview_paths::MINE.to_owned(),
        )],
        false => vec![(
            format!("Entretiens {}", kernel::elide("de", learner)),
            interview_paths::of_learner(row.learner_id),
        )],
    }
}

fn texts(content: &Content) -> [String; 5] {
    [
        content.title.clone(),
        content.measure.clone(),
        content.ambition.clone(),
        content.means.clone(),
        view::due(content.due_on, false),
    ]
}

/// The criteria that say something, the first left to the title of the page.
fn criteria(content: &Content) -> Vec<CriterionView> {
    CRITERIA
        .iter()
        .zip(texts(content))
        .skip(1)
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(criterion, text)| CriterionView {
            letter: criterion.letter,
            name: criterion.name,
            blocks: parse(&text, &[]),
        })
        .collect()
}

fn note_view(note: &notes::Model, author: String) -> NoteView {
    let before = note
        .before
        .clone()
        .and_then(|json| serde_json::from_value::<Content>(json).ok());
    NoteView {
        author,
        at: date_time(note.created_at),
        what: match (note.what, note.state) {
            (What::Moved, Some(state)) => format!("Nouvel état\u{a0}: {}", state.label()),
            (what, _) => what.label().to_owned(),
        },
        blocks: parse(&note.text, &[]),
        before: before.map_or_else(Vec::new, |content| {
            CRITERIA
                .iter()
                .zip(texts(&content))
                .filter(|(_, text)| !text.trim().is_empty())
                .map(|(criterion, text)| (criterion.name, text))
                .collect()
        }),
    }
}
