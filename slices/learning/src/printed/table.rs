//! The table of the guide: mission → bloc → compétence → compétences
//! détaillées → conditions → productions attendues. Pure.

use curriculum::Curriculum;
use documents::{Column, Place, TableDocument};

use crate::situations::whole::{Whole, WholeMission};

const COLUMNS: [(&str, u16); 6] = [
    ("Mission", 24),
    ("Bloc de compétences", 20),
    ("Compétence", 26),
    ("Compétences détaillées", 34),
    ("Conditions de réalisation", 34),
    ("Productions attendues", 30),
];

/// The table of a situation.
#[must_use]
pub fn table(whole: &Whole, curriculum: &Curriculum) -> TableDocument {
    let organisation = whole
        .organisation
        .as_ref()
        .map(|(_, content)| &*content.name);
    let about: Vec<&str> = organisation
        .into_iter()
        .chain([&*curriculum.title, whole.row.state.label()])
        .filter(|text| !text.is_empty())
        .collect();
    TableDocument {
        title: whole.content.title.clone(),
        about: about.join(", "),
        sheet: "Missions".to_owned(),
        columns: COLUMNS
            .map(|(label, width)| Column::new(label, width))
            .to_vec(),
        rows: whole
            .missions
            .iter()
            .flat_map(|mission| rows(mission, curriculum))
            .collect(),
        ..TableDocument::default()
    }
}

/// The rows of a mission: one for each competence, one at least. What is the
/// mission’s goes over all of them.
fn rows(mission: &WholeMission, curriculum: &Curriculum) -> Vec<Vec<Place>> {
    let content = &mission.content;
    let competences = content.rows(curriculum);
    let rows = competences.len().max(1);
    let over = |text: String| Place::Text { text, rows };
    (0..rows)
        .map(|at| {
            let [bloc, competence, detailed] = match competences.get(at) {
                None => [String::new(), String::new(), String::new()],
                Some(row) => [
                    format!("Bloc\u{a0}{}\u{a0}: {}", row.bloc, row.bloc_title),
                    format!("{} {}", row.competence.code, row.competence.title),
                    lines(
                        row.detailed
                            .iter()
                            .map(|(code, title)| format!("{code} {title}")),
                    ),
                ],
            };
            let own = [bloc, competence, detailed].map(Place::one);
            let [mission, conditions, productions] = match at {
                0 => [
                    over(content.title.clone()),
                    over(said(&content.conditions)),
                    over(said(&content.productions)),
                ],
                _ => [Place::Covered, Place::Covered, Place::Covered],
            };
            let [bloc, competence, detailed] = own;
            vec![mission, bloc, competence, detailed, conditions, productions]
        })
        .collect()
}

/// « Conditions de réalisation » with their depth: « - » begins a line below
/// the line before.
#[must_use]
pub fn conditions(lines: &[String]) -> Vec<(usize, String)> {
    lines
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty())
        .map(|line| match line.strip_prefix(['-', '–']) {
            Some(below) => (1, below.trim().to_owned()),
            None => (0, line.to_owned()),
        })
        .collect()
}

fn said(written: &[String]) -> String {
    lines(
        conditions(written)
            .into_iter()
            .map(|(depth, line)| match depth {
                0 => format!("• {line}"),
                _ => format!("   – {line}"),
            }),
    )
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}
