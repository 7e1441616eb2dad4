//! Searching all texts of a curriculum: every word, accents and case folded.

use db::text::search_key;

use crate::{Block, Competence, Curriculum};

/// A question longer than this is cut: nobody types it.
const MAX_QUESTION: usize = 200;

/// What kind of text was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A block or its pôle.
    Block,
    /// A competence.
    Competence,
    /// A detailed competence.
    Detailed,
    /// « Savoir associé ».
    Knowledge,
    /// « Résultat attendu ».
    Result,
    /// « Critère d’évaluation ».
    Criterion,
    /// A task or an activity of the pôle.
    Activity,
}

impl Kind {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 7] = [
        Self::Block,
        Self::Competence,
        Self::Detailed,
        Self::Knowledge,
        Self::Result,
        Self::Criterion,
        Self::Activity,
    ];

    /// The heading of the group.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Block => "Blocs",
            Self::Competence => "Compétences",
            Self::Detailed => "Compétences détaillées",
            Self::Knowledge => "Savoirs associés",
            Self::Result => "Résultats attendus",
            Self::Criterion => "Critères d’évaluation",
            Self::Activity => "Activités et tâches",
        }
    }
}

/// Where a text stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the page of a block.
    Block(u8),
    /// On the page of a competence.
    Competence(String),
}

/// A text that holds every word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// The block that it belongs to.
    pub bloc: u8,
    /// `C1.1`, or the number of the activity.
    pub code: String,
    /// Where it stands.
    pub place: Place,
    /// The text in pieces, those that match marked.
    pub pieces: Vec<(String, bool)>,
}

/// The texts that hold every word of `question`, in the order of the
/// curriculum. An empty question finds nothing.
#[must_use]
pub fn search(curriculum: &Curriculum, question: &str) -> Vec<Hit> {
    let question: String = question.chars().take(MAX_QUESTION).collect();
    let key = search_key(&question);
    let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    for block in &curriculum.blocks {
        let mut texts = block_texts(block);
        for competence in &block.competences {
            texts.extend(competence_texts(competence));
        }
        for (kind, code, place, text) in texts {
            let folded = search_key(text);
            if words.iter().all(|word| folded.contains(word)) {
                hits.push(Hit {
                    kind,
                    bloc: block.number,
                    code,
                    place,
                    pieces: mark(text, &words),
                });
            }
        }
    }
    hits
}

type Text<'a> = (Kind, String, Place, &'a str);

fn block_texts(block: &Block) -> Vec<Text<'_>> {
    let place = || Place::Block(block.number);
    let mut texts = vec![(
        Kind::Block,
        format!("Bloc {}", block.number),
        place(),
        block.title.as_str(),
    )];
    let activities = block.pole.iter().flat_map(|pole| &pole.activities);
    for activity in activities {
        let lines = std::iter::once(&activity.title)
            .chain(&activity.tasks)
            .chain(&activity.results);
        texts.extend(lines.map(|line| {
            (
                Kind::Activity,
                activity.code.clone(),
                place(),
                line.as_str(),
            )
        }));
    }
    texts
}

fn competence_texts(competence: &Competence) -> Vec<Text<'_>> {
    let text = |kind, code: &str, text| {
        (
            kind,
            code.to_owned(),
            Place::Competence(competence.code.clone()),
            text,
        )
    };
    let mut texts = vec![text(
        Kind::Competence,
        &competence.code,
        competence.title.as_str(),
    )];
    let own = competence.code.as_str();
    texts.extend(
        competence
            .detailed
            .iter()
            .map(|one| text(Kind::Detailed, &one.code, one.title.as_str())),
    );
    texts.extend(
        competence
            .knowledge
            .iter()
            .map(|one| text(Kind::Knowledge, own, one.text.as_str())),
    );
    texts.extend(
        competence
            .results
            .iter()
            .map(|one| text(Kind::Result, own, one.text.as_str())),
    );
    texts.extend(
        competence
            .criteria
            .iter()
            .map(|one| text(Kind::Criterion, own, one.text.as_str())),
    );
    texts
}

/// Cuts a text so that the words which hold one of those asked for are apart.
fn mark(text: &str, words: &[&str]) -> Vec<(String, bool)> {
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let is_letter = rest.starts_with(char::is_alphanumeric);
        let end = rest
            .find(|c: char| c.is_alphanumeric() != is_letter)
            .unwrap_or(rest.len());
        let (piece, tail) = rest.split_at(end);
        let folded = search_key(piece);
        let matched = is_letter && words.iter().any(|word| folded.contains(word));
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

    #[test]
    fn accents_and_case_do_not_matter_and_every_word_counts() {
        let hits = search(sno(), "SECURITE");
        let competences: Vec<_> = hits
            .iter()
            .filter(|hit| hit.kind == Kind::Competence)
            .map(|hit| hit.code.as_str())
            .collect();
        assert_eq!(competences, ["C2.3", "C3.2"]);
        assert!(search(sno(), "sécurité licorne").is_empty());
        assert!(search(sno(), "  ").is_empty());
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
        fn any_question_is_answered_and_no_letter_is_lost(question in ".{0,60}") {
            for hit in search(sno(), &question) {
                let text: String = hit.pieces.iter().map(|(piece, _)| piece.as_str()).collect();
                prop_assert!(!text.is_empty());
            }
        }
    }
}
