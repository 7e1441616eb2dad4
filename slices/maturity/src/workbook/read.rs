//! A filled workbook, read sheet by sheet. What is wrong is said by its cell;
//! then nothing is taken.

mod cells;
mod questionnaire;
mod schedule;
mod sizes;

use std::io::Cursor;

use calamine::{Reader, Xlsx};

use super::model::{Book, DETAIL, QUESTIONNAIRE, SCHEDULE};
use super::problems::{Problem, Unreadable};
use crate::instrument::Instrument;
use cells::Sheet;

pub use sizes::{MAX_BYTES, TOO_BIG};

/// So many problems are said at once: the first ones are enough to mend a file.
const SAID: usize = 50;

/// What a workbook holds, or what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// What it holds.
    pub book: Book,
    /// Whether its questionnaire was there.
    pub answered: bool,
    /// Whether its échéancier was there.
    pub scheduled: bool,
}

/// Why nothing is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The file, in a sentence.
    File(String),
    /// Cells of it, in their order.
    Cells(Vec<Problem>),
}

impl From<Unreadable> for Refusal {
    fn from(unreadable: Unreadable) -> Self {
        Self::File(unreadable.to_string())
    }
}

/// Reads a filled workbook.
///
/// # Errors
/// The file, or its cells.
pub fn read(instrument: &Instrument, bytes: &[u8]) -> Result<Filled, Refusal> {
    sizes::check(bytes)?;
    let mut file = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::NoWorkbook)?;
    let names = file.sheet_names();
    let mut open = |name: &str| -> Result<Option<Sheet>, Unreadable> {
        let wanted = db::text::search_key(name);
        let there = names
            .iter()
            .find(|name| db::text::search_key(name) == wanted);
        there.map(|name| Sheet::open(&mut file, name)).transpose()
    };
    let (answers, schedule, detail) = (open(QUESTIONNAIRE)?, open(SCHEDULE)?, open(DETAIL)?);
    if answers.is_none() && schedule.is_none() {
        return Err(Unreadable::NoSheet.into());
    }
    let mut problems = Vec::new();
    let mut book = Book::default();
    if let Some(sheet) = &answers {
        book.standing = questionnaire::read(instrument, sheet, &mut problems);
    }
    if let Some(sheet) = &schedule {
        let details = detail
            .as_ref()
            .map(|sheet| schedule::details(sheet, &mut problems));
        let details = details.unwrap_or_default();
        book.goals = schedule::read(instrument, sheet, &details, &mut problems);
    }
    problems.truncate(SAID);
    match problems.is_empty() {
        true => Ok(Filled {
            book,
            answered: answers.is_some(),
            scheduled: schedule.is_some(),
        }),
        false => Err(Refusal::Cells(problems)),
    }
}
