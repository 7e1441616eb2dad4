//! What was written, as pages show it: words of the scale, never a number.

use kernel::date_long;

use super::model::{Part, Phase};
use super::store::{Written, criteria, readings, rounds};
use crate::progress::cards::Chip;
use crate::progress::view::level_name;

/// What is shown where a reader could not say.
pub const UNSURE: &str = "Ne peut pas le dire";

/// A reading as its author or the team sees it.
#[derive(Clone, Debug)]
pub struct WrittenView {
    /// For ids in the page, and for the form that hides.
    pub id: String,
    /// « Relecture 2 », or who wrote it.
    pub by: String,
    /// Criterion and answer.
    pub answers: Vec<AnswerView>,
    /// The remarks.
    pub remarks: Vec<RemarkView>,
}

/// What a reader answers to a criterion.
#[derive(Clone, Debug)]
pub struct AnswerView {
    /// The criterion.
    pub criterion: String,
    /// The competence, when it is one.
    pub target: Option<String>,
    /// « Réalise en autonomie ».
    pub level: &'static str,
}

/// A remark.
#[derive(Clone, Debug)]
pub struct RemarkView {
    /// Its code.
    pub part: &'static str,
    /// « Ce qui est réussi ».
    pub label: &'static str,
    /// Its text.
    pub text: String,
    /// Whether the team hid it.
    pub hidden: bool,
}

/// A reading as it is shown under the name `by`. Hidden remarks are for the
/// team alone; empty ones are left out.
#[must_use]
pub fn written(
    reading: &readings::Model,
    by: String,
    criteria: &[criteria::Model],
    all: &Written,
    for_team: bool,
) -> WrittenView {
    let level = |number: i16| {
        let mut levels = all.levels.iter();
        levels.find(|row| row.reading_id == reading.id && row.number == number)
    };
    let remark = |part: Part| {
        let mut remarks = all.remarks.iter();
        remarks.find(|row| row.reading_id == reading.id && row.part == part.code())
    };
    WrittenView {
        id: reading.id.to_string(),
        by,
        answers: criteria
            .iter()
            .filter_map(|criterion| {
                let given = level(criterion.number)?;
                Some(AnswerView {
                    criterion: criterion.text.clone(),
                    target: criterion.target.clone(),
                    level: given.level.map_or(UNSURE, level_name),
                })
            })
            .collect(),
        remarks: Part::ALL
            .iter()
            .filter_map(|part| {
                let row = remark(*part)?;
                let shown = for_team || row.hidden_at.is_none();
                (shown && !row.text.trim().is_empty()).then(|| RemarkView {
                    part: part.code(),
                    label: part.label(),
                    text: row.text.clone(),
                    hidden: row.hidden_at.is_some(),
                })
            })
            .collect(),
    }
}

/// Where a round is, in one or two words.
#[must_use]
pub const fn chip(phase: Phase) -> Chip {
    let (kind, icon, text) = match phase {
        Phase::Prepared => ("", "pencil", "En préparation"),
        Phase::Open => ("now", "users", "En cours"),
        Phase::Closed => ("warn", "lock", "Close, à remettre"),
        Phase::Released => ("ok", "circle-check", "Remise"),
    };
    Chip { kind, icon, text }
}

/// « Jusqu’au 4 décembre 2026 au soir », « Close depuis le… ».
#[must_use]
pub fn until(round: &rounds::Model, phase: Phase) -> String {
    let day = date_long(round.closes_on);
    match (phase, round.closed_at, round.released_at) {
        (Phase::Prepared | Phase::Open, ..) => format!("jusqu’au {day} au soir"),
        (Phase::Released, _, Some(at)) => {
            format!("remise le {}", date_long(kernel::local_date(at)))
        }
        (_, Some(at), _) => format!("close le {}", date_long(kernel::local_date(at))),
        _ => format!("close depuis le {day} au soir"),
    }
}
