//! A table to print and to work on in a spreadsheet.

use std::borrow::Cow;

/// A table. Texts only: no cell is ever a formula.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableDocument {
    /// Its title, above it.
    pub title: String,
    /// A line under the title.
    pub about: String,
    /// The name of its sheet.
    pub sheet: String,
    /// What stands above several columns; none where each column stands for
    /// itself.
    pub groups: Vec<Group>,
    /// The columns.
    pub columns: Vec<Column>,
    /// How many of the first columns stay in sight when one moves sideways.
    pub frozen: u16,
    /// The rows; each has a place for every column.
    pub rows: Vec<Vec<Place>>,
}

/// A head over columns that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What is written; nothing where the head of its column says it all.
    pub label: String,
    /// Over how many columns.
    pub columns: u16,
    /// Its colour, as 0xRRGGBB.
    pub colour: u32,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub label: Cow<'static, str>,
    /// How wide, in signs.
    pub width: u16,
    /// Whether its texts stand in the middle.
    pub centred: bool,
}

impl Column {
    /// A column whose texts begin on the left.
    #[must_use]
    pub fn new(label: impl Into<Cow<'static, str>>, width: u16) -> Self {
        Self {
            label: label.into(),
            width,
            centred: false,
        }
    }

    /// The same with its texts in the middle.
    #[must_use]
    pub fn centred(self) -> Self {
        Self {
            centred: true,
            ..self
        }
    }
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
