//! The steps and the conditions of success in the words of the vade-mecum, as
//! `data/projects` holds them.

use std::sync::LazyLock;

use serde::Deserialize;

/// How a team goes about a digital project.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approach {
    /// The text that says it.
    pub source: String,
    /// The three phases, in their order.
    pub phases: Vec<Phase>,
    /// The conditions of success, in their order.
    pub conditions: Vec<Condition>,
}

/// A phase.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Its place, from 1.
    pub number: u8,
    /// Its name.
    pub title: String,
    /// Whether the name is ours.
    pub completed: bool,
    /// What it is.
    pub text: String,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// A step.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// As projects remember it; never changed.
    pub code: String,
    /// « Viser ».
    pub title: String,
    /// What it is.
    pub purpose: String,
    /// « Pourquoi », in the table of the text; may be empty.
    pub why: String,
    /// « Comment », in the same table.
    pub how: Vec<String>,
}

/// A condition of success.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// As projects remember it; never changed.
    pub code: String,
    /// What it says.
    pub text: String,
    /// What it is made of, if the text says so.
    pub parts: Vec<Part>,
}

/// A part of a condition of success.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// As projects remember it; never changed.
    pub code: String,
    /// What it says.
    pub text: String,
}

static SHIPPED: LazyLock<Approach> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../data/projects/steps.toml"))
        .expect("the tests read the shipped steps")
});

/// The approach that Jalon ships.
#[must_use]
pub fn shipped() -> &'static Approach {
    &SHIPPED
}

impl Approach {
    /// The steps of all phases, in their order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.phases.iter().flat_map(|phase| &phase.steps)
    }

    /// The step of a code.
    #[must_use]
    pub fn step(&self, code: &str) -> Option<&Step> {
        self.steps().find(|step| step.code == code)
    }

    /// What can be ticked: a condition, or each of its parts when it has any.
    pub fn ticks(&self) -> impl Iterator<Item = &str> {
        self.conditions.iter().flat_map(|condition| {
            let alone = condition.parts.is_empty().then_some(&*condition.code);
            let parts = condition.parts.iter().map(|part| &*part.code);
            alone.into_iter().chain(parts)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_phases_six_steps_and_what_can_be_ticked() {
        let approach = shipped();
        let numbers: Vec<u8> = approach.phases.iter().map(|phase| phase.number).collect();
        assert_eq!(numbers, [1, 2, 3]);
        let second: Vec<&str> = approach.phases[1]
            .steps
            .iter()
            .map(|step| step.title.as_str())
            .collect();
        assert_eq!(
            second,
            [
                "Viser",
                "Inspirer",
                "Imaginer",
                "Se former",
                "Co-construire",
                "Expérimenter"
            ]
        );
        assert!(
            approach.phases[1]
                .steps
                .iter()
                .all(|step| !step.why.is_empty())
        );
        assert_eq!(approach.conditions.len(), 5);
        assert_eq!(approach.ticks().count(), 9);
    }

    #[test]
    fn each_code_is_of_one_thing() {
        let approach = shipped();
        let mut codes: Vec<&str> = approach
            .steps()
            .map(|step| step.code.as_str())
            .chain(approach.ticks())
            .collect();
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }
}
