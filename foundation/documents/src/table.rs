//! A table to print and to work on in a spreadsheet.

/// A table. Texts only: no cell is ever a formula.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableDocument {
    /// Its title, above it.
    pub title: String,
    /// A line under the title.
    pub about: String,
    /// The name of its sheet.
    pub sheet: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has a place for every column.
    pub rows: Vec<Vec<Place>>,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub label: &'static str,
    /// How wide, in signs.
    pub width: u16,
}

/// What stands where a row and a column meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A text over as many rows, one at least.
    Text {
        /// What is written; may have several lines.
        text: String,
        /// Over how many rows, downwards.
        rows: usize,
    },
    /// The cell above goes on.
    Covered,
}

impl Place {
    /// A text in one row.
    #[must_use]
    pub fn one(text: impl Into<String>) -> Self {
        Self::Text {
            text: text.into(),
            rows: 1,
        }
    }
}
