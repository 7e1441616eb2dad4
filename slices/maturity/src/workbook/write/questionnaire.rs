//! The questionnaire: a table per field, three steps side by side, as in the
//! guide.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Styles, on_paper, put};
use crate::instrument::{Field, Instrument, Part};
use crate::workbook::model::{Book, Cover, QUESTIONNAIRE};

/// Columns of a step: its statement, its tick, the objectives to lead and those
/// that are reached.
pub const PER_STEP: u16 = 4;

/// The column of the statement of a step.
#[must_use]
pub fn statement_column(step: u8) -> u16 {
    1 + PER_STEP * u16::from(step.saturating_sub(1))
}

pub(super) fn write(
    sheet: &mut Worksheet,
    styles: &Styles,
    instrument: &Instrument,
    cover: &Cover,
    book: &Book,
) -> Result<(), XlsxError> {
    sheet.set_name(QUESTIONNAIRE)?;
    on_paper(sheet);
    sheet.set_column_width(0, 24)?;
    for step in 1..=instrument.steps() {
        let column = statement_column(step);
        for (at, width) in (column..).zip([48, 6, 24, 24]) {
            sheet.set_column_width(at, f64::from(width))?;
        }
    }
    put(sheet, 0, 0, &instrument.title, &styles.title)?;
    put(
        sheet,
        1,
        0,
        &format!("{}. {}", cover.school, cover.campaign),
        &styles.muted,
    )?;
    put(
        sheet,
        2,
        0,
        "Mettez x dans la colonne « Atteint » de chaque étape atteinte.",
        &styles.muted,
    )?;
    let mut row = 4;
    for part in &instrument.parts {
        for field in &part.fields {
            row = field_table(sheet, styles, (part, field), book, row)?;
        }
    }
    Ok(())
}

/// The table of a field from a row on; the row after it.
fn field_table(
    sheet: &mut Worksheet,
    styles: &Styles,
    (part, field): (&Part, &Field),
    book: &Book,
    first: u32,
) -> Result<u32, XlsxError> {
    put(sheet, first, 0, &part.title, &styles.section)?;
    let title = format!("{} {}", field.code, field.title);
    put(sheet, first, 1, &title, &styles.section)?;
    put(sheet, first + 1, 0, "Item", &styles.head)?;
    for (step, heading) in (1_u8..).zip(&field.headings) {
        let column = statement_column(step);
        let heading = format!("Etape {step}\u{a0}: {heading}");
        put(sheet, first + 1, column, &heading, &styles.head)?;
        put(sheet, first + 1, column + 1, "Atteint", &styles.head)?;
        put(
            sheet,
            first + 1,
            column + 2,
            "Objectifs SMART à conduire",
            &styles.head,
        )?;
        put(
            sheet,
            first + 1,
            column + 3,
            "Objectifs SMART atteints",
            &styles.head,
        )?;
    }
    let mut row = first + 2;
    for item in field.in_force() {
        put(sheet, row, 0, &item.title, &styles.strong)?;
        for statement in &item.statements {
            let column = statement_column(statement.step);
            let text = format!("{}-{}", statement.step, statement.text);
            put(sheet, row, column, &text, &styles.text)?;
            let ticked = book.standing.get(&statement.code) == Some(true);
            put(
                sheet,
                row,
                column + 1,
                if ticked { "x" } else { "" },
                &styles.tick,
            )?;
            let titles = |reached: bool| {
                let goals = book.goals.iter().filter(|goal| {
                    goal.item == item.code && goal.step == statement.step && goal.reached == reached
                });
                goals
                    .map(|goal| goal.title.clone())
                    .collect::<Vec<_>>()
                    .join("\n")
            };
            put(sheet, row, column + 2, &titles(false), &styles.text)?;
            put(sheet, row, column + 3, &titles(true), &styles.text)?;
        }
        row += 1;
    }
    Ok(row + 1)
}
