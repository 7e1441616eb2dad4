//! The organisation fil rouge: a real but didacticised organisation, in which
//! several situations take place (teaching guide, § 3.3.1.2 and 3.4.1).

use serde::{Deserialize, Serialize};

/// All that is written of an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OrganisationContent {
    /// « VosRêves ».
    pub name: String,
    /// What it does, where, since when.
    pub description: String,
    /// Who works there.
    pub staff: String,
    /// The place of the learner in it.
    pub role: String,
    /// The organisation chart: see [`chart`].
    pub chart: String,
    /// The fields that no official text gives and that Jalon completed.
    pub completed: Vec<String>,
    /// Where this text departs from its source.
    pub notes: String,
}

/// The fields of an organisation with their labels, in the order of the form.
pub const FIELDS: [(&str, &str); 4] = [
    ("description", "Description"),
    ("staff", "Personnel"),
    ("role", "Place de la personne apprenante"),
    ("chart", "Organigramme"),
];

impl OrganisationContent {
    /// Whether Jalon completed that field where the source says nothing.
    #[must_use]
    pub fn is_completed(&self, field: &str) -> bool {
        self.completed.iter().any(|one| one == field)
    }

    /// Whether both say the same in a field, by its name in `completed`.
    #[must_use]
    pub fn agrees(&self, other: &Self, field: &str) -> bool {
        match field {
            "name" => self.name == other.name,
            field => self.text(field) == other.text(field),
        }
    }

    /// The text of a field of [`FIELDS`]; empty for another name.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        match field {
            "description" => &self.description,
            "staff" => &self.staff,
            "role" => &self.role,
            "chart" => &self.chart,
            _ => "",
        }
    }
}

/// A place in the chart with those below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// « M. Lemoine, administrateur SI ».
    pub label: String,
    /// How many bosses are above: 0 for the top.
    pub depth: usize,
}

/// Reads a chart: one place a line, as many leading dashes as there are
/// places above. A line that jumps a rank hangs under the line before it.
#[must_use]
pub fn chart(text: &str) -> Vec<Post> {
    let mut posts: Vec<Post> = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        let label = line.trim_start_matches(['-', '–']).trim();
        if label.is_empty() {
            continue;
        }
        let dashes = line.chars().take_while(|c| matches!(c, '-' | '–')).count();
        let deepest = posts.last().map_or(0, |last| last.depth + 1);
        posts.push(Post {
            label: label.to_owned(),
            depth: dashes.min(deepest),
        });
    }
    posts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dashes_say_who_is_under_whom() {
        let posts = chart("M. Latour\n- M. Lemoine\n-- Vous\n- Lyon\n");
        let depths: Vec<_> = posts.iter().map(|post| post.depth).collect();
        assert_eq!(depths, [0, 1, 2, 1]);
        assert_eq!(posts[2].label, "Vous");
    }

    proptest! {
        #[test]
        fn any_text_is_a_chart_whose_ranks_never_jump(text in "(-{0,5} ?[a-zé]{0,4}\n){0,12}") {
            let posts = chart(&text);
            let mut above = None;
            for post in posts {
                prop_assert!(!post.label.is_empty());
                prop_assert!(post.depth <= above.map_or(0, |depth: usize| depth + 1));
                above = Some(post.depth);
            }
        }
    }
}
