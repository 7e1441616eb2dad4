//! The matrix of a class as values that its template reads: cut into tables
//! that are readable on their sheet.

use documents::{MatrixBloc, MatrixCell, MatrixColumn, MatrixDocument, MatrixRow};
use typst::foundations::{Dict, IntoValue, Str, Value};

use crate::data::{Data, dict};

/// The most columns that stay readable side by side on an A3.
const ACROSS: usize = 34;

/// The columns of a bloc that stand together in a table.
struct Part<'a> {
    bloc: &'a MatrixBloc,
    columns: &'a [MatrixColumn],
    /// Where its cells are in a row.
    from: usize,
}

/// The tables: as many whole blocs as there is room for. A bloc too wide for a
/// sheet goes on in the next table.
fn tables(blocs: &[MatrixBloc]) -> Vec<Vec<Part<'_>>> {
    let mut tables: Vec<Vec<Part<'_>>> = Vec::new();
    let (mut from, mut room) = (0, 0);
    for bloc in blocs {
        for columns in bloc.columns.chunks(ACROSS) {
            let part = Part {
                bloc,
                columns,
                from,
            };
            from += columns.len();
            match tables.last_mut().filter(|_| columns.len() <= room) {
                Some(table) => table.push(part),
                None => {
                    tables.push(vec![part]);
                    room = ACROSS;
                }
            }
            room -= columns.len();
        }
    }
    tables
}

impl Data<'_> {
    /// All inputs but the notes.
    pub fn matrix(&self, document: &MatrixDocument) -> Dict {
        let steps = document.levels.len();
        [
            ("title", self.text(&document.title)),
            ("school", self.text(&document.school)),
            ("curriculum", self.text(&document.curriculum)),
            ("date", self.date(document.date)),
            ("day", self.day(document.date)),
            ("people", self.text(&document.people)),
            (
                "narrowed",
                self.array(&document.narrowed, |one| self.text(one)),
            ),
            (
                "levels",
                self.array(&document.levels, |level| self.text(level)),
            ),
            (
                "views",
                self.array(&document.viewpoints, |view| {
                    let names = [view.letter(), view.label()];
                    self.array(&names, |name| self.text(name))
                }),
            ),
            (
                "tables",
                self.array(&tables(&document.blocs), |parts| {
                    self.table(parts, &document.rows, steps)
                }),
            ),
        ]
        .into_iter()
        .map(|(key, value)| (Str::from(key), value))
        .collect()
    }

    fn table(&self, parts: &[Part<'_>], rows: &[MatrixRow], steps: usize) -> Value {
        dict([
            (
                "blocs",
                self.array(parts, |part| self.part(part, rows, steps)),
            ),
            (
                "rows",
                self.array(rows, |row| {
                    let cells: Vec<&MatrixCell> = parts
                        .iter()
                        .flat_map(|part| &row.cells[part.from..part.from + part.columns.len()])
                        .collect();
                    dict([
                        ("name", self.text(&row.name)),
                        ("cells", self.array(&cells, |cell| self.cell(cell))),
                    ])
                }),
            ),
        ])
    }

    fn part(&self, part: &Part<'_>, rows: &[MatrixRow], steps: usize) -> Value {
        let columns: Vec<(usize, &MatrixColumn)> = (part.from..).zip(part.columns).collect();
        dict([
            ("number", i64::from(part.bloc.number).into_value()),
            ("title", self.text(&part.bloc.title)),
            (
                "columns",
                self.array(&columns, |(at, column)| {
                    let counts = spread(rows, *at, steps);
                    dict([
                        ("code", self.text(&column.code)),
                        ("label", self.text(&column.label)),
                        ("detailed", column.detailed.into_value()),
                        ("said", self.text(&in_words(&column.code, &counts))),
                        ("spread", self.array(&counts, number)),
                    ])
                }),
            ),
        ])
    }

    fn cell(&self, cell: &MatrixCell) -> Value {
        let levels: Vec<usize> = cell
            .levels
            .iter()
            .map(|level| usize::from(*level))
            .collect();
        dict([
            ("levels", self.array(&levels, number)),
            ("note", self.text(&cell.note)),
            ("gap", cell.gap.into_value()),
            ("said", self.text(&cell.said)),
        ])
    }
}

fn number(n: &usize) -> Value {
    i64::try_from(*n).unwrap_or(0).into_value()
}

/// How many learners the first point of view places nowhere, on level 1, 2…
fn spread(rows: &[MatrixRow], column: usize, steps: usize) -> Vec<usize> {
    let mut counts = vec![0; steps + 1];
    for row in rows {
        let level = row.cells[column].levels.first().copied().unwrap_or(0);
        counts[usize::from(level).min(steps)] += 1;
    }
    counts
}

/// « C1.1, niveau 1 : 3, niveau 2 : 12, non positionnés : 2 ».
fn in_words(code: &str, counts: &[usize]) -> String {
    let levels = (1..counts.len())
        .chain([0])
        .filter(|level| counts[*level] > 0);
    let words = levels.map(|level| match level {
        0 => format!("non positionnés\u{a0}: {}", counts[0]),
        level => format!("niveau {level}\u{a0}: {}", counts[level]),
    });
    let words: Vec<String> = std::iter::once(code.to_owned()).chain(words).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bloc(number: u8, columns: usize) -> MatrixBloc {
        let column = MatrixColumn {
            code: "C1.1".into(),
            label: "Site".into(),
            detailed: false,
        };
        MatrixBloc {
            number,
            title: "Bloc".into(),
            columns: vec![column; columns],
        }
    }

    fn cut(widths: &[usize]) -> Vec<Vec<(usize, usize)>> {
        let blocs: Vec<MatrixBloc> = (1..)
            .zip(widths)
            .map(|(n, width)| bloc(n, *width))
            .collect();
        let of = |part: &Part<'_>| (part.from, part.columns.len());
        tables(&blocs)
            .iter()
            .map(|parts| parts.iter().map(of).collect())
            .collect()
    }

    #[test]
    fn blocs_stay_together_as_long_as_there_is_room() {
        assert_eq!(cut(&[13, 10, 10]), [[(0, 13), (13, 10), (23, 10)]]);
        assert_eq!(
            cut(&[20, 20, 10]),
            [vec![(0, 20)], vec![(20, 20), (40, 10)]]
        );
        assert_eq!(cut(&[40, 5]), [vec![(0, 34)], vec![(34, 6), (40, 5)]]);
        assert!(cut(&[]).is_empty());
    }
}
