//! What is wrong in a data file, said in French with its line.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::Serialize;

/// One mistake in a file: where, what, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Name of the file, as the caller gave it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong: one French sentence.
    pub message: String,
    /// What to do: one French sentence.
    pub hint: String,
}

impl fmt::Display for Problem {
    /// « sno.toml, ligne 12 : Il manque le champ « title » dans le bloc 1. Ajoutez… »
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}, ligne {}\u{a0}: {} {}",
            self.file, self.line, self.message, self.hint
        )
    }
}

impl std::error::Error for Problem {}

/// Collects the problems of one file while it is read.
pub struct Report<'s> {
    file: &'s str,
    /// The file of ours that hints point at.
    example: &'s str,
    /// Byte offset of the start of each line.
    lines: Vec<usize>,
    source: &'s str,
    problems: RefCell<Vec<Problem>>,
    /// Codes met so far, with the place of the first: a code is unique in the file.
    codes: RefCell<BTreeMap<String, usize>>,
}

impl<'s> Report<'s> {
    /// The report of a file called `file`, whose text is `source`; hints point at `example`.
    #[must_use]
    pub fn new(file: &'s str, source: &'s str, example: &'s str) -> Self {
        let starts = source.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            file,
            example,
            lines: std::iter::once(0).chain(starts).collect(),
            source,
            problems: RefCell::default(),
            codes: RefCell::default(),
        }
    }

    /// Line and column, from 1, of a byte offset.
    fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= offset).max(1);
        let start = self.lines[line - 1];
        let before = self.source.get(start..offset).unwrap_or_default();
        (line, before.chars().count() + 1)
    }

    /// Records a problem that begins at `span`.
    pub fn add(&self, span: &Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        let (line, column) = self.position(span.start);
        self.problems.borrow_mut().push(Problem {
            file: self.file.to_owned(),
            line,
            column,
            message: message.into(),
            hint: hint.into().replace("{example}", self.example),
        });
    }

    /// Records that a code is taken, or that it already was.
    pub fn take_code(&self, code: &str, span: &Range<usize>) {
        let first = *self
            .codes
            .borrow_mut()
            .entry(code.to_owned())
            .or_insert(span.start);
        if first != span.start {
            let first = self.position(first).0;
            self.add(
                span,
                format!("Le code {} est déjà pris à la ligne {first}.", quoted(code)),
                "Chaque code est unique dans le fichier\u{a0}: changez l’un des deux.",
            );
        }
    }

    /// Everything that was found, from the top of the file to its end.
    #[must_use]
    pub fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems
    }
}

/// `text` between French quotation marks.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("«\u{202f}{text}\u{202f}»")
}

/// `part` (« le bloc 1 ») as the beginning of a sentence.
#[must_use]
pub fn sentence_start(part: &str) -> String {
    let mut letters = part.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
