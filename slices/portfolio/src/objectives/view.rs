//! Objectives as pages show them.

use chrono::NaiveDate;
use kernel::date_long;

use super::model::{Kind, State, is_late};
use super::paths;
use super::store::Line;
use crate::progress::cards::Chip;

/// The state of an objective, for `ui::chip`.
#[must_use]
pub const fn state_chip(state: State) -> Chip {
    let kind = match state {
        State::Doing => "now",
        State::Reached => "ok",
        State::ToDo | State::Dropped => "",
    };
    Chip {
        kind,
        icon: state_icon(state),
        text: state.label(),
    }
}

const fn state_icon(state: State) -> &'static str {
    match state {
        State::ToDo => "circle-dashed",
        State::Doing => "footprints",
        State::Reached => "circle-check",
        State::Dropped => "circle-x",
    }
}

/// An objective in a list.
#[derive(Clone, Debug)]
pub struct LineView {
    /// Where it is.
    pub href: String,
    /// What is to be reached.
    pub title: String,
    /// « Remédiation », where it is one.
    pub kind: Option<&'static str>,
    /// « pour le 20 mars 2027 », « échéance passée le … ».
    pub due: String,
    /// Whether its day is past and it is not reached.
    pub late: bool,
    /// Where it is.
    pub chip: Chip,
}

impl LineView {
    /// The view of a line.
    #[must_use]
    pub fn new(line: &Line, today: NaiveDate) -> Self {
        let late = is_late(line.state, line.due_on, today);
        Self {
            href: paths::objective(line.id),
            title: line.title.clone(),
            kind: (line.kind == Kind::Remediation).then(|| line.kind.label()),
            due: due(line.due_on, late),
            late,
            chip: state_chip(line.state),
        }
    }
}

/// When an objective is due, as it is said.
#[must_use]
pub fn due(due_on: Option<NaiveDate>, late: bool) -> String {
    match due_on {
        None => "sans échéance".to_owned(),
        Some(day) if late => format!("échéance passée le {}", date_long(day)),
        Some(day) => format!("pour le {}", date_long(day)),
    }
}
