//! Tables as workbooks.

use rust_xlsxwriter::{
    Color, DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::{Column, DocumentError, Place, TableDocument};

/// A4, as spreadsheets number it.
const A4: u8 = 9;
/// Where the head of the table stands, under its title and what it is about.
const HEAD: u32 = 3;
/// The longest text that a cell holds.
const LONGEST: usize = 32_000;
/// The height of a line, in points.
const LINE: f64 = 14.0;
/// The tallest row that a spreadsheet shows.
const TALLEST: f64 = 409.0;
/// What a spreadsheet would read as the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The table as a workbook: A4 landscape, its head on every page. It names
/// nobody.
///
/// # Errors
/// [`DocumentError::Layout`] when the workbook cannot be made.
pub fn xlsx(document: &TableDocument) -> Result<Vec<u8>, DocumentError> {
    workbook(document).map_err(|error| DocumentError::Layout(error.to_string()))
}

fn workbook(document: &TableDocument) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(shortened(&document.title))
        .set_company("Jalon");
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(&document.sheet))?;
    sheet.set_landscape().set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    sheet.set_footer("&R&P / &N");
    sheet.set_repeat_rows(HEAD, HEAD)?;
    sheet.set_freeze_panes(HEAD + 1, 0)?;

    let title = Format::new().set_bold().set_font_size(16);
    write(sheet, 0, 0, &document.title, &title)?;
    write(sheet, 1, 0, &document.about, &Format::new())?;
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00EA_EDF1))
        .set_align(FormatAlign::VerticalCenter);
    for (at, column) in (0_u16..).zip(&document.columns) {
        sheet.set_column_width(at, f64::from(column.width))?;
        write(sheet, HEAD, at, column.label, &head)?;
    }
    for (at, places) in (HEAD + 1..).zip(&document.rows) {
        row(sheet, at, places)?;
    }
    for (at, height) in (HEAD + 1..).zip(heights(document)) {
        sheet.set_row_height(at, height)?;
    }
    workbook.save_to_buffer()
}

fn row(sheet: &mut Worksheet, at: u32, places: &[Place]) -> Result<(), XlsxError> {
    let plain = Format::new()
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Top);
    for (column, place) in (0_u16..).zip(places) {
        let Place::Text { text, rows } = place else {
            continue;
        };
        let last = at + u32::try_from(rows.saturating_sub(1)).unwrap_or(0);
        if last > at {
            sheet.merge_range(at, column, last, column, "", &plain)?;
        }
        write(sheet, at, column, text, &plain)?;
    }
    Ok(())
}

/// A text as a text: never a number, a link or a formula, also for whoever
/// edits the cell.
fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let format = match text.starts_with(FORMULA) {
        true => format.clone().set_quote_prefix(),
        false => format.clone(),
    };
    sheet.write_string_with_format(row, column, shortened(text), &format)?;
    Ok(())
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// A name that spreadsheets take: short, without the signs of their formulas.
fn sheet_name(name: &str) -> String {
    let name: String = name
        .chars()
        .filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\''))
        .take(31)
        .collect();
    match name.trim() {
        "" => "Tableau".to_owned(),
        name => name.to_owned(),
    }
}

/// How tall each row must be: a spreadsheet does not measure merged cells.
fn heights(document: &TableDocument) -> Vec<f64> {
    let mut lines = vec![1.0_f64; document.rows.len()];
    for (at, places) in document.rows.iter().enumerate() {
        for (place, column) in places.iter().zip(&document.columns) {
            if let Place::Text { text, rows } = place {
                let rows = (*rows).clamp(1, document.rows.len() - at);
                let each = measured(text, *column) / rows as f64;
                for line in &mut lines[at..at + rows] {
                    *line = line.max(each);
                }
            }
        }
    }
    let height = |lines: f64| (lines.ceil() * LINE + 4.0).min(TALLEST);
    lines.into_iter().map(height).collect()
}

/// How many lines a text takes in a column, rather too many than too few.
fn measured(text: &str, column: Column) -> f64 {
    let room = usize::from(column.width.max(2)) * 9 / 10;
    let lines = text
        .lines()
        .map(|line| line.chars().count().div_ceil(room).max(1));
    lines.sum::<usize>().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};

    fn table(rows: Vec<Vec<Place>>) -> TableDocument {
        TableDocument {
            title: "=cmd|' /C calc'!A0".into(),
            about: "Une ligne".into(),
            sheet: "Tableau: [1]".into(),
            columns: vec![
                Column {
                    label: "Mission",
                    width: 20,
                },
                Column {
                    label: "Bloc",
                    width: 10,
                },
            ],
            rows,
        }
    }

    fn read(bytes: Vec<u8>) -> (Vec<String>, Vec<Vec<String>>) {
        let mut book = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let names = book.sheet_names();
        let range = book.worksheet_range(&names[0]).unwrap();
        let formulas = book.worksheet_formula(&names[0]).unwrap();
        assert!(formulas.is_empty() || formulas.cells().all(|(_, _, text)| text.is_empty()));
        let rows = range
            .rows()
            .map(|row| row.iter().map(Data::to_string).collect());
        (names, rows.collect())
    }

    #[test]
    fn what_looks_like_a_formula_stays_a_text() {
        let bytes = xlsx(&table(vec![vec![
            Place::one("+1+1"),
            Place::one("@SUM(A1)"),
        ]]))
        .unwrap();
        let (names, rows) = read(bytes);
        assert_eq!(names, ["Tableau 1"]);
        assert_eq!(rows[0][0], "=cmd|' /C calc'!A0");
        assert_eq!(rows[4], ["+1+1", "@SUM(A1)"]);
    }

    #[test]
    fn a_cell_goes_over_the_rows_that_it_covers() {
        let over = Place::Text {
            text: "Une mission".into(),
            rows: 2,
        };
        let document = table(vec![
            vec![over, Place::one("1")],
            vec![Place::Covered, Place::one("2")],
        ]);
        let (_, rows) = read(xlsx(&document).unwrap());
        assert_eq!(rows[4], ["Une mission", "1"]);
        assert_eq!(rows[5], ["", "2"]);
        // Its text is shared out over the two rows.
        let long = Place::Text {
            text: "mot ".repeat(45),
            rows: 2,
        };
        let tall = heights(&table(vec![
            vec![long, Place::one("1")],
            vec![Place::Covered, Place::one("2")],
        ]));
        assert_eq!(tall, [LINE * 5.0 + 4.0; 2]);
    }

    #[test]
    fn a_book_of_a_text_is_cut_and_not_refused() {
        let bytes = xlsx(&table(vec![vec![
            Place::one("é".repeat(100_000)),
            Place::one(""),
        ]]))
        .unwrap();
        assert_eq!(read(bytes).1[4][0].chars().count(), LONGEST);
    }
}
