//! Two texts side by side, line by line; `macros/compare.html` draws them.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

/// Long texts without a line in common are not compared for ever.
const PATIENCE: Duration = Duration::from_millis(300);

/// A line of one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whether the other side lacks it.
    pub changed: bool,
    /// What it says.
    pub text: String,
}

/// A part of what is compared, on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name: « Titre ».
    pub label: &'static str,
    /// Whether both sides say the same.
    pub same: bool,
    /// The first side.
    pub left: Vec<Line>,
    /// The second one.
    pub right: Vec<Line>,
}

/// One side: what it is, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// « Le texte en place ».
    pub title: String,
    /// « Enregistré le 9 mars 2027 à 17 h 42 ».
    pub about: String,
}

impl Part {
    /// Compares two texts.
    #[must_use]
    pub fn new(label: &'static str, before: &str, after: &str) -> Self {
        let (before, after): (Vec<&str>, Vec<&str>) =
            (before.lines().collect(), after.lines().collect());
        let diff = TextDiff::configure()
            .timeout(PATIENCE)
            .diff_slices(&before, &after);
        let mut part = Self {
            label,
            same: true,
            left: Vec::new(),
            right: Vec::new(),
        };
        for change in diff.iter_all_changes() {
            let line = Line {
                changed: change.tag() != ChangeTag::Equal,
                text: change.value().to_owned(),
            };
            part.same &= !line.changed;
            match change.tag() {
                ChangeTag::Equal => {
                    part.left.push(line.clone());
                    part.right.push(line);
                }
                ChangeTag::Delete => part.left.push(line),
                ChangeTag::Insert => part.right.push(line),
            }
        }
        part
    }

    /// Whether neither side says anything.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.left.is_empty() && self.right.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lines_that_differ_are_marked_and_none_is_lost() {
        let part = Part::new("Titre", "un\ndeux\ntrois", "un\n2\ntrois\nquatre");
        let marked = |lines: &[Line]| -> Vec<String> {
            lines
                .iter()
                .filter(|line| line.changed)
                .map(|line| line.text.clone())
                .collect()
        };
        assert_eq!(marked(&part.left), ["deux"]);
        assert_eq!(marked(&part.right), ["2", "quatre"]);
        assert_eq!((part.left.len(), part.right.len()), (3, 4));
        assert!(Part::new("Titre", "a", "a").same);
    }
}
