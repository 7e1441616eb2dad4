//! The objectives of the échéancier, with what the sheet of details adds.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::cells::{Sheet, Wrong};
use crate::instrument::{Instrument, Item};
use crate::objectives::State;
use crate::workbook::model::{BookGoal, BookPoint, DETAIL, SCHEDULE};
use crate::workbook::problems::Problem;
use crate::workbook::write::{COLUMNS, DETAIL_HEAD, GOAL, HEAD, POINT, description};

/// What the sheet of details says of an objective.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    measure: String,
    ambition: String,
    means: String,
    points: Vec<BookPoint>,
}

/// What the sheet of details says, by the numbers of the échéancier.
pub fn details(sheet: &Sheet, problems: &mut Vec<Problem>) -> HashMap<String, Detail> {
    let mut details: HashMap<String, Detail> = HashMap::new();
    let (goal, point) = (db::text::search_key(GOAL), db::text::search_key(POINT));
    for row in sheet.rows().filter(|row| *row > DETAIL_HEAD) {
        let (what, number) = (sheet.folded(row, 0), sheet.text(row, 1));
        let detail = details.entry(number).or_default();
        if what == goal {
            detail.measure = sheet.text(row, 2);
            detail.ambition = sheet.text(row, 3);
            detail.means = sheet.text(row, 4);
        } else if what == point {
            let on = day(sheet, DETAIL, row, 5, problems);
            let state = state(sheet, DETAIL, row, 6, problems);
            if let (Some(on), Some(state)) = (on, state) {
                detail.points.push(BookPoint {
                    on,
                    state,
                    remark: sheet.text(row, 7),
                    author: sheet.text(row, 8),
                });
            }
        }
    }
    details
}

/// Reads the objectives: a row is one when the cell of a step says something.
pub fn read(
    instrument: &Instrument,
    sheet: &Sheet,
    details: &HashMap<String, Detail>,
    problems: &mut Vec<Problem>,
) -> Vec<BookGoal> {
    if !check_head(instrument, sheet, problems) {
        return Vec::new();
    }
    let mut goals = Vec::new();
    for row in sheet.rows().filter(|row| *row > HEAD) {
        let steps: Vec<u8> = (1..=instrument.steps())
            .filter(|step| !matches!(sheet.text(row, u32::from(*step)).as_str(), "" | "0"))
            .collect();
        let Some(&step) = steps.first() else {
            stray(instrument, sheet, row, problems);
            continue;
        };
        let Some(item) = item_of(instrument, sheet, row) else {
            let message = format!(
                "«\u{202f}{}\u{202f}» n’est pas un item du questionnaire. Reprenez son titre exact.",
                kernel::truncate(&sheet.text(row, 0), 60)
            );
            problems.push(Problem::at(SCHEDULE, row, 0, message));
            continue;
        };
        if steps.len() > 1 {
            let message =
                "Deux étapes sont remplies sur cette ligne. Écrivez un objectif par ligne.";
            problems.push(Problem::at(SCHEDULE, row, u32::from(steps[1]), message));
            continue;
        }
        let from = Row {
            sheet,
            row,
            first: u32::from(instrument.steps()) + 1,
        };
        goals.extend(
            from.goal(item, step, details, problems)
                .map(|goal| (from.order(), goal)),
        );
    }
    // As Jalon numbered them; what was added by hand comes after.
    goals.sort_by_key(|(order, _)| *order);
    goals.into_iter().map(|(_, goal)| goal).collect()
}

/// Whether the columns stand where they should; each that does not is said.
fn check_head(instrument: &Instrument, sheet: &Sheet, problems: &mut Vec<Problem>) -> bool {
    let steps = (1..=instrument.steps()).map(|step| (u32::from(step), format!("Etape {step}")));
    let first = u32::from(instrument.steps()) + 1;
    // The number is ours: a workbook of the guide has none.
    let ours = COLUMNS.len() - 1;
    let others = (first..).zip(COLUMNS[..ours].iter().map(|name| (*name).to_owned()));
    let before = problems.len();
    for (column, name) in steps.chain(others) {
        let (found, wanted) = (sheet.folded(HEAD, column), db::text::search_key(&name));
        if found != wanted {
            let message = format!(
                "La colonne «\u{202f}{name}\u{202f}» est attendue ici. Des colonnes ont été déplacées ou retirées\u{a0}: remettez-les comme dans le classeur exporté."
            );
            problems.push(Problem::at(SCHEDULE, HEAD, column, message));
        }
    }
    problems.len() == before
}

fn item_of<'a>(instrument: &'a Instrument, sheet: &Sheet, row: u32) -> Option<&'a Item> {
    let title = sheet.folded(row, 0);
    let mut items = instrument.items();
    items.find(|item| !title.is_empty() && db::text::search_key(&item.title) == title)
}

/// A row without a step that still says something: what was typed would be lost.
fn stray(instrument: &Instrument, sheet: &Sheet, row: u32, problems: &mut Vec<Problem>) {
    let first = u32::from(instrument.steps()) + 1;
    let typed = [0, 1, 2, 8].map(|at| first + at);
    let said = typed
        .iter()
        .find(|column| !matches!(sheet.text(row, **column).as_str(), "" | "0"));
    if let Some(column) = said {
        let message = "Cette ligne dit quelque chose et ne nomme aucune étape. Écrivez l’objectif dans la colonne de son étape.";
        problems.push(Problem::at(SCHEDULE, row, *column, message));
    }
}

/// A row of an objective.
struct Row<'a> {
    sheet: &'a Sheet,
    row: u32,
    /// The column after those of the steps.
    first: u32,
}

impl Row<'_> {
    fn text(&self, at: u32) -> String {
        self.sheet.text(self.row, self.first + at)
    }

    /// The number that Jalon gave it; the last for what was added by hand.
    fn order(&self) -> u32 {
        self.text(9).parse().unwrap_or(u32::MAX)
    }

    fn goal(
        &self,
        item: &Item,
        step: u8,
        details: &HashMap<String, Detail>,
        problems: &mut Vec<Problem>,
    ) -> Option<BookGoal> {
        let before = problems.len();
        let in_step = self.sheet.text(self.row, u32::from(step));
        // The guide’s own workbook writes the objective under its step; some
        // write a mark there and the objective beside.
        let marked = matches!(db::text::search_key(&in_step).as_str(), "x" | "1" | "oui");
        let said = self.text(0);
        let title = if marked { said.clone() } else { in_step };
        if title.is_empty() {
            let message =
                "L’étape est cochée et l’objectif n’est pas décrit. Écrivez ce qui sera fait.";
            problems.push(Problem::at(SCHEDULE, self.row, self.first, message));
        }
        let detail = details.get(&self.text(9)).cloned().unwrap_or_default();
        let mut goal = BookGoal {
            item: item.code.clone(),
            step,
            title,
            measure: detail.measure,
            ambition: detail.ambition,
            means: detail.means,
            pilot: self.text(1),
            due_on: day(self.sheet, SCHEDULE, self.row, self.first + 2, problems),
            points: detail.points,
            reached: self.reached(problems),
            observations: self.text(8),
        };
        // Typed over, the description is what counts.
        if !marked && said != description(&goal) {
            (goal.measure, goal.ambition, goal.means) = described(&said);
        }
        for at in [3, 5] {
            self.point(at, &mut goal.points, problems);
        }
        goal.points.sort_by_key(|point| point.on);
        (problems.len() == before).then_some(goal)
    }

    fn reached(&self, problems: &mut Vec<Problem>) -> bool {
        let column = self.first + 7;
        match self.sheet.tick(self.row, column) {
            Ok(reached) => reached,
            Err(_) => {
                let message = "Écrivez OUI ou NON.";
                problems.push(Problem::at(SCHEDULE, self.row, column, message));
                false
            }
        }
    }

    /// Adds a checkpoint of the row, unless the sheet of details has it.
    fn point(&self, at: u32, points: &mut Vec<BookPoint>, problems: &mut Vec<Problem>) {
        let column = self.first + at;
        let on = day(self.sheet, SCHEDULE, self.row, column, problems);
        let written = self.text(at + 1);
        let Some(on) = on else {
            // The guide writes NON ENGAGE beforehand.
            let begun = !matches!(
                db::text::search_key(&written).as_str(),
                "" | "0" | "non engage"
            );
            if begun && self.sheet.text(self.row, column).is_empty() {
                let message = "Donnez la date de ce point de situation.";
                problems.push(Problem::at(SCHEDULE, self.row, column, message));
            }
            return;
        };
        let state = state(self.sheet, SCHEDULE, self.row, column + 1, problems);
        if let Some(state) = state
            && !points
                .iter()
                .any(|point| point.on == on && point.state == state)
        {
            points.push(BookPoint {
                on,
                state,
                remark: String::new(),
                author: String::new(),
            });
        }
    }
}

/// The criteria out of a description: each on lines that begin with its name;
/// anything else says how it is measured.
fn described(text: &str) -> (String, String, String) {
    let mut parts: [Vec<&str>; 3] = Default::default();
    let mut place = 0;
    for line in text.lines() {
        let names = ["mesurable", "ambitieux", "realiste"];
        let begins = line.split_once(':').and_then(|(name, rest)| {
            let name = db::text::search_key(name);
            let found = names.iter().position(|known| name.starts_with(known));
            found.map(|place| (place, rest.trim()))
        });
        match begins {
            Some((found, rest)) => {
                place = found;
                parts[place].push(rest);
            }
            None => parts[place].push(line),
        }
    }
    let [measure, ambition, means] = parts.map(|lines| lines.join("\n"));
    (measure, ambition, means)
}

fn day(
    sheet: &Sheet,
    name: &'static str,
    row: u32,
    column: u32,
    problems: &mut Vec<Problem>,
) -> Option<NaiveDate> {
    match sheet.day(row, column) {
        Ok(day) => day,
        Err(wrong) => {
            let message = match wrong {
                Wrong::Formula => {
                    "Une formule est écrite ici. Remplacez-la par la date, par exemple 30/06/2027."
                        .to_owned()
                }
                Wrong::Says(text) => format!(
                    "«\u{202f}{}\u{202f}» n’est pas une date. Écrivez par exemple 30/06/2027.",
                    kernel::truncate(&text, 40)
                ),
            };
            problems.push(Problem::at(name, row, column, message));
            None
        }
    }
}

fn state(
    sheet: &Sheet,
    name: &'static str,
    row: u32,
    column: u32,
    problems: &mut Vec<Problem>,
) -> Option<State> {
    match sheet.folded(row, column).as_str() {
        "" | "0" | "non engage" => Some(State::NotStarted),
        "en cours" => Some(State::InProgress),
        "acheve" => Some(State::Done),
        _ => {
            let message = format!(
                "«\u{202f}{}\u{202f}» n’est pas un état. Écrivez NON ENGAGE, EN COURS ou ACHEVE.",
                kernel::truncate(&sheet.text(row, column), 40)
            );
            problems.push(Problem::at(name, row, column, message));
            None
        }
    }
}
