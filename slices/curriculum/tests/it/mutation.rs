//! Whatever is done to the file, the checker answers: a curriculum or problems, at lines that
//! exist.

use curriculum::{SHIPPED_CURRICULA, check};
use proptest::prelude::*;

/// What authors and damaged files put into a text.
const FRAGMENTS: &[&str] = &[
    "",
    "\"",
    "\"\"\"",
    "'",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    "\n",
    "\r",
    "\t",
    "\0",
    "é",
    "🦊",
    "\u{202e}",
    "code = ",
    "[[blocks]]\n",
    "[blocks]\n",
    "[blocks.competences]\n",
    "1",
    "-1",
    "2024-02-31",
    "99999999999999999999999",
    "true",
    "\\u{d800}",
    "{ code = ",
    "a.b.c = 1\n",
    "#",
];

fn edited(mut source: String, edits: &[(prop::sample::Index, usize, usize)]) -> String {
    for (at, length, fragment) in edits {
        let boundaries: Vec<usize> = source.char_indices().map(|(at, _)| at).collect();
        if boundaries.is_empty() {
            break;
        }
        let first = at.index(boundaries.len());
        let end = boundaries
            .get(first + length)
            .copied()
            .unwrap_or(source.len());
        source.replace_range(boundaries[first]..end, FRAGMENTS[*fragment]);
    }
    source
}

fn assert_answers(source: &str) -> Result<(), TestCaseError> {
    if let Err(problems) = check(source, "essai.toml") {
        prop_assert!(!problems.is_empty());
        let lines = source.matches('\n').count() + 1;
        for problem in problems {
            prop_assert!((1..=lines).contains(&problem.line), "{problem}");
            prop_assert!(problem.column >= 1 && !problem.hint.is_empty(), "{problem}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_edited_file_never_panics(
        edits in prop::collection::vec(
            (any::<prop::sample::Index>(), 0usize..40, 0..FRAGMENTS.len()),
            1..6,
        )
    ) {
        assert_answers(&edited(SHIPPED_CURRICULA[0].1.to_owned(), &edits))?;
    }

    #[test]
    fn a_file_without_some_of_its_lines_never_panics(
        kept in prop::collection::vec(prop::bool::weighted(0.9), 1..1200)
    ) {
        let lines = SHIPPED_CURRICULA[0].1.lines().zip(kept.iter().chain(std::iter::repeat(&true)));
        let source: String = lines
            .filter(|(_, kept)| **kept)
            .map(|(line, _)| format!("{line}\n"))
            .collect();
        assert_answers(&source)?;
    }

    #[test]
    fn any_text_never_panics(source in "\\PC{0,200}") {
        assert_answers(&source)?;
    }
}
