//! The échéancier as the guide draws it, and the sheet for what it cannot hold.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Styles, on_paper, put, put_day};
use crate::instrument::Instrument;
use crate::objectives::State;
use crate::workbook::model::{Book, BookGoal, Cover, DETAIL, SCHEDULE};

/// The columns of the échéancier after those of the steps.
pub const COLUMNS: [&str; 10] = [
    "DESCRIPTIF DE L’OBJECTIF SMART",
    "NOM DU PILOTE DE L’OBJECTIF SMART",
    "Echéance prévue OBJECTIF SMART",
    "POINT DE SITUATION 1\u{a0}: DATE",
    "POINT DE SITUATION 1\u{a0}: ETAT",
    "POINT DE SITUATION 2\u{a0}: DATE",
    "POINT DE SITUATION 2\u{a0}: ETAT",
    "OBJECTIF SMART ATTEINT",
    "OBSERVATIONS",
    "N°",
];

/// The columns of the sheet « Jalon – détail ».
pub const DETAIL_COLUMNS: [&str; 9] = [
    "Quoi",
    "N°",
    "Mesurable",
    "Ambitieux et Atteignable",
    "Réaliste",
    "Date",
    "Etat",
    "Remarque",
    "Auteur·rice",
];
/// An objective, in the first column of that sheet.
pub const GOAL: &str = "Objectif";
/// A checkpoint, likewise.
pub const POINT: &str = "Point de situation";

/// Where the head of the échéancier stands.
pub const HEAD: u32 = 3;
/// Where the head of the sheet of details stands.
pub const DETAIL_HEAD: u32 = 2;

/// A state as the échéancier writes it.
#[must_use]
pub const fn state_word(state: State) -> &'static str {
    match state {
        State::NotStarted => "NON ENGAGE",
        State::InProgress => "EN COURS",
        State::Done => "ACHEVE",
    }
}

pub(super) fn write(
    sheet: &mut Worksheet,
    styles: &Styles,
    instrument: &Instrument,
    cover: &Cover,
    book: &Book,
) -> Result<(), XlsxError> {
    sheet.set_name(SCHEDULE)?;
    on_paper(sheet);
    put(
        sheet,
        0,
        0,
        "Échéancier de la réalisation des objectifs SMART",
        &styles.title,
    )?;
    let about = format!(
        "{}, mis à jour le {}",
        cover.school,
        kernel::date_long(cover.updated_on)
    );
    put(sheet, 1, 0, &about, &styles.muted)?;
    let steps = instrument.steps();
    sheet.set_column_width(0, 34)?;
    put(sheet, HEAD, 0, "Item", &styles.head)?;
    for step in 1..=steps {
        sheet.set_column_width(u16::from(step), 26)?;
        put(
            sheet,
            HEAD,
            u16::from(step),
            &format!("Etape {step}"),
            &styles.head,
        )?;
    }
    let after = u16::from(steps) + 1;
    let widths = [44, 24, 14, 14, 14, 14, 14, 12, 44, 6];
    for ((column, name), width) in (after..).zip(COLUMNS).zip(widths) {
        sheet.set_column_width(column, f64::from(width))?;
        put(sheet, HEAD, column, name, &styles.head)?;
    }
    sheet.set_freeze_panes(HEAD + 1, 1)?;
    let mut row = HEAD + 1;
    for part in &instrument.parts {
        put(sheet, row, 0, &part.title, &styles.section)?;
        row += 1;
        for item in part.fields.iter().flat_map(|field| &field.items) {
            let goals = (1_usize..).zip(&book.goals);
            let goals: Vec<_> = goals.filter(|(_, goal)| goal.item == item.code).collect();
            if goals.is_empty() && !item.retired {
                put(sheet, row, 0, &item.title, &styles.strong)?;
                row += 1;
            }
            for (number, goal) in goals {
                put(sheet, row, 0, &item.title, &styles.strong)?;
                goal_row(sheet, styles, steps, goal, number, row)?;
                row += 1;
            }
        }
    }
    Ok(())
}

fn goal_row(
    sheet: &mut Worksheet,
    styles: &Styles,
    steps: u8,
    goal: &BookGoal,
    number: usize,
    row: u32,
) -> Result<(), XlsxError> {
    for step in 1..=steps {
        let text = if step == goal.step {
            goal.title.as_str()
        } else {
            ""
        };
        put(sheet, row, u16::from(step), text, &styles.text)?;
    }
    let column = |at: u16| u16::from(steps) + 1 + at;
    put(sheet, row, column(0), &description(goal), &styles.text)?;
    put(sheet, row, column(1), &goal.pilot, &styles.text)?;
    put_day(sheet, row, column(2), goal.due_on, styles)?;
    let last = &goal.points[goal.points.len().saturating_sub(2)..];
    for (place, at) in [3_u16, 5].into_iter().enumerate() {
        let point = last.get(place);
        put_day(sheet, row, column(at), point.map(|point| point.on), styles)?;
        let state = point.map_or("", |point| state_word(point.state));
        put(sheet, row, column(at + 1), state, &styles.text)?;
    }
    put(
        sheet,
        row,
        column(7),
        if goal.reached { "OUI" } else { "NON" },
        &styles.text,
    )?;
    put(sheet, row, column(8), &goal.observations, &styles.text)?;
    put(sheet, row, column(9), &number.to_string(), &styles.text)
}

/// What the criteria say, in one cell as the guide has one.
#[must_use]
pub fn description(goal: &BookGoal) -> String {
    let parts = [
        ("Mesurable", &goal.measure),
        ("Ambitieux et Atteignable", &goal.ambition),
        ("Réaliste", &goal.means),
    ];
    let said = parts.into_iter().filter(|(_, text)| !text.is_empty());
    let said = said.map(|(name, text)| format!("{name}\u{a0}: {text}"));
    said.collect::<Vec<_>>().join("\n")
}

pub(super) fn write_detail(
    sheet: &mut Worksheet,
    styles: &Styles,
    instrument: &Instrument,
    book: &Book,
) -> Result<(), XlsxError> {
    sheet.set_name(DETAIL)?;
    on_paper(sheet);
    put(
        sheet,
        0,
        0,
        "Ce que les feuilles du guide ne peuvent pas contenir",
        &styles.title,
    )?;
    let widths = [20, 6, 40, 40, 40, 14, 14, 44, 26];
    for ((column, name), width) in (0_u16..).zip(DETAIL_COLUMNS).zip(widths) {
        sheet.set_column_width(column, f64::from(width))?;
        put(sheet, DETAIL_HEAD, column, name, &styles.head)?;
    }
    let mut row = DETAIL_HEAD + 1;
    // As the échéancier numbers them.
    for (number, goal) in (1_usize..).zip(&book.goals) {
        if instrument.item(&goal.item).is_none() {
            continue;
        }
        let number = number.to_string();
        for (column, text) in [GOAL, &number, &goal.measure, &goal.ambition, &goal.means]
            .into_iter()
            .enumerate()
        {
            put(
                sheet,
                row,
                u16::try_from(column).unwrap_or(0),
                text,
                &styles.text,
            )?;
        }
        row += 1;
        for point in &goal.points {
            put(sheet, row, 0, POINT, &styles.text)?;
            put(sheet, row, 1, &number, &styles.text)?;
            put_day(sheet, row, 5, Some(point.on), styles)?;
            put(sheet, row, 6, state_word(point.state), &styles.text)?;
            put(sheet, row, 7, &point.remark, &styles.text)?;
            put(sheet, row, 8, &point.author, &styles.text)?;
            row += 1;
        }
    }
    Ok(())
}
