//! The path of a competence over time, as the geometry of an inline SVG: time
//! goes to the right, levels go up, each point of view has its own line.

use chrono::NaiveDate;
use kernel::Period;

use super::model::Seen;
use crate::positioning::Viewpoint;

/// Where the first day and the last day are.
const LEFT: f64 = 22.0;
const RIGHT: f64 = 348.0;
/// Where the first level is, and the room between two.
const BOTTOM: f64 = 112.0;
const STEP: f64 = 30.0;

/// The `viewBox` of a path over time.
pub const BOX: &str = "0 0 360 130";

/// The line of a level, with its number.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    /// The level.
    pub level: u8,
    /// Its height.
    pub y: f64,
}

/// The lines of the levels, the first one at the bottom.
#[must_use]
pub fn grid(levels: u8) -> Vec<Grid> {
    (1..=levels)
        .map(|level| Grid {
            level,
            y: height(level.into()),
        })
        .collect()
}

/// One point of view over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// End of its class: `team`, `self`, `tutor`, `peer`.
    pub kind: &'static str,
    /// The `d` of its steps; none for the peers, who are several.
    pub path: Option<String>,
    /// Where each positioning of the period is.
    pub points: Vec<String>,
}

/// A line is moved by so much, so that two at the same level are both seen.
const fn shift(viewpoint: Viewpoint) -> f64 {
    match viewpoint {
        Viewpoint::Team => 0.0,
        Viewpoint::SelfView => -4.0,
        Viewpoint::Tutor => 4.0,
        Viewpoint::Peer => -8.0,
    }
}

/// The line of a point of view. `seen` are its positionings on one target, the
/// earliest first; what came before the period is where the line begins.
#[must_use]
pub fn line(viewpoint: Viewpoint, seen: &[&Seen], period: Period) -> Option<Line> {
    let y = |one: &Seen| height(one.level.number()) + shift(viewpoint);
    let before = seen.iter().rfind(|one| one.on < period.start);
    let inside: Vec<(f64, f64)> = seen
        .iter()
        .filter(|one| (period.start..=period.end).contains(&one.on))
        .map(|one| (place(one.on, period), y(one)))
        .collect();
    if before.is_none() && inside.is_empty() {
        return None;
    }
    let start = before.map(|one| (LEFT, y(one)));
    let mut path = String::new();
    for (x, y) in start.into_iter().chain(inside.iter().copied()) {
        match path.is_empty() {
            true => path = format!("M{x:.1} {y:.1}"),
            false => path.push_str(&format!("H{x:.1}V{y:.1}")),
        }
    }
    path.push_str(&format!("H{RIGHT:.1}"));
    Some(Line {
        kind: viewpoint.code(),
        path: (viewpoint != Viewpoint::Peer).then_some(path),
        points: inside
            .iter()
            .map(|(x, y)| shape(viewpoint, *x, *y))
            .collect(),
    })
}

/// The shape of a point of view around a point: stake, ring, triangle, diamond.
fn shape(viewpoint: Viewpoint, x: f64, y: f64) -> String {
    let at = |dx: f64, dy: f64| format!("{:.1} {:.1}", x + dx, y + dy);
    match viewpoint {
        Viewpoint::Team => format!(
            "M{}L{}L{}L{}L{}Z",
            at(-5.5, -6.0),
            at(5.5, -6.0),
            at(5.5, 2.0),
            at(0.0, 7.0),
            at(-5.5, 2.0)
        ),
        Viewpoint::SelfView => {
            format!("M{}a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0Z", at(-5.5, 0.0))
        }
        Viewpoint::Tutor => format!("M{}L{}L{}Z", at(0.0, -6.5), at(6.5, 5.5), at(-6.5, 5.5)),
        Viewpoint::Peer => format!(
            "M{}L{}L{}L{}Z",
            at(0.0, -6.5),
            at(6.5, 0.0),
            at(0.0, 6.5),
            at(-6.5, 0.0)
        ),
    }
}

fn height(level: i16) -> f64 {
    BOTTOM - STEP * f64::from(level - 1)
}

/// Where a day of the period is. A period of one day is in the middle.
fn place(day: NaiveDate, period: Period) -> f64 {
    let days = |from: NaiveDate, to: NaiveDate| {
        f64::from(i32::try_from((to - from).num_days()).unwrap_or(i32::MAX))
    };
    let whole = days(period.start, period.end);
    match whole > 0.0 {
        true => LEFT + (RIGHT - LEFT) * days(period.start, day) / whole,
        false => f64::midpoint(LEFT, RIGHT),
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::samples::{day, seen};
    use super::*;

    #[test]
    fn a_line_begins_where_the_learner_stood_before_the_period() {
        let history = [seen(Viewpoint::Team, 1, 1), seen(Viewpoint::Team, 3, 20)];
        let all: Vec<&Seen> = history.iter().collect();
        let period = Period {
            start: day(10),
            end: day(30),
        };
        let line = line(Viewpoint::Team, &all, period).unwrap();
        assert_eq!(line.path.unwrap(), "M22.0 112.0H185.0V52.0H348.0");
        assert_eq!(line.points.len(), 1);
    }

    #[test]
    fn peers_are_points_and_nobody_is_nothing() {
        let history = [seen(Viewpoint::Peer, 2, 12), seen(Viewpoint::Peer, 3, 12)];
        let all: Vec<&Seen> = history.iter().collect();
        let period = Period {
            start: day(12),
            end: day(12),
        };
        let line_of_peers = line(Viewpoint::Peer, &all, period).unwrap();
        assert!(line_of_peers.path.is_none() && line_of_peers.points.len() == 2);
        assert_eq!(line(Viewpoint::Tutor, &[], period), None);
    }

    proptest::proptest! {
        #[test]
        fn every_point_is_inside_the_box(
            steps in proptest::collection::vec((1_i16..5, 1_u32..365), 1..20),
            from in 1_u32..200,
            long in 0_u32..160,
        ) {
            let mut history: Vec<Seen> = steps.iter().map(|(level, n)| seen(Viewpoint::Team, *level, *n)).collect();
            history.sort_by_key(|one| one.on);
            let all: Vec<&Seen> = history.iter().collect();
            let period = Period { start: day(from), end: day(from + long) };
            for path in line(Viewpoint::Team, &all, period).into_iter().flat_map(|line| line.path.into_iter().chain(line.points)) {
                for number in path.split([' ', 'M', 'H', 'V', 'L', 'Z']).filter(|text| !text.is_empty()) {
                    let number: f64 = number.parse().unwrap();
                    proptest::prop_assert!((0.0..=360.0).contains(&number), "{path}");
                }
            }
        }
    }
}
