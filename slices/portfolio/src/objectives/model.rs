//! What an objective says, where it is, and what is worth telling whoever
//! writes it. Pure.

use chrono::NaiveDate;
use kernel::words;
use serde::{Deserialize, Serialize};

kernel::typed_ids! {
    /// An objective.
    pub struct ObjectiveId;
    /// Something that happened to it.
    pub struct NoteId;
}

words! {
    /// Where an objective is.
    State {
        /// Nothing was begun.
        ToDo = "to_do", "À faire";
        /// It is pursued.
        Doing = "doing", "En cours";
        /// It is reached.
        Reached = "reached", "Atteint";
        /// It is no longer pursued, for a reason.
        Dropped = "dropped", "Abandonné";
    }
}

impl State {
    /// Whether something is still to do.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::ToDo | Self::Doing)
    }
}

words! {
    /// What an objective is for.
    Kind {
        /// To go further.
        Objective = "objective", "Objectif";
        /// To take up again what is not acquired.
        Remediation = "remediation", "Remédiation";
    }
}

words! {
    /// What happened to an objective.
    What {
        /// It was written.
        Written = "written", "Écrit";
        /// What it says changed; the note holds what it said before.
        Changed = "changed", "Modifié";
        /// It went to another state.
        Moved = "moved", "Nouvel état";
        /// Something was said of it.
        Note = "note", "Suivi";
    }
}

/// What an objective says: the five criteria of a SMART objective (NumEA,
/// annexe 1), and the competences that it aims at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What it is for.
    pub kind: Kind,
    /// « Spécifique et simple »: what is to be reached, in a line.
    pub title: String,
    /// « Mesurable »: how one will see that it is.
    pub measure: String,
    /// « Ambitieux et Atteignable »: why it is a step further, and in reach.
    pub ambition: String,
    /// « Réaliste »: with which means, with whom.
    pub means: String,
    /// « Temporel »: until when.
    pub due_on: Option<NaiveDate>,
    /// Codes of the competences that it aims at.
    pub targets: Vec<String>,
}

/// A criterion of a SMART objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// « S ».
    pub letter: &'static str,
    /// « Spécifique et simple », as annexe 1 of NumEA says.
    pub name: &'static str,
    /// The field of the form.
    pub field: &'static str,
    /// What to write there.
    pub help: &'static str,
}

/// The five criteria, in the words of annexe 1 of NumEA; what is written under
/// each is ours, for one learner.
pub const CRITERIA: [Criterion; 5] = [
    Criterion {
        letter: "S",
        name: "Spécifique et simple",
        field: "titre",
        help: "Une seule chose, dite simplement\u{a0}: «\u{202f}Rédiger la procédure de sauvegarde du site\u{202f}».",
    },
    Criterion {
        letter: "M",
        name: "Mesurable",
        field: "mesure",
        help: "À quoi verrez-vous que c’est atteint\u{202f}? Une production, un niveau, un nombre.",
    },
    Criterion {
        letter: "A",
        name: "Ambitieux et Atteignable",
        field: "ambition",
        help: "En quoi est-ce un pas de plus, et pourquoi est-il à votre portée\u{202f}?",
    },
    Criterion {
        letter: "R",
        name: "Réaliste",
        field: "moyens",
        help: "Avec quoi, avec qui, sur quelles heures\u{202f}?",
    },
    Criterion {
        letter: "T",
        name: "Temporel",
        field: "echeance",
        help: "Pour quel jour\u{202f}?",
    },
];

/// A line longer than this says more than one thing.
const SIMPLE: usize = 140;
/// Further away than this nobody feels it coming.
const FAR_DAYS: i64 = 180;

/// What is worth telling whoever writes an objective: a letter and a sentence.
/// Nothing of it is required.
#[must_use]
pub fn advice(content: &Content, today: NaiveDate) -> Vec<(&'static str, &'static str)> {
    let mut advice = Vec::new();
    if content.title.chars().count() > SIMPLE {
        advice.push((
            "S",
            "L’objectif est long\u{a0}: en ferait-on deux, plus simples\u{202f}?",
        ));
    }
    if content.measure.trim().is_empty() {
        advice.push(("M", "Dites à quoi vous verrez qu’il est atteint."));
    }
    if content.ambition.trim().is_empty() {
        advice.push((
            "A",
            "Dites en quoi c’est un pas de plus, et pourquoi il est à portée.",
        ));
    }
    if content.means.trim().is_empty() {
        advice.push(("R", "Dites avec quoi et avec qui."));
    }
    match content.due_on {
        None => advice.push((
            "T",
            "Donnez une échéance\u{a0}: sans elle, rien ne rappelle l’objectif.",
        )),
        Some(due) if due < today => advice.push(("T", "L’échéance est déjà passée.")),
        Some(due) if (due - today).num_days() > FAR_DAYS => {
            advice.push((
                "T",
                "L’échéance est dans plus de six mois\u{a0}: une étape plus proche aiderait.",
            ));
        }
        Some(_) => {}
    }
    advice
}

/// Whether an objective waits for longer than it was to.
#[must_use]
pub fn is_late(state: State, due_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    state.is_open() && due_on.is_some_and(|due| due < today)
}

/// Why a change of state is not possible: a sentence for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// Dropping it without saying why.
    #[error("Dites pourquoi l’objectif est abandonné.")]
    NoReason,
    /// It is there already, and nothing was said.
    #[error(
        "L’objectif est déjà dans cet état. Écrivez un mot de suivi, ou choisissez un autre état."
    )]
    Same,
}

impl From<Impossible> for crate::report::commands::Refused {
    fn from(impossible: Impossible) -> Self {
        Self::Because(impossible.to_string())
    }
}

/// Whether an objective may go from a state to another one, with what was
/// said. What was reached or dropped can be taken up again.
///
/// # Errors
/// [`Impossible`], with its sentence.
pub fn may_move(from: State, to: State, said: &str) -> Result<(), Impossible> {
    match (from == to, to) {
        (true, _) if said.trim().is_empty() => Err(Impossible::Same),
        (false, State::Dropped) if said.trim().is_empty() => Err(Impossible::NoReason),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 3, n).unwrap()
    }

    fn content() -> Content {
        Content {
            kind: Kind::Objective,
            title: "Rédiger la procédure".into(),
            measure: "Deux pages relues".into(),
            ambition: "La première sans modèle".into(),
            means: "Deux heures d’atelier".into(),
            due_on: Some(day(20)),
            targets: Vec::new(),
        }
    }

    #[test]
    fn each_missing_criterion_is_said_by_its_letter() {
        assert!(advice(&content(), day(1)).is_empty());
        let bare = Content {
            title: "é".repeat(SIMPLE + 1),
            measure: " ".into(),
            ambition: String::new(),
            means: String::new(),
            due_on: None,
            ..content()
        };
        let letters: Vec<_> = advice(&bare, day(1))
            .iter()
            .map(|(letter, _)| *letter)
            .collect();
        assert_eq!(letters, ["S", "M", "A", "R", "T"]);
        assert_eq!(letters, CRITERIA.map(|criterion| criterion.letter));
        assert_eq!(
            advice(&content(), day(21)),
            [("T", "L’échéance est déjà passée.")]
        );
    }

    #[test]
    fn late_is_open_and_past_its_day() {
        assert!(is_late(State::ToDo, Some(day(1)), day(2)));
        assert!(
            !is_late(State::ToDo, Some(day(2)), day(2)),
            "the day itself counts"
        );
        assert!(!is_late(State::Reached, Some(day(1)), day(2)));
        assert!(!is_late(State::Doing, None, day(2)));
    }

    proptest! {
        #[test]
        fn dropping_always_has_a_reason(from in 0usize..4, to in 0usize..4, said in "[ a]{0,3}") {
            let (from, to) = (State::ALL[from], State::ALL[to]);
            let told = !said.trim().is_empty();
            let verdict = may_move(from, to, &said);
            prop_assert_eq!(verdict.is_ok(), told || (from != to && to != State::Dropped));
        }
    }
}
