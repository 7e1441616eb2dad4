//! The table of the matrix as its page draws it.

use curriculum::{Curriculum, Target};

use crate::matrix::grid::{Line, Search};
use crate::matrix::model::{Cell, GAP, seen};
use crate::matrix::paths;
use crate::matrix::view::View;
use crate::matrix::words::{Days, label, note};
use crate::positioning::Viewpoint;

/// A block above its columns.
pub struct Head {
    /// Its number.
    pub number: u8,
    /// Its title.
    pub title: String,
    /// How many columns it spans.
    pub span: usize,
    /// « extra » where a narrow screen shows none of them.
    pub class: &'static str,
}

/// A column.
pub struct Column {
    /// Its code.
    pub code: String,
    /// What stands under it.
    pub label: String,
    /// Its whole title.
    pub title: String,
    /// Its block.
    pub bloc: u8,
    /// `first`, `detail`, `extra`.
    pub class: String,
    /// Where the whole class is rated on it; none for those who look.
    pub href: Option<String>,
    /// Where it unfolds or folds; none for a detailed competence.
    pub toggle: Option<String>,
    /// Whether it is unfolded.
    pub open: bool,
    /// How many learners the team placed on each level, from none on.
    pub spread: Vec<(u8, usize, usize)>,
    /// The same in words.
    pub spread_label: String,
}

/// A learner.
pub struct Row {
    /// Their identifier.
    pub id: String,
    /// « Ferrand Inès ».
    pub name: String,
    /// Their path.
    pub href: String,
    /// Their cells.
    pub cells: Vec<CellView>,
}

/// A cell.
pub struct CellView {
    /// All of it in words: « Inès Ferrand, C1.1, équipe niveau 3 le… ».
    pub label: String,
    /// What of it is sent back with a rating.
    pub seen: String,
    /// Its class.
    pub class: String,
    /// Its block.
    pub bloc: u8,
    /// Its levels.
    pub marks: Vec<MarkView>,
    /// When it was last looked at, how much proves it.
    pub note: String,
}

/// A level in a cell.
pub struct MarkView {
    /// End of its class; empty for the team.
    pub kind: &'static str,
    /// The level, 0 when none.
    pub level: u8,
    /// What is written.
    pub text: String,
}

/// The heads of the blocks that are shown.
pub fn heads(targets: &[Target<'_>], narrow: &str) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::new();
    for target in targets {
        let block = target.block();
        let kept = target.competence().code == narrow;
        match heads.last_mut().filter(|head| head.number == block.number) {
            Some(head) => {
                head.span += 1;
                if kept {
                    head.class = "first";
                }
            }
            None => heads.push(Head {
                number: block.number,
                title: block.title.clone(),
                span: 1,
                class: if kept { "first" } else { "first extra" },
            }),
        }
    }
    heads
}

/// The columns with their spreads.
pub fn columns(
    curriculum: &Curriculum,
    targets: &[Target<'_>],
    lines: &[Line<'_>],
    view: &View,
    narrow: &str,
    class: people::api::ClassId,
    rates: bool,
) -> Vec<Column> {
    let mut last_block = 0;
    targets
        .iter()
        .enumerate()
        .map(|(place, target)| {
            let (block, competence) = (target.block().number, target.competence());
            let detailed = matches!(target, Target::Detailed { .. });
            let first = block != last_block;
            last_block = block;
            let levels = lines
                .iter()
                .map(|line| line.cells[place].level(Viewpoint::Team));
            let (spread, spread_label) = spread(target.code(), levels);
            Column {
                code: target.code().to_owned(),
                label: target.label().to_owned(),
                title: target.title().to_owned(),
                bloc: block,
                class: class_of(first, detailed, competence.code != narrow),
                href: rates.then(|| paths::column(class, target.code())),
                toggle: (!detailed)
                    .then(|| paths::narrowed(class, &view.toggled(curriculum, competence).query())),
                open: !detailed && view.unfolds(competence),
                spread,
                spread_label,
            }
        })
        .collect()
}

fn class_of(first: bool, detailed: bool, extra: bool) -> String {
    [(first, "first"), (detailed, "detail"), (extra, "extra")]
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, class)| *class)
        .collect::<Vec<_>>()
        .join(" ")
}

/// How many learners stand on each level: level, where its bar begins, how
/// long it is; those not placed come last.
fn spread(code: &str, levels: impl Iterator<Item = u8>) -> (Vec<(u8, usize, usize)>, String) {
    let mut counts = [0_usize; 9];
    for level in levels {
        counts[usize::from(level.min(8))] += 1;
    }
    let order = (1..=8_u8).chain([0]);
    let (mut bars, mut words, mut from) = (Vec::new(), vec![code.to_owned()], 0);
    for level in order {
        let many = counts[usize::from(level)];
        if many == 0 {
            continue;
        }
        bars.push((level, from, many));
        from += many;
        words.push(match level {
            0 => format!("non positionnés\u{a0}: {many}"),
            level => format!("niveau {level}\u{a0}: {many}"),
        });
    }
    (bars, words.join(", "))
}

/// The rows.
pub fn rows(
    targets: &[Target<'_>],
    lines: &[Line<'_>],
    columns: &[Column],
    viewpoints: &[Viewpoint],
    search: Search,
) -> Vec<Row> {
    let mut words = Days::new(search.today);
    lines
        .iter()
        .map(|line| {
            let learner = line.learner;
            let name = learner.name.display();
            let cells = line.cells.iter().zip(targets).zip(columns);
            Row {
                id: learner.account.to_string(),
                name: learner.name.listed(),
                href: crate::paths::learner_path(learner.account),
                cells: cells
                    .map(|((cell, target), column)| CellView {
                        label: label(&name, target.code(), cell, viewpoints, &mut words),
                        seen: cell
                            .mark(Viewpoint::Team)
                            .map_or_else(String::new, |mark| seen(mark.at).to_string()),
                        class: cell_class(&column.class, cell, search),
                        bloc: column.bloc,
                        marks: viewpoints.iter().map(|v| mark_view(*v, cell)).collect(),
                        note: note(cell, &mut words),
                    })
                    .collect(),
            }
        })
        .collect()
}

fn cell_class(column: &str, cell: &Cell, search: Search) -> String {
    let mut class = column.to_owned();
    for (is, name) in [
        (cell.gap() >= GAP, "is-gap"),
        (search.is_set() && search.finds(cell), "is-found"),
    ] {
        if is {
            if !class.is_empty() {
                class.push(' ');
            }
            class.push_str(name);
        }
    }
    class
}

fn mark_view(viewpoint: Viewpoint, cell: &Cell) -> MarkView {
    let level = cell.level(viewpoint);
    let written = match level {
        0 => "–".to_owned(),
        level => level.to_string(),
    };
    let (kind, text) = match viewpoint {
        Viewpoint::Team => ("", written),
        Viewpoint::SelfView => (" j-level--self", written),
        Viewpoint::Tutor | Viewpoint::Peer => (
            " j-level--other",
            format!("{}{written}", viewpoint.letter()),
        ),
    };
    MarkView { kind, level, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_adds_up_and_is_said() {
        let (bars, words) = spread("C1.1", [3, 0, 3, 1].into_iter());
        assert_eq!(bars, [(1, 0, 1), (3, 1, 2), (0, 3, 1)]);
        assert_eq!(
            words,
            "C1.1, niveau 1\u{a0}: 1, niveau 3\u{a0}: 2, non positionnés\u{a0}: 1"
        );
    }
}
