//! Tables: CSV in whatever encoding and separator, the first sheet of an XLSX.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use calamine::{DataRef, Reader as _, Xlsx};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};

use super::columns::{self, Mapping};
use super::{Body, Format, MAX_ROWS, Reading, Unreadable, container};

/// A table of text may be this large.
const MAX_TEXT: u64 = 30_000_000;
/// Columns of a table.
const MAX_COLUMNS: usize = 100;
/// Characters of a cell that are kept: no name is longer.
const MAX_CELL: usize = 300;

/// A table whose first row names its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns, as written.
    pub headers: Vec<String>,
    /// The rows that are not empty.
    pub rows: Vec<TableRow>,
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    /// Its line in the file, from 1.
    pub line: u32,
    /// Its cells, as many as there are columns at most.
    pub cells: Vec<String>,
}

/// Reads a text: CSV with semicolons, commas or tabs.
pub fn text(source: impl BufRead) -> Result<Reading, Unreadable> {
    Ok(reading(csv(source, MAX_COLUMNS)?))
}

/// Reads a CSV of at most so many columns.
pub fn csv(source: impl BufRead, max_columns: usize) -> Result<Table, Unreadable> {
    let mut bytes = Vec::new();
    source
        .take(MAX_TEXT + 1)
        .read_to_end(&mut bytes)
        .map_err(container::inner_error)?;
    if bytes.len() as u64 > MAX_TEXT {
        return Err(Unreadable::TooBig { limit: MAX_TEXT });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::Empty);
    }
    let text = decode(bytes)?;
    let separator = separator(&text).ok_or(Unreadable::Unknown)?;
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut gathered = Gathered::new(max_columns);
    let mut record = ::csv::StringRecord::new();
    loop {
        let number = |line: u64| u32::try_from(line).unwrap_or(u32::MAX);
        match reader.read_record(&mut record) {
            Ok(true) => {
                let line = number(record.position().map_or(0, |at| line_of(&text, at)));
                gathered.row(line, record.iter().map(str::to_owned).collect())?;
            }
            Ok(false) => break,
            Err(_) => {
                return Err(Unreadable::Damaged {
                    line: number(reader.position().line()),
                });
            }
        }
    }
    gathered.finish()
}

/// The line on which a record begins: the empty lines before it belong to its
/// position.
fn line_of(text: &str, at: &::csv::Position) -> u64 {
    let start = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let skipped = text.as_bytes().get(start..).unwrap_or_default();
    let skipped = skipped
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .filter(|byte| **byte == b'\n')
        .count();
    at.line() + skipped as u64
}

/// Text out of bytes: UTF-8 or UTF-16 where they say so or fit, else what
/// French spreadsheets write.
fn decode(bytes: Vec<u8>) -> Result<String, Unreadable> {
    let refuse = |encoding: &str| Unreadable::Encoding {
        encoding: encoding.to_owned(),
    };
    let marked = [
        (UTF_8, b"\xEF\xBB\xBF".as_slice()),
        (UTF_16LE, b"\xFF\xFE"),
        (UTF_16BE, b"\xFE\xFF"),
    ];
    for (encoding, mark) in marked {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return encoding
                .decode_without_bom_handling_and_without_replacement(rest)
                .map(std::borrow::Cow::into_owned)
                .ok_or_else(|| refuse(encoding.name()));
        }
    }
    // Binary files and UTF-16 without its mark.
    if bytes.contains(&0) {
        return Err(Unreadable::Unknown);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let bytes = error.into_bytes();
            // Five bytes mean nothing there: it is another encoding.
            if bytes
                .iter()
                .any(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D))
            {
                return Err(refuse("inconnu"));
            }
            Ok(WINDOWS_1252
                .decode_without_bom_handling(&bytes)
                .0
                .into_owned())
        }
    }
}

/// What separates the columns of the first line that is not empty.
fn separator(text: &str) -> Option<u8> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    let count = |separator: char| line.chars().filter(|c| *c == separator).count();
    [';', '\t', ',']
        .into_iter()
        .map(|separator| (count(separator), separator))
        .max_by_key(|(count, _)| *count)
        .filter(|(count, _)| *count > 0)
        .and_then(|(_, separator)| u8::try_from(separator).ok())
}

/// Reads the first sheet of a workbook. The sizes in its directory have been
/// checked; cells are counted here, because a few bytes of XML can name a cell
/// of the millionth row.
pub fn workbook(path: &Path) -> Result<Reading, Unreadable> {
    let damaged = |_| Unreadable::DamagedWorkbook;
    let file = BufReader::new(File::open(path)?);
    let mut workbook: Xlsx<_> = Xlsx::new(file).map_err(damaged)?;
    let sheet = workbook
        .sheet_names()
        .first()
        .cloned()
        .ok_or(Unreadable::Empty)?;
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(damaged)?;
    let mut gathered = Gathered::new(MAX_COLUMNS);
    let mut current: Option<(u32, Vec<String>)> = None;
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MAX_COLUMNS {
            return Err(Unreadable::TooManyColumns { limit: MAX_COLUMNS });
        }
        match &mut current {
            Some((number, _)) if *number == row => {}
            _ => {
                if let Some((number, cells)) = current.take() {
                    gathered.row(number.saturating_add(1), cells)?;
                }
                current = Some((row, Vec::new()));
            }
        }
        if let Some((_, cells)) = &mut current {
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            cells[column] = cell_text(cell.get_value());
        }
    }
    if let Some((number, cells)) = current {
        gathered.row(number.saturating_add(1), cells)?;
    }
    Ok(reading(gathered.finish()?))
}

/// What a cell shows. Dates become « 02/11/2008 ».
fn cell_text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => if *value { "oui" } else { "non" }.to_owned(),
        DataRef::Int(number) => number.to_string(),
        // A number that a spreadsheet made of digits.
        DataRef::Float(number) => format!("{number}"),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{day:02}/{month:02}/{year}")
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.split('T').next().unwrap_or_default().to_owned()
        }
    }
}

/// Rows as they come, the first one being the names of the columns.
struct Gathered {
    table: Table,
    max_columns: usize,
}

impl Gathered {
    fn new(max_columns: usize) -> Self {
        Self {
            table: Table::default(),
            max_columns,
        }
    }

    fn row(&mut self, line: u32, cells: Vec<String>) -> Result<(), Unreadable> {
        if cells.len() > self.max_columns {
            return Err(Unreadable::TooManyColumns {
                limit: self.max_columns,
            });
        }
        let mut cells: Vec<String> = cells
            .iter()
            .map(|cell| cell.trim().chars().take(MAX_CELL).collect())
            .collect();
        if cells.iter().all(String::is_empty) {
            return Ok(());
        }
        let table = &mut self.table;
        if table.headers.is_empty() {
            table.headers = cells;
            return Ok(());
        }
        if table.rows.len() >= MAX_ROWS {
            return Err(Unreadable::TooManyRows { limit: MAX_ROWS });
        }
        cells.truncate(table.headers.len());
        table.rows.push(TableRow { line, cells });
        Ok(())
    }

    fn finish(self) -> Result<Table, Unreadable> {
        let table = self.table;
        if table.headers.len() < 2 {
            return Err(Unreadable::Unknown);
        }
        if table.rows.is_empty() {
            return Err(Unreadable::Empty);
        }
        Ok(table)
    }
}

/// What a table of people says.
fn reading(table: Table) -> Reading {
    let (format, body) = match columns::recognised(&table.headers) {
        Some(format) => {
            let mapping = Mapping::proposed(&table.headers, |_| None);
            let rows = table.rows.iter().map(|row| mapping.row(row)).collect();
            (format, Body::Rows(rows))
        }
        None => (Format::Table, Body::Table(table)),
    };
    Reading {
        format,
        uai: None,
        year: None,
        body,
    }
}
