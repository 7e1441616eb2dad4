//! The cells of the matrix: what is known of each learner on each target
//! shown, who is kept, in which order.

use std::collections::HashMap;

use chrono::NaiveDate;
use curriculum::{Curriculum, Target};
use kernel::{AccountId, Timestamp};
use people::api::LearnerSummary;

use super::model::{Cell, Lens, Span};
use super::store::Placed;
use super::view::{Order, View};
use crate::positioning::Viewpoint;
use crate::progress::map::codes_of;

/// The targets that a view shows, in the order of the text.
#[must_use]
pub fn shown<'a>(curriculum: &'a Curriculum, view: &View) -> Vec<Target<'a>> {
    curriculum
        .targets()
        .filter(|target| view.shows_block(target.block().number))
        .filter(|target| match target {
            Target::Competence { .. } => true,
            Target::Detailed { competence, .. } => view.unfolds(competence),
        })
        .collect()
}

/// A learner with their cells, one per target shown.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The learner.
    pub learner: &'a LearnerSummary,
    /// Their cells.
    pub cells: Vec<Cell>,
}

/// The lines of all, in the order of `people`.
#[must_use]
pub fn lines<'a>(
    curriculum: &Curriculum,
    targets: &[Target<'_>],
    people: &[&'a LearnerSummary],
    placed: &[Placed],
    proofs: &[(AccountId, String)],
) -> Vec<Line<'a>> {
    let columns: HashMap<&str, usize> = targets
        .iter()
        .enumerate()
        .map(|(place, target)| (target.code(), place))
        .collect();
    let mut lines: Vec<Line<'a>> = people
        .iter()
        .map(|learner| Line {
            learner,
            cells: vec![Cell::default(); targets.len()],
        })
        .collect();
    let rows: HashMap<AccountId, usize> = people
        .iter()
        .enumerate()
        .map(|(place, learner)| (learner.account, place))
        .collect();
    for one in placed {
        if let (Some(row), Some(column)) = (rows.get(&one.learner), columns.get(&*one.target)) {
            lines[*row].cells[*column].add(one.viewpoint, one.mark);
        }
    }
    let linked = linked(curriculum, &columns);
    for (learner, works) in proofs {
        if let Some(row) = rows.get(learner) {
            count(&mut lines[*row].cells, works, &linked);
        }
    }
    lines
}

/// The columns that a code counts in: its own, and that of its competence.
fn linked<'a>(
    curriculum: &'a Curriculum,
    columns: &HashMap<&str, usize>,
) -> HashMap<&'a str, Vec<usize>> {
    let mut linked: HashMap<&str, Vec<usize>> = HashMap::new();
    for competence in curriculum.competences() {
        let parent = columns.get(&*competence.code).copied();
        for code in codes_of(competence) {
            let own = columns
                .get(code)
                .copied()
                .filter(|own| Some(*own) != parent);
            linked.insert(code, parent.into_iter().chain(own).collect());
        }
    }
    linked
}

/// Counts each work once per column, however often it is linked to it.
fn count(cells: &mut [Cell], works: &str, linked: &HashMap<&str, Vec<usize>>) {
    // Which work was the last to count in each column.
    let mut last = vec![usize::MAX; cells.len()];
    for (number, codes) in works.split(';').enumerate() {
        let columns = codes
            .split(' ')
            .filter_map(|code| linked.get(code))
            .flatten();
        for column in columns {
            if last[*column] != number {
                last[*column] = number;
                cells[*column].proofs += 1;
            }
        }
    }
}

/// What one looks for, cell by cell.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// What it is looked at for.
    pub lens: Lens,
    /// When somebody placed.
    pub span: Span,
    /// Today.
    pub today: NaiveDate,
}

impl Search {
    /// Whether it leaves cells out.
    #[must_use]
    pub fn is_set(self) -> bool {
        self.lens != Lens::All || self.span.is_set()
    }

    /// Whether a cell is looked for.
    #[must_use]
    pub fn finds(self, cell: &Cell) -> bool {
        self.lens.shows(cell, self.today) && self.span.holds(cell)
    }
}

/// Keeps the learners of whom something is looked for.
pub fn narrow(lines: &mut Vec<Line<'_>>, search: Search) {
    if search.is_set() {
        lines.retain(|line| line.cells.iter().any(|cell| search.finds(cell)));
    }
}

/// Puts the learners in order; those who are equal stay in that of their names.
pub fn sort(lines: &mut [Line<'_>], order: &Order, targets: &[Target<'_>]) {
    match order {
        Order::Name => {}
        Order::LongUnseen => lines.sort_by_key(|line| unseen_since(&line.cells)),
        Order::Gaps => lines.sort_by_key(|line| {
            let gaps = line
                .cells
                .iter()
                .filter(|cell| cell.gap() >= super::model::GAP);
            std::cmp::Reverse(gaps.count())
        }),
        Order::Proofs => {
            lines.sort_by_key(|line| line.cells.iter().map(|cell| cell.proofs).sum::<u32>());
        }
        Order::Level(code) => {
            let column = targets.iter().position(|target| target.code() == code);
            if let Some(column) = column {
                lines.sort_by_key(|line| line.cells[column].level(Viewpoint::Team));
            }
        }
    }
}

/// When the team last looked at anything of somebody; nothing comes first.
fn unseen_since(cells: &[Cell]) -> Option<Timestamp> {
    cells
        .iter()
        .filter_map(|cell| cell.mark(Viewpoint::Team))
        .map(|mark| mark.at)
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::model::Mark;
    use kernel::uuid::Uuid;
    use people::api::{LearnerStatus, PersonName};

    fn sno() -> &'static Curriculum {
        &curriculum::shipped()[0]
    }

    fn learner(number: u128, last: &str) -> LearnerSummary {
        LearnerSummary {
            account: AccountId(Uuid::from_u128(number)),
            name: PersonName {
                title: None,
                first: "Inès".into(),
                last: last.into(),
            },
            status: LearnerStatus::School,
            distance: false,
            entered_on: NaiveDate::MIN,
        }
    }

    fn placed(number: u128, target: &str, viewpoint: Viewpoint, level: u8, at: i64) -> Placed {
        Placed {
            learner: AccountId(Uuid::from_u128(number)),
            target: target.into(),
            viewpoint,
            mark: Mark {
                level,
                at: Timestamp::from_timestamp(at, 0).unwrap(),
            },
        }
    }

    #[test]
    fn a_view_shows_nine_competences_and_unfolds_twenty_four_more() {
        assert_eq!(shown(sno(), &View::default()).len(), 9);
        assert_eq!(shown(sno(), &View::parse("detail=tout")).len(), 33);
        let codes: Vec<&str> = shown(sno(), &View::parse("bloc=2&detail=C2.3"))
            .iter()
            .map(Target::code)
            .collect();
        assert_eq!(codes, ["C2.1", "C2.2", "C2.3", "C2.3.1", "C2.3.2"]);
    }

    #[test]
    fn a_work_counts_once_for_a_competence_and_once_for_its_detailed_one() {
        let people = [learner(1, "Ferrand")];
        let targets = shown(sno(), &View::parse("detail=C1.1"));
        let works = [(
            people[0].account,
            "C1.1 C1.1.1 C1.1-S1;C1.1.1;C3.3;C9.9".to_owned(),
        )];
        let lines = lines(sno(), &targets, &[&people[0]], &[], &works);
        let count = |code: &str| {
            let column = targets
                .iter()
                .position(|target| target.code() == code)
                .unwrap();
            lines[0].cells[column].proofs
        };
        assert_eq!(
            (
                count("C1.1"),
                count("C1.1.1"),
                count("C1.1.2"),
                count("C3.3")
            ),
            (2, 2, 0, 1)
        );
    }

    #[test]
    fn learners_are_kept_and_put_in_order() {
        let people = [
            learner(1, "Abadie"),
            learner(2, "Belkhiri"),
            learner(3, "Calvet"),
        ];
        let refs: Vec<&LearnerSummary> = people.iter().collect();
        let targets = shown(sno(), &View::default());
        let marks = [
            placed(1, "C1.1", Viewpoint::Team, 3, 300),
            placed(2, "C1.1", Viewpoint::Team, 1, 200),
            placed(2, "C1.1", Viewpoint::SelfView, 4, 200),
            placed(3, "C1.2", Viewpoint::Team, 2, 100),
        ];
        let all = || {
            lines(
                sno(),
                &targets,
                &refs,
                &marks,
                &[(people[0].account, "C1.1".into())],
            )
        };
        let order = |order: Order| {
            let mut lines = all();
            sort(&mut lines, &order, &targets);
            lines
                .iter()
                .map(|l| l.learner.name.last.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            order(Order::Level("C1.1".into())),
            ["Calvet", "Belkhiri", "Abadie"]
        );
        assert_eq!(order(Order::LongUnseen), ["Calvet", "Belkhiri", "Abadie"]);
        assert_eq!(order(Order::Gaps), ["Belkhiri", "Abadie", "Calvet"]);
        assert_eq!(order(Order::Proofs), ["Belkhiri", "Calvet", "Abadie"]);
        let mut lines = all();
        let search = Search {
            lens: Lens::Gap,
            span: Span::default(),
            today: NaiveDate::MIN,
        };
        narrow(&mut lines, search);
        assert_eq!(lines.len(), 1);
    }
}
