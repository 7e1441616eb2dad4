//! The five criteria of a SMART objective, each with its question, and what is
//! worth telling whoever writes one. Nothing of it blocks.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Content, Pilot};

/// The criteria, as `data/objectives` holds them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smart {
    /// The text that says them.
    pub source: String,
    /// The five, in their order.
    pub criteria: Vec<Criterion>,
}

/// A criterion.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// « S ».
    pub letter: String,
    /// « Spécifique et simple ».
    pub name: String,
    /// What annexe 1 says of it.
    pub text: String,
    /// What to ask oneself; ours.
    pub question: String,
    /// The field of the form.
    pub field: String,
    /// What to write there; ours.
    pub help: String,
}

static SHIPPED: LazyLock<Smart> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../data/objectives/smart.toml"))
        .expect("the tests read the shipped criteria")
});

/// The criteria that Jalon ships.
#[must_use]
pub fn shipped() -> &'static Smart {
    &SHIPPED
}

/// A line longer than this says more than one thing.
const SIMPLE: usize = 180;
/// Further away than this nobody feels it coming.
const FAR_DAYS: i64 = 366;
/// What begins so does not say what will be done.
const VAGUE: [&str; 7] = [
    "ameliorer",
    "developper",
    "favoriser",
    "renforcer",
    "promouvoir",
    "sensibiliser",
    "optimiser",
];

/// What is worth telling whoever writes an objective: a letter and a sentence.
#[must_use]
pub fn advice(content: &Content, today: NaiveDate) -> Vec<(&'static str, String)> {
    let mut advice = Vec::new();
    let mut say = |letter, sentence: &str| advice.push((letter, sentence.to_owned()));
    if content.title.chars().count() > SIMPLE {
        say(
            "S",
            "L’objectif est long\u{a0}: en ferait-on deux, plus simples\u{202f}?",
        );
    }
    let folded = db::text::search_key(&content.title);
    let first = folded.split(' ').next().unwrap_or("");
    if VAGUE.contains(&first) && !has_figure(&content.title) && !has_figure(&content.measure) {
        say(
            "S",
            "Le premier verbe est général. Dites ce qui sera fait\u{a0}: créer, rédiger, former, équiper…",
        );
    }
    if content.measure.trim().is_empty() {
        say(
            "M",
            "Dites à quel chiffre, à quel fait vous verrez qu’il est atteint.",
        );
    } else if !has_figure(&content.measure) && !has_figure(&content.title) {
        say(
            "M",
            "Aucun chiffre n’est donné\u{a0}: combien, quelle part, avant quand\u{202f}?",
        );
    }
    if content.ambition.trim().is_empty() {
        say(
            "A",
            "Dites en quoi c’est un pas en avant, et pourquoi il est à votre portée.",
        );
    }
    if content.means.trim().is_empty() {
        say("R", "Dites avec qui, avec quel temps et quels moyens.");
    }
    if content.pilot == Pilot::Nobody {
        say("R", "Personne ne pilote encore cet objectif.");
    }
    match content.due_on {
        None => say(
            "T",
            "Donnez une échéance\u{a0}: sans elle, rien ne rappelle l’objectif.",
        ),
        Some(due) if due < today => say("T", "L’échéance est déjà passée."),
        Some(due) if (due - today).num_days() > FAR_DAYS => say(
            "T",
            "L’échéance est dans plus d’un an\u{a0}: une étape plus proche aiderait.",
        ),
        Some(_) => {}
    }
    advice
}

fn has_figure(text: &str) -> bool {
    text.chars().any(|letter| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objectives::Target;

    fn day(month: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, month, 1).unwrap()
    }

    fn content() -> Content {
        Content {
            target: Target {
                instrument: "numea".into(),
                item: "1.1.5".into(),
                title: "L’ENT et ses usages".into(),
                step: 3,
            },
            title: "Créer 2 formulaires de demande".into(),
            measure: "9 demandes sur 10".into(),
            ambition: "Plus de papier".into(),
            means: "4 heures".into(),
            due_on: Some(day(6)),
            pilot: Pilot::Named("M. Sorbier".into()),
        }
    }

    fn letters(content: &Content) -> Vec<&'static str> {
        advice(content, day(3))
            .iter()
            .map(|(letter, _)| *letter)
            .collect()
    }

    #[test]
    fn five_criteria_in_the_words_of_the_annexe() {
        let letters: Vec<&str> = shipped().criteria.iter().map(|one| &*one.letter).collect();
        assert_eq!(letters, ["S", "M", "A", "R", "T"]);
        assert!(
            shipped()
                .criteria
                .iter()
                .all(|one| !one.text.is_empty() && one.question.ends_with('?'))
        );
    }

    #[test]
    fn each_missing_criterion_is_said_by_its_letter() {
        assert!(letters(&content()).is_empty());
        let bare = Content {
            title: "é".repeat(SIMPLE + 1),
            measure: " ".into(),
            ambition: String::new(),
            means: String::new(),
            due_on: None,
            pilot: Pilot::Nobody,
            ..content()
        };
        assert_eq!(letters(&bare), ["S", "M", "A", "R", "R", "T"]);
        let vague = Content {
            title: "Améliorer l’ENT".into(),
            measure: "Que ce soit mieux".into(),
            due_on: Some(day(2)),
            ..content()
        };
        assert_eq!(letters(&vague), ["S", "M", "T"]);
        let far = Content {
            due_on: NaiveDate::from_ymd_opt(2029, 1, 1),
            ..content()
        };
        assert_eq!(letters(&far), ["T"]);
    }
}
