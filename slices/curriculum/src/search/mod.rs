//! Searching all texts of a curriculum: every word, accents and case folded.

mod texts;

use db::text::search_key;

use crate::{Curriculum, paths};
use texts::texts;

/// A question longer than this is cut: nobody types it.
pub const MAX_QUESTION: usize = 200;

/// What kind of text was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A block, its unit, its exam.
    Block,
    /// A competence: its title, its context.
    Competence,
    /// A detailed competence.
    Detailed,
    /// « Savoir associé ».
    Knowledge,
    /// « Résultat attendu ».
    Result,
    /// « Critère d’évaluation ».
    Criterion,
    /// « Ressources nécessaires » of a competence.
    Resource,
    /// A transversal competence.
    Transversal,
    /// The pôle: activities, tasks, results, conditions, autonomy, means.
    Activity,
    /// The presentation of the trade.
    Presentation,
}

impl Kind {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 10] = [
        Self::Block,
        Self::Competence,
        Self::Detailed,
        Self::Knowledge,
        Self::Result,
        Self::Criterion,
        Self::Resource,
        Self::Transversal,
        Self::Activity,
        Self::Presentation,
    ];

    /// The heading of the group.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Block => "Blocs, unités et épreuves",
            Self::Competence => "Compétences",
            Self::Detailed => "Compétences détaillées",
            Self::Knowledge => "Savoirs associés",
            Self::Result => "Résultats attendus",
            Self::Criterion => "Critères d’évaluation",
            Self::Resource => "Ressources nécessaires",
            Self::Transversal => "Compétences transversales",
            Self::Activity => "Activités professionnelles",
            Self::Presentation => "Présentation du métier",
        }
    }
}

/// Where a text stands: a page and, on it, an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the page of the curriculum.
    Curriculum(&'static str),
    /// On the page of a block.
    Block(u8, String),
    /// On the page of a competence.
    Competence(String, String),
}

impl Place {
    /// The address, in the curriculum of that code.
    #[must_use]
    pub fn href(&self, curriculum: &str) -> String {
        let (page, element) = match self {
            Self::Curriculum(element) => (paths::curriculum(curriculum), *element),
            Self::Block(number, element) => (paths::block(curriculum, *number), element.as_str()),
            Self::Competence(code, element) => {
                (paths::competence(curriculum, code), element.as_str())
            }
        };
        if element.is_empty() {
            page
        } else {
            format!("{page}#{element}")
        }
    }
}

/// A passage that can be found.
#[derive(Clone, Debug)]
pub(crate) struct Text<'a> {
    pub kind: Kind,
    /// The block that it belongs to; 0 for what belongs to none.
    pub bloc: u8,
    /// What it is called: `C1.1`, « Bloc 1 », « Préambule ».
    pub code: String,
    pub place: Place,
    pub text: &'a str,
}

/// A passage that holds every word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// The block that it belongs to; 0 for what belongs to none.
    pub bloc: u8,
    /// `C1.1`, « Bloc 1 », « Préambule ».
    pub code: String,
    /// Where it stands.
    pub place: Place,
    /// The text in pieces, those that match marked.
    pub pieces: Vec<(String, bool)>,
}

/// The passages that hold every word of `question`, in the order of the
/// curriculum. A word may also be a code: « C1.1 » finds all that hangs on it.
/// An empty question finds nothing.
#[must_use]
pub fn search(curriculum: &Curriculum, question: &str) -> Vec<Hit> {
    let words: Vec<String> = question
        .chars()
        .take(MAX_QUESTION)
        .collect::<String>()
        .split_whitespace()
        .map(fold)
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    for found in texts(curriculum) {
        let folded = fold(found.text);
        // A code counts only from its beginning: « 1.1 » is not « C2.1.1 ».
        let code = fold(&found.code);
        let holds =
            |word: &String| folded.contains(word.as_str()) || code.starts_with(word.as_str());
        if words.iter().all(holds) {
            hits.push(Hit {
                kind: found.kind,
                bloc: found.bloc,
                code: found.code,
                place: found.place,
                pieces: mark(found.text, &words),
            });
        }
    }
    hits
}

/// Letters and figures folded, whatever stands between them as one space:
/// « l’e-réputation » and « (e-Réputation) » hold the same words.
fn fold(text: &str) -> String {
    let key = search_key(text);
    let mut folded = String::with_capacity(key.len());
    for word in key.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            if !folded.is_empty() {
                folded.push(' ');
            }
            folded.push_str(word);
        }
    }
    folded
}

/// Cuts a text so that the words which hold one of those asked for are apart.
fn mark(text: &str, words: &[String]) -> Vec<(String, bool)> {
    let parts: Vec<&str> = words.iter().flat_map(|word| word.split(' ')).collect();
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let is_letter = rest.starts_with(char::is_alphanumeric);
        let end = rest
            .find(|c: char| c.is_alphanumeric() != is_letter)
            .unwrap_or(rest.len());
        let (piece, tail) = rest.split_at(end);
        let folded = search_key(piece);
        let matched = is_letter
            && parts.iter().any(|part| match part.chars().count() {
                // « l’ » of « l’image » alone says nothing of « place ».
                1 => folded == *part,
                _ => folded.contains(part),
            });
        match pieces.last_mut() {
            Some((before, was)) if *was == matched => before.push_str(piece),
            _ => pieces.push((piece.to_owned(), matched)),
        }
        rest = tail;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sno() -> &'static Curriculum {
        &crate::shipped()[0]
    }

    /// What holds a passage of that kind, once each: a competence has a title and a context.
    fn codes(question: &str, kind: Kind) -> Vec<String> {
        let mut codes: Vec<String> = search(sno(), question)
            .into_iter()
            .filter(|hit| hit.kind == kind)
            .map(|hit| hit.code)
            .collect();
        codes.dedup();
        codes
    }

    #[test]
    fn accents_and_case_do_not_matter_and_every_word_counts() {
        assert_eq!(codes("SECURITE", Kind::Competence), ["C2.3", "C3.2"]);
        assert_eq!(codes("securite informatique", Kind::Competence), ["C3.2"]);
        assert!(search(sno(), "sécurité licorne").is_empty());
        assert!(search(sno(), " …  ! ").is_empty());
    }

    #[test]
    fn a_code_finds_all_that_hangs_on_it() {
        let hits = search(sno(), "c1.1");
        assert!(
            hits.iter()
                .any(|hit| hit.code == "C1.1" && hit.kind == Kind::Knowledge)
        );
        assert!(hits.iter().any(|hit| hit.code == "C1.1.3"));
        assert!(hits.iter().all(|hit| hit.code.starts_with("C1.1")));
    }

    #[test]
    fn words_are_found_whatever_stands_between_them() {
        assert_eq!(
            codes("l'e-réputation", Kind::Detailed),
            codes("e réputation", Kind::Detailed)
        );
        assert!(!codes("(RGPD)", Kind::Knowledge).is_empty());
    }

    #[test]
    fn every_text_of_the_curriculum_is_searched() {
        for (question, kind) in [
            ("marges de manœuvre", Kind::Activity),
            ("imprimante multifonction", Kind::Activity),
            ("pénurie", Kind::Presentation),
            ("se repérer dans une organisation", Kind::Transversal),
            ("site marchand", Kind::Competence),
            ("U2", Kind::Block),
        ] {
            assert!(
                search(sno(), question).iter().any(|hit| hit.kind == kind),
                "{question}"
            );
        }
    }

    #[test]
    fn the_words_found_are_marked() {
        let hit = &search(sno(), "sécurité")[0];
        let marked: Vec<_> = hit.pieces.iter().filter(|(_, m)| *m).collect();
        assert!(!marked.is_empty());
        assert!(
            marked
                .iter()
                .all(|(piece, _)| search_key(piece).contains("securite"))
        );
    }

    proptest! {
        #[test]
        fn a_marked_text_loses_no_letter(text in ".{0,60}", question in ".{0,20}") {
            let words: Vec<String> = question.split_whitespace().map(fold).collect();
            let shown: String = mark(&text, &words).into_iter().map(|(piece, _)| piece).collect();
            prop_assert_eq!(shown, text);
        }

        #[test]
        fn any_question_is_answered(question in ".{0,60}") {
            for hit in search(sno(), &question) {
                prop_assert!(!hit.pieces.is_empty());
            }
        }
    }
}
