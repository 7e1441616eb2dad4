//! The files that schools export, read as streams into what they say. Pure:
//! a path in, rows or a sentence out; nothing is looked up in the database.
//!
//! Shapes: SIECLE `ElevesSansAdresses.xml` and `ResponsablesAvecAdresses.xml`,
//! STS-Web `sts_emp_*.xml`, the CSV of FREGATA and of CFA, any other CSV or
//! XLSX whose columns somebody then names. Plain or in a zip. Every size is
//! bounded before memory is taken.

mod columns;
mod container;
mod guardians;
mod said;
mod siecle;
mod sts;
mod table;
#[cfg(test)]
mod tests;
mod unreadable;
mod xml;

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

pub use columns::{Field, Mapping, fold};
pub use said::{Row, Said, SaidGuardian, SaidLearner, SaidStaff};
pub use table::{Table, TableRow};
pub use unreadable::Unreadable;

/// An XML file, or what a zip holds, may be this large: more than 100 000 learners.
const MAX_BYTES: u64 = 150_000_000;
/// A file may have so many rows.
const MAX_ROWS: usize = 150_000;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String")]
pub enum Format {
    /// Learners of SIECLE: `ElevesSansAdresses.xml`.
    SiecleLearners,
    /// Their guardians: `ResponsablesAvecAdresses.xml`.
    SiecleGuardians,
    /// Staff and their classes: `sts_emp_*.xml`.
    Sts,
    /// The CSV of FREGATA (agricultural schools).
    Fregata,
    /// The same columns with the UAI of each learner (CFA).
    Cfa,
    /// Any other CSV or XLSX.
    Table,
}

impl Format {
    const ALL: [(Self, &'static str); 6] = [
        (Self::SiecleLearners, "siecle_learners"),
        (Self::SiecleGuardians, "siecle_guardians"),
        (Self::Sts, "sts"),
        (Self::Fregata, "fregata"),
        (Self::Cfa, "cfa"),
        (Self::Table, "table"),
    ];

    /// What the screens call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::SiecleLearners => "SIECLE, élèves",
            Self::SiecleGuardians => "SIECLE, responsables",
            Self::Sts => "STS-Web, équipes",
            Self::Fregata => "FREGATA",
            Self::Cfa => "CSV de CFA",
            Self::Table => "tableau",
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (_, code) = Self::ALL[*self as usize];
        f.write_str(code)
    }
}

impl std::str::FromStr for Format {
    type Err = sea_orm::sea_query::ValueTypeErr;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|(_, code)| *code == text)
            .map(|(format, _)| format)
            .ok_or(sea_orm::sea_query::ValueTypeErr)
    }
}

/// What a file says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What it is.
    pub format: Format,
    /// The UAI that it names, as written.
    pub uai: Option<String>,
    /// The calendar year in which its school year begins.
    pub year: Option<i16>,
    /// Its rows.
    pub body: Body,
}

/// The rows of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Rows whose meaning is known.
    Rows(Vec<Row>),
    /// A table whose columns somebody has to name.
    Table(Table),
}

/// Reads a file. Takes a second for tens of thousands of rows: call it off the
/// asynchronous threads.
///
/// # Errors
/// [`Unreadable`], whose `Display` is the sentence for the person.
pub fn read(path: &Path) -> Result<Reading, Unreadable> {
    let reading = container::open(path)?;
    match &reading.body {
        Body::Rows(rows) => {
            for row in rows {
                sound_letters(&row.said.listed(), row.line)?;
            }
        }
        Body::Table(table) => sound_table(table)?,
    }
    Ok(reading)
}

/// Reads a CSV that another service exports, of at most `max_columns`, without
/// asking what its columns mean. Call it off the asynchronous threads.
///
/// # Errors
/// [`Unreadable`].
pub fn read_csv(path: &Path, max_columns: usize) -> Result<Table, Unreadable> {
    let table = table::csv(BufReader::new(File::open(path)?), max_columns)?;
    sound_table(&table)?;
    Ok(table)
}

fn sound_table(table: &Table) -> Result<(), Unreadable> {
    for header in &table.headers {
        sound_letters(header, 1)?;
    }
    for row in &table.rows {
        for cell in &row.cells {
            sound_letters(cell, row.line)?;
        }
    }
    Ok(())
}

/// UTF-8 that somebody took for another encoding: « Ã© » for « é ». Nobody is
/// called so, and the names would be wrong on every page.
fn sound_letters(text: &str, line: u32) -> Result<(), Unreadable> {
    let broken = text.contains('\u{fffd}')
        || text.contains("â€")
        || text.split('Ã').skip(1).any(|rest| {
            rest.starts_with(|c: char| {
                matches!(
                    c,
                    '\u{a0}'..='\u{bf}' | '€' | 'Š' | 'š' | 'Ž' | 'ž' | 'Œ' | 'œ' | 'Ÿ' | '‰' | '‡'
                )
            })
        });
    if broken {
        return Err(Unreadable::Mojibake {
            sample: kernel::truncate(text, 40),
            line,
        });
    }
    Ok(())
}
