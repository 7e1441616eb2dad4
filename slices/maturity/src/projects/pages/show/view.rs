//! The parts of the page of a project.

use std::collections::HashMap;

use kernel::{AccountId, date_long, local_date};
use people::api::PersonName;
use web::prose::{Block, parse};

use crate::history::view::{LineView, called, views};
use crate::history::{What, lines};
use crate::objectives::paths as goal_paths;
use crate::objectives::store::goals;
use crate::projects::commands::StepBefore;
use crate::projects::model::Progress;
use crate::projects::shipped::shipped;
use crate::projects::store::{conditions, steps};
use crate::projects::{Content, ProjectId, paths};
use crate::uses::paths as use_paths;
use crate::uses::store::uses;

/// A phase of the approach.
pub struct PhaseView {
    /// Its place.
    pub number: u8,
    /// Its name.
    pub title: &'static str,
    /// Whether the name is ours.
    pub completed: bool,
    /// What the text says of it.
    pub text: &'static str,
    /// Its steps.
    pub steps: Vec<StepView>,
}

/// A step of a project.
pub struct StepView {
    /// Its code.
    pub code: &'static str,
    /// « Viser ».
    pub title: &'static str,
    /// What the text says of it.
    pub purpose: &'static str,
    /// Where it is written.
    pub href: String,
    /// How it is drawn.
    pub class: &'static str,
    /// « fait », « commencé », « à venir ».
    pub said: &'static str,
    /// « 9 mars 2027 »; may be empty.
    pub on: String,
    /// Who was there.
    pub participants: Vec<Block>,
    /// What came out of it.
    pub outcome: Vec<Block>,
}

/// A condition of success, or a part of one.
pub struct TickView {
    /// Its code.
    pub code: &'static str,
    /// What it says.
    pub text: &'static str,
    /// « Mme Carbonnel, le 9 mars 2027 », where it is ticked.
    pub by: Option<String>,
}

/// A condition of success.
pub struct ConditionView {
    /// The condition, to tick when it has no parts.
    pub own: TickView,
    /// Its parts.
    pub parts: Vec<TickView>,
}

/// Something that a project is tied to.
pub struct Tie {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub title: String,
    /// What is said beside it.
    pub about: String,
}

/// The phases of a project, each with its steps.
pub fn phases(
    id: ProjectId,
    rows: &[steps::Model],
    progress: impl Fn(&str) -> Progress,
) -> Vec<PhaseView> {
    let phases = shipped().phases.iter();
    phases
        .map(|phase| PhaseView {
            number: phase.number,
            title: &phase.title,
            completed: phase.completed,
            text: &phase.text,
            steps: phase
                .steps
                .iter()
                .map(|step| {
                    let row = rows.iter().find(|row| row.step == step.code);
                    let (class, said) = match progress(&step.code) {
                        Progress::ToDo => ("", "à venir"),
                        Progress::Begun => ("is-begun", "commencé"),
                        Progress::Done => ("is-done", "fait"),
                    };
                    StepView {
                        code: &step.code,
                        title: &step.title,
                        purpose: &step.purpose,
                        href: paths::step(id, &step.code),
                        class,
                        said,
                        on: row
                            .and_then(|row| row.held_on)
                            .map_or_else(String::new, date_long),
                        participants: row
                            .map_or_else(Vec::new, |row| parse(&row.participants, &[])),
                        outcome: row.map_or_else(Vec::new, |row| parse(&row.outcome, &[])),
                    }
                })
                .collect(),
        })
        .collect()
}

/// The conditions of success, with who ticked them.
pub fn conditions(
    ticked: &[conditions::Model],
    names: &HashMap<AccountId, PersonName>,
) -> Vec<ConditionView> {
    let by = |code: &str| {
        ticked.iter().find(|row| row.code == code).map(|row| {
            format!(
                "{}, le {}",
                called(names, row.author_id),
                date_long(local_date(row.ticked_at))
            )
        })
    };
    let conditions = shipped().conditions.iter();
    conditions
        .map(|condition| ConditionView {
            own: TickView {
                code: &condition.code,
                text: &condition.text,
                by: by(&condition.code),
            },
            parts: condition
                .parts
                .iter()
                .map(|part| TickView {
                    code: &part.code,
                    text: &part.text,
                    by: by(&part.code),
                })
                .collect(),
        })
        .collect()
}

/// An objective that is served.
pub fn goal(row: &goals::Model) -> Tie {
    Tie {
        href: goal_paths::one(row.id),
        title: row.title.clone(),
        about: match row.reached_on {
            Some(_) => "atteint".to_owned(),
            None => format!("{}, étape {}", row.item_title, row.step),
        },
    }
}

/// A use that was observed.
pub fn tie(row: &uses::Model, names: &HashMap<AccountId, PersonName>) -> Tie {
    Tie {
        href: use_paths::one(row.id),
        title: row.title.clone(),
        about: format!("{}, {}", row.samr.label(), called(names, row.author_id)),
    }
}

/// What happened, with what the project or one of its steps said before.
pub fn history(rows: &[lines::Model], names: &HashMap<AccountId, PersonName>) -> Vec<LineView> {
    rows.iter()
        .flat_map(|row| match row.what {
            What::StepChanged => views(std::slice::from_ref(row), names, step_before),
            _ => views(std::slice::from_ref(row), names, |content: Content| {
                vec![
                    ("Titre", content.title),
                    ("Objectif", content.aim),
                    ("Pilote", called(names, content.pilot)),
                ]
            }),
        })
        .collect()
}

fn step_before(before: StepBefore) -> Vec<(&'static str, String)> {
    let step = shipped().step(&before.step);
    vec![
        (
            "Étape",
            step.map_or_else(String::new, |step| step.title.clone()),
        ),
        ("Date", before.said.on.map_or_else(String::new, date_long)),
        ("Participants", before.said.participants),
        ("Résultat", before.said.outcome),
    ]
}
