//! The explicitation questions that are proposed, as `data/interviews` holds
//! them. The guide says what interviews are for and gives no question: they are
//! ours, and the page says so.

use std::sync::LazyLock;

use serde::Deserialize;

/// The questions, by what they are for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Questions {
    /// The text whose words the themes take.
    pub source: String,
    /// The themes, in the order of an interview.
    pub themes: Vec<Theme>,
}

/// What some questions are for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Its `id` in the page.
    pub key: String,
    /// « Le vécu de l’action ».
    pub title: String,
    /// What the guide says of it.
    pub purpose: String,
    /// Whether its title and purpose are ours.
    pub completed: bool,
    /// Its questions.
    pub questions: Vec<Question>,
}

/// A question that can be asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// As interviews remember it; never changed.
    pub code: String,
    /// « Par quoi avez-vous commencé ? »
    pub text: String,
    /// Whether it is ours.
    pub completed: bool,
}

static SHIPPED: LazyLock<Questions> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../data/interviews/questions.toml"))
        .expect("the tests read the shipped questions")
});

/// The questions that Jalon ships.
#[must_use]
pub fn shipped() -> &'static Questions {
    &SHIPPED
}

impl Questions {
    /// All of them, in their order.
    pub fn all(&self) -> impl Iterator<Item = &Question> {
        self.themes.iter().flat_map(|theme| &theme.questions)
    }

    /// The texts of some of them, in their order; a code that is no longer
    /// shipped is left out.
    #[must_use]
    pub fn texts(&self, codes: &[String]) -> Vec<&str> {
        self.all()
            .filter(|question| codes.contains(&question.code))
            .map(|question| question.text.as_str())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_question_has_a_code_of_its_own_and_says_whose_it_is() {
        let mut codes: Vec<&str> = shipped().all().map(|q| q.code.as_str()).collect();
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
        // The guide gives no question: none may pass for official.
        assert!(shipped().all().all(|question| question.completed));
        assert!(
            shipped()
                .themes
                .iter()
                .all(|theme| !theme.purpose.is_empty())
        );
    }

    #[test]
    fn what_was_chosen_is_found_again_in_order() {
        let codes = ["retour-methode", "vecu-debut", "gone"].map(str::to_owned);
        let texts = shipped().texts(&codes);
        assert_eq!(texts.len(), 2);
        assert!(texts[0].starts_with("Par quoi"));
    }
}
