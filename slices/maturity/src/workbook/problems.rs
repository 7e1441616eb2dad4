//! What is wrong with a workbook: where, and what to do.

use std::fmt;

/// The workbook cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is no workbook, or a damaged one.
    #[error(
        "Ce fichier n’est pas un classeur XLSX lisible. Rien n’a été importé\u{a0}; enregistrez-le au format «\u{202f}Classeur Excel (.xlsx)\u{202f}», puis recommencez."
    )]
    NoWorkbook,
    /// It is larger than it can be, or would be once opened.
    #[error(
        "Ce classeur est trop gros\u{a0}: {limit} au plus. Rien n’a été importé\u{a0}; retirez-en les images et les feuilles qui ne viennent pas du guide, puis recommencez."
    )]
    TooBig {
        /// What it may be.
        limit: &'static str,
    },
    /// Neither of the sheets that are read is there.
    #[error(
        "Ce classeur n’a ni feuille «\u{202f}Questionnaire\u{202f}» ni feuille «\u{202f}Échéancier\u{202f}». Rien n’a été importé\u{a0}; partez du classeur que Jalon exporte, ou renommez vos feuilles."
    )]
    NoSheet,
}

/// Something wrong in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The sheet.
    pub sheet: &'static str,
    /// « B7 ».
    pub cell: String,
    /// A sentence: what is wrong and what to do.
    pub message: String,
}

impl Problem {
    /// Something wrong at a row and a column, counted from zero.
    #[must_use]
    pub fn at(sheet: &'static str, row: u32, column: u32, message: impl Into<String>) -> Self {
        Self {
            sheet,
            cell: cell(row, column),
            message: message.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}\u{a0}: {}", self.sheet, self.cell, self.message)
    }
}

/// The name of a cell: « B7 » for the second column of the seventh row.
#[must_use]
pub fn cell(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        let letter = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        left = (left - 1) / 26;
    }
    letters.reverse();
    let letters: String = letters.into_iter().collect();
    format!("{letters}{}", row + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_do() {
        assert_eq!(cell(0, 0), "A1");
        assert_eq!(cell(6, 1), "B7");
        assert_eq!(cell(9, 25), "Z10");
        assert_eq!(cell(0, 26), "AA1");
        assert_eq!(cell(0, 701), "ZZ1");
        assert_eq!(cell(0, 702), "AAA1");
    }
}
