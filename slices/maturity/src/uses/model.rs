//! What a use says. Pure.

pub use learning::api::Samr;
use serde::{Deserialize, Serialize};

kernel::typed_ids! {
    /// A shared use.
    pub struct UseId;
    /// What a colleague said of it.
    pub struct CommentId;
}

/// What a use says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What is done, in a line.
    pub title: String,
    /// With whom, in which teaching; may be empty.
    pub context: String,
    /// What for: the pedagogical intention.
    pub intention: String,
    /// How far it goes.
    pub samr: Samr,
    /// What was observed; may be empty.
    pub effect: String,
    /// What is needed: links and text; may be empty.
    pub resources: String,
}

/// So much of a use is looked through by a search.
const SEARCHED: usize = 4_000;

impl Content {
    /// The words by which it is found.
    #[must_use]
    pub fn search_key(&self) -> String {
        let all = [
            &self.title,
            &self.context,
            &self.intention,
            &self.effect,
            &self.resources,
        ]
        .map(String::as_str)
        .join(" ");
        db::text::search_key(&all.chars().take(SEARCHED).collect::<String>())
    }
}

/// What a use was begun from, as its copy names it even when it is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The use.
    pub id: UseId,
    /// What it was called then.
    pub title: String,
    /// Who shared it.
    pub author: kernel::AccountId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_levels_are_in_their_order() {
        let numbers: Vec<u8> = Samr::ALL.iter().map(|level| level.number()).collect();
        assert_eq!(numbers, [1, 2, 3, 4]);
        assert_eq!(Samr::Redefinition.label(), "Redéfinition");
    }

    #[test]
    fn a_use_is_found_by_any_of_its_words_and_a_very_long_one_stays_short() {
        let content = Content {
            title: "Écrire à plusieurs".into(),
            context: "CS SNO".into(),
            intention: "Coopérer".into(),
            samr: Samr::Redefinition,
            effect: "Entraide".into(),
            resources: "x".repeat(100_000),
        };
        let key = content.search_key();
        assert!(key.starts_with("ecrire a plusieurs cs sno cooperer entraide"));
        assert!(key.len() <= SEARCHED);
    }
}
