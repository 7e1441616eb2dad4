//! Works in lists: title, state, where they lead.

use kernel::{date_long, local_date};

use super::Work;
use crate::paths;
use crate::positioning::EvidenceRef;
use crate::report::State;

/// Who looks at a list of works: it decides where a report leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The learner themself.
    Learner,
    /// A member of the team.
    Team,
    /// Somebody who looks without being of the team: head, inspector. They
    /// see no draft, even shared.
    Onlooker,
}

/// A work in a list.
#[derive(Clone, Debug)]
pub struct WorkCard {
    /// Its title.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// « soumis le 8 mars 2027 ».
    pub note: String,
    /// Its state.
    pub chip: Chip,
}

/// A state in one or two words with its icon, for `ui::chip`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chip {
    /// End of its class.
    pub kind: &'static str,
    /// Name of its icon.
    pub icon: &'static str,
    /// Its words.
    pub text: &'static str,
}

impl WorkCard {
    /// The card of a work.
    #[must_use]
    pub fn new(work: &Work, reader: Reader) -> Self {
        let date = date_long(local_date(work.at));
        let note = match (work.source, work.submitted) {
            (EvidenceRef::Piece(_), _) => format!("ajoutée le {date}"),
            (EvidenceRef::Report(_), true) => format!("soumis le {date}"),
            (EvidenceRef::Report(_), false) => format!("enregistré le {date}"),
        };
        Self {
            title: work.title.clone(),
            href: href(work.source, reader),
            note,
            chip: chip(work, reader),
        }
    }
}

/// Where a report or a piece leads.
#[must_use]
pub fn href(source: EvidenceRef, reader: Reader) -> String {
    match (source, reader) {
        (EvidenceRef::Report(id), Reader::Learner) => paths::report(id),
        (EvidenceRef::Report(id), Reader::Team | Reader::Onlooker) => paths::reading(id),
        (EvidenceRef::Piece(id), _) => paths::piece(id),
    }
}

/// The state of a work.
#[must_use]
pub fn chip(work: &Work, reader: Reader) -> Chip {
    match work.state {
        Some(state) => report_chip(state, work.submitted, reader),
        None => Chip {
            kind: "",
            icon: "paperclip",
            text: "Pièce",
        },
    }
}

/// The state of a report. Others than its learner never learn that it was
/// taken up again: they read the version that was submitted.
#[must_use]
pub fn report_chip(state: State, submitted: bool, reader: Reader) -> Chip {
    match (state, reader) {
        (State::Draft, Reader::Team | Reader::Onlooker) if submitted => Chip {
            kind: "",
            icon: "history",
            text: "Version soumise",
        },
        (State::Draft, Reader::Team | Reader::Onlooker) => Chip {
            kind: "",
            icon: "share-2",
            text: "Brouillon partagé",
        },
        _ => state_chip(state),
    }
}

/// The state of a report.
#[must_use]
pub fn state_chip(state: State) -> Chip {
    let (kind, icon) = match state {
        State::Draft => ("", "pencil"),
        State::Submitted => ("now", "send"),
        State::ToRevise => ("warn", "undo-2"),
        State::Validated => ("ok", "circle-check"),
    };
    Chip {
        kind,
        icon,
        text: state.label(),
    }
}
