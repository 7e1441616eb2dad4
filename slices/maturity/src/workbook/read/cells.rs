//! The cells of a sheet, by row and column counted from zero.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use chrono::NaiveDate;
use kernel::parse_date;

use crate::workbook::problems::Unreadable;

/// A sheet.
pub struct Sheet {
    values: Range<Data>,
    formulas: Range<String>,
}

/// A cell that says something else than it may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It holds a formula.
    Formula,
    /// It says that.
    Says(String),
}

impl Sheet {
    /// Opens a sheet of a workbook.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn open(file: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Self, Unreadable> {
        let values = file.worksheet_range(name);
        let formulas = file.worksheet_formula(name);
        Ok(Self {
            values: values.map_err(|_| Unreadable::NoWorkbook)?,
            formulas: formulas.map_err(|_| Unreadable::NoWorkbook)?,
        })
    }

    /// The rows that hold something.
    pub fn rows(&self) -> std::ops::Range<u32> {
        let start = self.values.start().map_or(0, |(row, _)| row);
        let end = self.values.end().map_or(0, |(row, _)| row + 1);
        start..end
    }

    /// What a cell says, trimmed; empty beyond the sheet.
    #[must_use]
    pub fn text(&self, row: u32, column: u32) -> String {
        let value = self.values.get_value((row, column));
        value.map_or_else(String::new, |value| match value {
            Data::Empty => String::new(),
            value => value.to_string().trim().to_owned(),
        })
    }

    /// What a cell says, folded for comparing.
    #[must_use]
    pub fn folded(&self, row: u32, column: u32) -> String {
        db::text::search_key(&self.text(row, column))
    }

    /// Whether a cell holds a formula.
    #[must_use]
    pub fn is_formula(&self, row: u32, column: u32) -> bool {
        let formula = self.formulas.get_value((row, column));
        formula.is_some_and(|formula| !formula.is_empty())
    }

    /// Whether a cell is ticked.
    ///
    /// # Errors
    /// What it says instead.
    pub fn tick(&self, row: u32, column: u32) -> Result<bool, Wrong> {
        if self.is_formula(row, column) {
            return Err(Wrong::Formula);
        }
        match self.folded(row, column).as_str() {
            "x" | "1" | "oui" | "true" | "vrai" | "✓" | "✔" | "☑" => Ok(true),
            "" | "0" | "non" | "false" | "faux" | "☐" => Ok(false),
            _ => Err(Wrong::Says(self.text(row, column))),
        }
    }

    /// The day of a cell: a date of the spreadsheet, or a date that was typed.
    ///
    /// # Errors
    /// What it says instead.
    pub fn day(&self, row: u32, column: u32) -> Result<Option<NaiveDate>, Wrong> {
        let text = self.text(row, column);
        if text.is_empty() || text == "0" {
            return Ok(None);
        }
        if self.is_formula(row, column) {
            return Err(Wrong::Formula);
        }
        let day = match self.values.get_value((row, column)) {
            Some(Data::DateTime(moment)) => {
                let (year, month, day, ..) = moment.to_ymd_hms_milli();
                NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
            }
            Some(Data::DateTimeIso(moment)) => moment.get(..10).and_then(parse_date),
            _ => parse_date(&text),
        };
        day.map(Some).ok_or(Wrong::Says(text))
    }
}
