//! The ticks of the questionnaire.

use std::collections::BTreeSet;

use super::cells::{Sheet, Wrong};
use crate::instrument::{Instrument, Item};
use crate::results::model::Standing;
use crate::workbook::model::QUESTIONNAIRE;
use crate::workbook::problems::{Problem, cell};
use crate::workbook::write::statement_column;

/// Reads the ticks: a row is an item when its first cell says its title, below
/// a head that is where it should be.
pub fn read(instrument: &Instrument, sheet: &Sheet, problems: &mut Vec<Problem>) -> Standing {
    let mut standing = Standing::none_of(instrument);
    let mut headed = false;
    let mut seen = BTreeSet::new();
    for row in sheet.rows() {
        if is_head(instrument, sheet, row) {
            headed = check_head(instrument, sheet, row, problems);
            continue;
        }
        let title = sheet.folded(row, 0);
        let Some(item) = item_of(instrument, &title) else {
            unknown(sheet, row, headed, problems);
            continue;
        };
        if !headed {
            // The head was refused: its rows would only repeat it.
            seen.insert(item.code.clone());
            continue;
        }
        if !seen.insert(item.code.clone()) {
            let message = "Cet item est déjà plus haut. Gardez une seule ligne par item.";
            problems.push(Problem::at(QUESTIONNAIRE, row, 0, message));
        }
        for statement in &item.statements {
            let column = u32::from(statement_column(statement.step)) + 1;
            match sheet.tick(row, column) {
                Ok(ticked) => {
                    standing.set(&statement.code, ticked);
                }
                Err(wrong) => {
                    problems.push(Problem::at(QUESTIONNAIRE, row, column, said(&wrong)));
                }
            }
        }
    }
    missing(instrument, &seen, problems);
    standing
}

fn said(wrong: &Wrong) -> String {
    match wrong {
        Wrong::Formula => {
            "Une formule est écrite ici. Remplacez-la par x, ou videz la case.".into()
        }
        Wrong::Says(text) => format!(
            "«\u{202f}{}\u{202f}» n’est pas une coche. Mettez x, ou videz la case.",
            kernel::truncate(text, 40)
        ),
    }
}

/// Whether a row heads the steps, wherever it says so.
fn is_head(instrument: &Instrument, sheet: &Sheet, row: u32) -> bool {
    let width = u32::from(statement_column(instrument.steps())) + 4;
    (0..width).any(|column| sheet.folded(row, column).starts_with("etape 1"))
}

/// Whether each step stands where it should; each that does not is said once.
fn check_head(
    instrument: &Instrument,
    sheet: &Sheet,
    row: u32,
    problems: &mut Vec<Problem>,
) -> bool {
    let mut sound = true;
    for step in 1..=instrument.steps() {
        let column = u32::from(statement_column(step));
        let right = sheet
            .folded(row, column)
            .starts_with(&format!("etape {step}"))
            && sheet.folded(row, column + 1).starts_with("atteint");
        if !right {
            sound = false;
            let message = format!(
                "L’étape {step} est attendue ici, et sa coche en {}. Des colonnes ont été déplacées ou retirées\u{a0}: remettez-les comme dans le classeur exporté.",
                cell(row, column + 1)
            );
            problems.push(Problem::at(QUESTIONNAIRE, row, column, message));
        }
    }
    sound
}

fn item_of<'a>(instrument: &'a Instrument, title: &str) -> Option<&'a Item> {
    let mut items = instrument
        .fields()
        .flat_map(crate::instrument::Field::in_force);
    items.find(|item| !title.is_empty() && db::text::search_key(&item.title) == title)
}

/// A row that says something in the place of an item, and is none.
fn unknown(sheet: &Sheet, row: u32, headed: bool, problems: &mut Vec<Problem>) {
    // A table begins with the name of its part and of its field, beside it.
    let statement = sheet.text(row, 1);
    if headed
        && statement.starts_with(|letter: char| letter.is_ascii_digit())
        && statement.contains('-')
    {
        let message = format!(
            "«\u{202f}{}\u{202f}» n’est pas un item du questionnaire de l’établissement. Reprenez son titre exact, ou retirez la ligne.",
            kernel::truncate(&sheet.text(row, 0), 60)
        );
        problems.push(Problem::at(QUESTIONNAIRE, row, 0, message));
    }
}

/// An item that is nowhere would be taken for not reached at all.
fn missing(instrument: &Instrument, seen: &BTreeSet<String>, problems: &mut Vec<Problem>) {
    let items = instrument
        .fields()
        .flat_map(crate::instrument::Field::in_force);
    let gone: Vec<&str> = items
        .filter(|item| !seen.contains(&item.code))
        .map(|item| item.title.as_str())
        .collect();
    if let Some(first) = gone.first() {
        let more = match gone.len() {
            1 => String::new(),
            n => format!(
                " et {}",
                kernel::count((n - 1).try_into().unwrap_or(0), "autre", "autres")
            ),
        };
        let message = format!(
            "Il manque la ligne de l’item «\u{202f}{first}\u{202f}»{more}. Remettez-la, même sans coche."
        );
        problems.push(Problem::at(QUESTIONNAIRE, 0, 0, message));
    }
}
