//! What a cell of the matrix holds, and what it is looked at for.

use chrono::{Duration, NaiveDate};
use kernel::{Timestamp, local_date};

use crate::positioning::Viewpoint;

kernel::typed_ids! {
    /// What somebody rated together: one « saisie ».
    pub struct BatchId;
}

/// The most cells that one bulk may hold: above, the only writer of SQLite
/// would be held for longer than others should wait.
pub const MOST_CELLS: usize = 2_000;

/// From this difference on, the team and the learner should talk.
pub const GAP: u8 = 2;

/// After that many weeks, a level should be looked at again.
pub const STALE_WEEKS: i64 = 6;

/// A level with its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The level, from 1.
    pub level: u8,
    /// When it was given.
    pub at: Timestamp,
}

/// What is known of one learner on one target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    marks: [Option<Mark>; 4],
    /// How many reports handed in and pieces are linked to it.
    pub proofs: u32,
}

impl Cell {
    /// The latest mark of a point of view.
    #[must_use]
    pub fn mark(&self, viewpoint: Viewpoint) -> Option<Mark> {
        self.marks[place(viewpoint)]
    }

    /// Adds a mark; of several peers the latest stays.
    pub fn add(&mut self, viewpoint: Viewpoint, mark: Mark) {
        let known = &mut self.marks[place(viewpoint)];
        if known.is_none_or(|known| known.at < mark.at) {
            *known = Some(mark);
        }
    }

    /// The level of a point of view, 0 when there is none.
    #[must_use]
    pub fn level(&self, viewpoint: Viewpoint) -> u8 {
        self.mark(viewpoint).map_or(0, |mark| mark.level)
    }

    /// How far the team and the learner are from each other.
    #[must_use]
    pub fn gap(&self) -> u8 {
        match (self.mark(Viewpoint::Team), self.mark(Viewpoint::SelfView)) {
            (Some(team), Some(own)) => team.level.abs_diff(own.level),
            _ => 0,
        }
    }

    /// When the team or else the learner last looked.
    #[must_use]
    pub fn seen(&self) -> Option<Timestamp> {
        self.mark(Viewpoint::Team)
            .or(self.mark(Viewpoint::SelfView))
            .map(|mark| mark.at)
    }

    /// Whether the team has not looked for [`STALE_WEEKS`]. Where it never
    /// did, nothing is stale: that is [`Lens::Unplaced`].
    #[must_use]
    pub fn is_stale(&self, today: NaiveDate) -> bool {
        self.mark(Viewpoint::Team)
            .is_some_and(|mark| local_date(mark.at) < today - Duration::weeks(STALE_WEEKS))
    }
}

fn place(viewpoint: Viewpoint) -> usize {
    match viewpoint {
        Viewpoint::Team => 0,
        Viewpoint::SelfView => 1,
        Viewpoint::Tutor => 2,
        Viewpoint::Peer => 3,
    }
}

/// What one looks for in the matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lens {
    /// Everything.
    #[default]
    All,
    /// Nothing proves it.
    Unproven,
    /// The team and the learner are [`GAP`] or more apart.
    Gap,
    /// The team has not looked for [`STALE_WEEKS`].
    Stale,
    /// The team never looked.
    Unplaced,
}

impl Lens {
    /// All but the first, with their names in addresses and on screen.
    pub const CHOICES: [(Self, &'static str, &'static str); 4] = [
        (Self::Unproven, "sans-preuve", "Sans preuve"),
        (Self::Gap, "ecart", "Écart équipe et auto d’au moins 2"),
        (Self::Stale, "a-revoir", "Pas revu depuis 6 semaines"),
        (Self::Unplaced, "sans-niveau", "Pas encore positionné"),
    ];

    /// The lens of that name; everything for an unknown one.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self::CHOICES
            .iter()
            .find(|(_, code, _)| *code == name)
            .map_or(Self::All, |(lens, _, _)| *lens)
    }

    /// Whether it shows a cell.
    #[must_use]
    pub fn shows(self, cell: &Cell, today: NaiveDate) -> bool {
        match self {
            Self::All => true,
            Self::Unproven => cell.proofs == 0,
            Self::Gap => cell.gap() >= GAP,
            Self::Stale => cell.is_stale(today),
            Self::Unplaced => cell.mark(Viewpoint::Team).is_none(),
        }
    }
}

/// A span of days open on both sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

impl Span {
    /// Whether it has an end at all.
    #[must_use]
    pub fn is_set(self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    /// Whether somebody placed the learner in it.
    #[must_use]
    pub fn holds(self, cell: &Cell) -> bool {
        if !self.is_set() {
            return true;
        }
        cell.marks.iter().flatten().any(|mark| {
            let day = local_date(mark.at);
            self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to)
        })
    }
}

/// The state of a cell as somebody saw it: the instant of the team's level, in
/// microseconds; none where there was none. Two levels of one cell never have
/// the same instant (see `positioning::model::date_after`).
pub type Seen = Option<i64>;

/// What of a mark is sent back with a rating.
#[must_use]
pub fn seen(at: Timestamp) -> i64 {
    at.timestamp_micros()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(days: i64) -> Timestamp {
        Timestamp::from_timestamp(1_800_000_000 + days * 86_400, 0).unwrap()
    }

    fn cell(marks: &[(Viewpoint, u8, i64)]) -> Cell {
        let mut cell = Cell::default();
        for (viewpoint, level, days) in marks {
            cell.add(
                *viewpoint,
                Mark {
                    level: *level,
                    at: at(*days),
                },
            );
        }
        cell
    }

    #[test]
    fn a_gap_takes_two_points_of_view_that_are_two_apart() {
        let lens = Lens::Gap;
        let day = local_date(at(0));
        assert!(lens.shows(
            &cell(&[(Viewpoint::Team, 1, 0), (Viewpoint::SelfView, 3, 0)]),
            day
        ));
        assert!(!lens.shows(
            &cell(&[(Viewpoint::Team, 1, 0), (Viewpoint::SelfView, 2, 0)]),
            day
        ));
        assert!(!lens.shows(&cell(&[(Viewpoint::SelfView, 4, 0)]), day));
        assert!(!lens.shows(
            &cell(&[(Viewpoint::Team, 1, 0), (Viewpoint::Peer, 4, 0)]),
            day
        ));
    }

    #[test]
    fn a_level_is_stale_after_six_weeks_and_never_where_there_is_none() {
        let placed = cell(&[(Viewpoint::Team, 2, 0), (Viewpoint::SelfView, 2, 40)]);
        assert!(!placed.is_stale(local_date(at(42))));
        assert!(placed.is_stale(local_date(at(43))));
        assert!(!cell(&[(Viewpoint::SelfView, 2, 0)]).is_stale(local_date(at(400))));
        assert!(Lens::Unplaced.shows(&cell(&[(Viewpoint::SelfView, 2, 0)]), local_date(at(0))));
    }

    #[test]
    fn a_lens_is_found_by_its_name_and_an_unknown_one_shows_all() {
        for (lens, code, _) in Lens::CHOICES {
            assert_eq!(Lens::of(code), lens);
        }
        assert_eq!(Lens::of("<script>"), Lens::All);
    }

    #[test]
    fn a_period_keeps_what_somebody_placed_in_it() {
        let placed = cell(&[(Viewpoint::Team, 2, 0), (Viewpoint::SelfView, 3, 10)]);
        let span = |from, to| Span {
            from: Some(local_date(at(from))),
            to: Some(local_date(at(to))),
        };
        assert!(span(0, 0).holds(&placed) && span(5, 15).holds(&placed));
        assert!(!span(1, 9).holds(&placed));
        assert!(Span::default().holds(&Cell::default()));
    }

    proptest! {
        #[test]
        fn of_several_marks_the_latest_stays_whatever_their_order(
            mut marks in proptest::collection::vec((1_u8..5, 0_i64..50), 1..8)
        ) {
            let given: Vec<_> = marks.iter().map(|(l, d)| (Viewpoint::Peer, *l, *d)).collect();
            let shown = cell(&given).mark(Viewpoint::Peer).unwrap();
            marks.sort_by_key(|(_, day)| *day);
            prop_assert_eq!(shown.at, at(marks.last().unwrap().1));
            prop_assert_eq!(cell(&given).level(Viewpoint::Team), 0);
        }
    }
}
