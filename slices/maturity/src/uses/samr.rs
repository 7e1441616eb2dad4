//! The SAMR model in the words of the vade-mecum, as `data/uses` holds them.

use std::sync::LazyLock;

use serde::Deserialize;

use super::Samr;

/// The model.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The text that says it.
    pub source: String,
    /// The four levels, in their order.
    pub levels: Vec<Level>,
    /// What to ask oneself.
    pub questions: Vec<Question>,
}

/// A level of the model.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Which one.
    pub code: Samr,
    /// Its name.
    pub title: String,
    /// What it is.
    pub definition: String,
    /// A situation that shows it.
    pub example: String,
}

/// A question to ask oneself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question.
    pub text: String,
}

static SHIPPED: LazyLock<Model> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../data/uses/samr.toml"))
        .expect("the tests read the shipped model")
});

/// The model that Jalon ships.
#[must_use]
pub fn shipped() -> &'static Model {
    &SHIPPED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_has_the_four_levels_in_their_order() {
        let codes: Vec<Samr> = shipped().levels.iter().map(|level| level.code).collect();
        assert_eq!(codes, Samr::ALL);
        for level in &shipped().levels {
            assert_eq!(level.title, level.code.label());
            assert!(!level.definition.is_empty() && !level.example.is_empty());
        }
        assert_eq!(shipped().questions.len(), 5);
    }
}
