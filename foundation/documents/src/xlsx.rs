//! Tables as workbooks.

use rust_xlsxwriter::{
    Color, DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::{Column, DocumentError, Place, TableDocument};

/// A4, as spreadsheets number it.
const A4: u8 = 9;
/// Where the head of the table begins, under its title and what it is about.
const HEAD: u32 = 3;
/// The colour of a head.
const GREY: u32 = 0x00EA_EDF1;
/// The longest text that a cell holds.
const LONGEST: usize = 32_000;
/// The height of a line, in points.
const LINE: f64 = 14.0;
/// The tallest row that a spreadsheet shows.
const TALLEST: f64 = 409.0;
/// What a spreadsheet would read as the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Tables as a workbook, a sheet for each: A4 landscape, their heads on every
/// page. It names nobody. Its title is that of the first.
///
/// # Errors
/// [`DocumentError::Layout`] when the workbook cannot be made.
pub fn xlsx(tables: &[TableDocument]) -> Result<Vec<u8>, DocumentError> {
    workbook(tables).map_err(|error| DocumentError::Layout(error.to_string()))
}

fn workbook(tables: &[TableDocument]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let title = tables.first().map_or("", |table| &table.title);
    let properties = DocProperties::new()
        .set_title(shortened(title))
        .set_company("Jalon");
    workbook.set_properties(&properties);
    for table in tables {
        fill(workbook.add_worksheet(), table)?;
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, document: &TableDocument) -> Result<(), XlsxError> {
    // The last line of the head.
    let last = HEAD + u32::from(!document.groups.is_empty());
    sheet.set_name(sheet_name(&document.sheet))?;
    sheet.set_landscape().set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    sheet.set_footer("&R&P / &N");
    sheet.set_repeat_rows(HEAD, last)?;
    sheet.set_freeze_panes(last + 1, document.frozen)?;

    let title = Format::new().set_bold().set_font_size(16);
    write(sheet, 0, 0, &document.title, &title)?;
    write(sheet, 1, 0, &document.about, &Format::new())?;
    groups(sheet, document)?;
    for (at, column) in (0_u16..).zip(&document.columns) {
        sheet.set_column_width(at, f64::from(column.width))?;
        write(sheet, last, at, &column.label, &head(GREY))?;
    }
    sheet.set_row_height(last, height(heads(document)))?;
    let formats: Vec<Format> = document.columns.iter().map(plain).collect();
    for (at, places) in (last + 1..).zip(&document.rows) {
        row(sheet, at, places, &formats)?;
    }
    for (at, height) in (last + 1..).zip(heights(document)) {
        sheet.set_row_height(at, height)?;
    }
    Ok(())
}

fn head(colour: u32) -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(colour))
        .set_align(FormatAlign::VerticalCenter)
}

fn plain(column: &Column) -> Format {
    let format = Format::new()
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Top);
    match column.centred {
        true => format.set_align(FormatAlign::Center),
        false => format,
    }
}

/// The heads over several columns, side by side.
fn groups(sheet: &mut Worksheet, document: &TableDocument) -> Result<(), XlsxError> {
    let (mut from, mut lines) = (0, 1.0_f64);
    for group in &document.groups {
        let to = from + group.columns.max(1) - 1;
        let under = document.columns.iter().skip(usize::from(from));
        let width = under.take(usize::from(group.columns)).map(|one| one.width);
        lines = lines.max(measured(&group.label, width.sum()));
        let format = head(group.colour).set_align(FormatAlign::Center);
        if to > from {
            sheet.merge_range(HEAD, from, HEAD, to, "", &format)?;
        }
        write(sheet, HEAD, from, &group.label, &format)?;
        from = to + 1;
    }
    if from > 0 {
        sheet.set_row_height(HEAD, height(lines))?;
    }
    Ok(())
}

fn row(
    sheet: &mut Worksheet,
    at: u32,
    places: &[Place],
    formats: &[Format],
) -> Result<(), XlsxError> {
    for ((column, place), plain) in (0_u16..).zip(places).zip(formats) {
        let Place::Text { text, rows } = place else {
            continue;
        };
        let last = at + u32::try_from(rows.saturating_sub(1)).unwrap_or(0);
        if last > at {
            sheet.merge_range(at, column, last, column, "", plain)?;
        }
        write(sheet, at, column, text, plain)?;
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
                let each = measured(text, column.width) / rows as f64;
                for line in &mut lines[at..at + rows] {
                    *line = line.max(each);
                }
            }
        }
    }
    lines.into_iter().map(height).collect()
}

/// How tall a row of so many lines is.
fn height(lines: f64) -> f64 {
    (lines.ceil() * LINE + 4.0).min(TALLEST)
}

/// How many lines the longest head takes.
fn heads(document: &TableDocument) -> f64 {
    let columns = document.columns.iter();
    columns
        .map(|column| measured(&column.label, column.width))
        .fold(1.0, f64::max)
}

/// How many lines a text takes in a column, rather too many than too few.
fn measured(text: &str, width: u16) -> f64 {
    let room = usize::from(width.max(2)) * 9 / 10;
    let lines = text
        .lines()
        .map(|line| line.chars().count().div_ceil(room).max(1));
    lines.sum::<usize>().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Group;
    use calamine::{Data, Reader, Xlsx};

    fn table(rows: Vec<Vec<Place>>) -> TableDocument {
        TableDocument {
            title: "=cmd|' /C calc'!A0".into(),
            about: "Une ligne".into(),
            sheet: "Tableau: [1]".into(),
            columns: vec![Column::new("Mission", 20), Column::new("Bloc", 10)],
            rows,
            ..TableDocument::default()
        }
    }

    fn one(document: &TableDocument) -> Vec<u8> {
        xlsx(std::slice::from_ref(document)).unwrap()
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
        let bytes = one(&table(vec![vec![
            Place::one("+1+1"),
            Place::one("@SUM(A1)"),
        ]]));
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
        let (_, rows) = read(one(&document));
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
        let bytes = one(&table(vec![vec![
            Place::one("é".repeat(100_000)),
            Place::one(""),
        ]]));
        assert_eq!(read(bytes).1[4][0].chars().count(), LONGEST);
    }

    #[test]
    fn a_head_stands_over_its_columns_and_tables_have_a_sheet_each() {
        let grouped = TableDocument {
            groups: vec![
                Group {
                    label: String::new(),
                    columns: 1,
                    colour: GREY,
                },
                Group {
                    label: "C1.1 Site Web".into(),
                    columns: 2,
                    colour: 0x00E8_ECFF,
                },
            ],
            columns: vec![
                Column::new("Apprenant·e", 20),
                Column::new("Équipe", 8).centred(),
                Column::new("Auto", 8).centred(),
            ],
            frozen: 1,
            sheet: "Matrice".into(),
            ..table(vec![vec![
                Place::one("Ferrand Inès"),
                Place::one("3"),
                Place::one("2"),
            ]])
        };
        let (names, rows) = read(xlsx(&[grouped, table(Vec::new())]).unwrap());
        assert_eq!(names, ["Matrice", "Tableau 1"]);
        assert_eq!(rows[3], ["", "C1.1 Site Web", ""]);
        assert_eq!(rows[4], ["Apprenant·e", "Équipe", "Auto"]);
        assert_eq!(rows[5], ["Ferrand Inès", "3", "2"]);
    }
}
