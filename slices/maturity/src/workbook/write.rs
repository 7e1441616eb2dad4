//! The workbook, written sheet by sheet. Texts are written as texts: no cell is
//! ever a formula.

mod graph;
mod questionnaire;
mod schedule;

use chrono::Datelike;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::model::{Book, Cover};
use crate::instrument::Instrument;

pub use questionnaire::statement_column;
pub use schedule::{COLUMNS, DETAIL_HEAD, GOAL, HEAD, POINT, description};

/// A4, as spreadsheets number it.
const A4: u8 = 9;
/// The longest text that a cell holds.
const LONGEST: usize = 32_000;
/// What a spreadsheet would read as the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The workbook cannot be made: a defect of ours.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be made")]
pub struct NotMade(#[from] XlsxError);

/// The workbook of a school.
///
/// # Errors
/// [`NotMade`], which is a defect.
pub fn write(instrument: &Instrument, cover: &Cover, book: &Book) -> Result<Vec<u8>, NotMade> {
    Ok(draft(instrument, cover, book)?.save_to_buffer()?)
}

/// The workbook before it is saved.
pub(super) fn draft(
    instrument: &Instrument,
    cover: &Cover,
    book: &Book,
) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(format!("{}, {}", instrument.title, cover.school))
        .set_company("Jalon");
    workbook.set_properties(&properties);
    let styles = Styles::new();
    questionnaire::write(workbook.add_worksheet(), &styles, instrument, cover, book)?;
    graph::write(workbook.add_worksheet(), &styles, instrument, cover, book)?;
    schedule::write(workbook.add_worksheet(), &styles, instrument, cover, book)?;
    schedule::write_detail(workbook.add_worksheet(), &styles, instrument, book)?;
    Ok(workbook)
}

/// How the cells look.
struct Styles {
    title: Format,
    muted: Format,
    head: Format,
    section: Format,
    text: Format,
    strong: Format,
    tick: Format,
    date: Format,
    percent: Format,
}

impl Styles {
    fn new() -> Self {
        let cell = Format::new()
            .set_text_wrap()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Top);
        Self {
            title: Format::new().set_bold().set_font_size(16),
            muted: Format::new().set_font_color(Color::RGB(0x0056_5D6B)),
            head: cell
                .clone()
                .set_bold()
                .set_background_color(Color::RGB(0x00EA_EDF1)),
            section: cell
                .clone()
                .set_bold()
                .set_background_color(Color::RGB(0x00F4_B93A)),
            strong: cell.clone().set_bold(),
            tick: cell.clone().set_bold().set_align(FormatAlign::Center),
            date: cell.clone().set_num_format("dd/mm/yyyy"),
            percent: cell.clone().set_num_format("0 %"),
            text: cell,
        }
    }
}

/// A text as a text: never a number, a link or a formula, also for whoever
/// edits the cell.
fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let short: String = text.chars().take(LONGEST).collect();
    let format = match short.starts_with(FORMULA) {
        true => format.clone().set_quote_prefix(),
        false => format.clone(),
    };
    sheet.write_string_with_format(row, column, short, &format)?;
    Ok(())
}

/// A day as a day, or an empty cell.
fn put_day(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    day: Option<chrono::NaiveDate>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match day {
        Some(day) => {
            // A year of our forms is between 1900 and 2200: the conversions are exact.
            let year = u16::try_from(day.year()).unwrap_or(1900);
            let parts = [day.month(), day.day()].map(|part| u8::try_from(part).unwrap_or(1));
            let moment = ExcelDateTime::from_ymd(year, parts[0], parts[1])?;
            sheet.write_datetime_with_format(row, column, &moment, &styles.date)?
        }
        None => sheet.write_blank(row, column, &styles.date)?,
    };
    Ok(())
}

/// A4 landscape, one page wide.
fn on_paper(sheet: &mut Worksheet) {
    sheet.set_landscape().set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    sheet.set_footer("&R&P / &N");
}
