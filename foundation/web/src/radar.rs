//! Radars as inline SVG, with their names wrapped around them: the geometry
//! only, like [`crate::chart`]. A sheet says how much room there is; one radar
//! is drawn on several of them, and the stylesheet shows the one that fits.

use std::f64::consts::PI;

use crate::chart::RadarPoint;

/// The paper that a radar is drawn on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// Width of its `viewBox`.
    pub width: f64,
    /// Height of it.
    pub height: f64,
    /// Length of the axes.
    pub reach: f64,
    /// From the end of an axis to its name: sideways, then up or down.
    pub gap: (f64, f64),
    /// How much further up or down the names of upright axes stand.
    pub away: f64,
    /// From a line of a name to the next.
    pub line: f64,
    /// Most characters in a line of a name.
    pub chars: usize,
}

impl Sheet {
    /// A handful of axes with long names.
    pub const FEW: Self = Self {
        width: 560.0,
        height: 420.0,
        reach: 136.0,
        gap: (14.0, 20.0),
        away: 0.0,
        line: 18.0,
        chars: 19,
    };
    /// Some twenty axes with short names.
    pub const MANY: Self = Self {
        width: 860.0,
        height: 680.0,
        reach: 226.0,
        gap: (14.0, 26.0),
        away: 32.0,
        line: 17.0,
        chars: 18,
    };
    /// A telephone: there is room for codes only.
    pub const SMALL: Self = Self {
        width: 320.0,
        height: 300.0,
        reach: 112.0,
        gap: (12.0, 14.0),
        away: 0.0,
        line: 16.0,
        chars: 9,
    };

    /// Its `viewBox`.
    #[must_use]
    pub fn view_box(&self) -> String {
        format!("0 0 {} {}", self.width, self.height)
    }

    /// The centre.
    #[must_use]
    pub fn hub(&self) -> RadarPoint {
        point(self.width / 2.0, self.height / 2.0)
    }

    /// The end of each axis, the first one upwards, then clockwise.
    #[must_use]
    pub fn axes(&self, count: usize) -> Vec<RadarPoint> {
        (0..count).map(|at| self.at(at, count, 1.0)).collect()
    }

    /// The corners of the polygon that joins a value of each axis, 0 at the
    /// centre and 1 at the end; values beyond count as the end.
    #[must_use]
    pub fn corners(&self, values: &[f64]) -> Vec<RadarPoint> {
        let count = values.len();
        values
            .iter()
            .enumerate()
            .map(|(at, value)| self.at(at, count, value.clamp(0.0, 1.0)))
            .collect()
    }

    /// The `points` of that polygon.
    #[must_use]
    pub fn polygon(&self, values: &[f64]) -> String {
        let corners = self.corners(values);
        let points: Vec<String> = corners
            .iter()
            .map(|corner| format!("{},{}", corner.x, corner.y))
            .collect();
        points.join(" ")
    }

    /// A ring at a part of the axes, for the scale.
    #[must_use]
    pub fn ring(&self, count: usize, part: f64) -> String {
        self.polygon(&vec![part; count])
    }

    /// Where the figure of a ring is written, beside the first axis.
    #[must_use]
    pub fn mark(&self, part: f64) -> RadarPoint {
        point(
            self.width / 2.0 + 5.0,
            self.height / 2.0 - self.reach * part + 4.0,
        )
    }

    /// The name of an axis, wrapped, beside its end: it grows away from the
    /// radar, so that it never lies on it.
    #[must_use]
    pub fn name(&self, place: usize, count: usize, text: &str) -> RadarName {
        let lines = wrap(text, self.chars);
        let angle = angle(place, count);
        let x = self.width / 2.0 + (self.reach + self.gap.0) * angle.cos();
        // Where many axes point almost straight up or down, their names would
        // lie on those of their neighbours: they stand further away.
        let upright = ((angle.sin().abs() - 0.94) / 0.06).max(0.0);
        let away = self.gap.1 + self.away * upright;
        let y = self.height / 2.0 + (self.reach + away) * angle.sin();
        let anchor = match angle.cos() {
            side if side > 0.1 => "start",
            side if side < -0.1 => "end",
            _ => "middle",
        };
        // The block of lines hangs below its point at the bottom, stands above
        // it at the top, and is centred beside it in between.
        let more = self.line * small(lines.len().saturating_sub(1));
        let first = y + 5.0 - more * (1.0 - angle.sin()) / 2.0;
        let lines = lines.into_iter().enumerate().map(|(at, text)| RadarLine {
            at: point(x, first + self.line * small(at)),
            text,
        });
        RadarName {
            anchor,
            lines: lines.collect(),
        }
    }

    fn at(&self, place: usize, count: usize, part: f64) -> RadarPoint {
        let angle = angle(place, count);
        point(
            self.width / 2.0 + self.reach * part * angle.cos(),
            self.height / 2.0 + self.reach * part * angle.sin(),
        )
    }
}

/// The name of an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RadarName {
    /// How its lines hang on their points: `start`, `middle` or `end`.
    pub anchor: &'static str,
    /// Its lines.
    pub lines: Vec<RadarLine>,
}

/// A line of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RadarLine {
    /// Where it is written.
    pub at: RadarPoint,
    /// What it says.
    pub text: String,
}

/// `text` in lines of at most `chars` characters, cut between words; a longer
/// word has a line of its own.
#[must_use]
pub fn wrap(text: &str, chars: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= chars => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn angle(place: usize, count: usize) -> f64 {
    2.0 * PI * small(place) / small(count.max(1)) - PI / 2.0
}

/// A count of axes or lines: exact.
fn small(n: usize) -> f64 {
    f64::from(u16::try_from(n).unwrap_or(u16::MAX))
}

fn point(x: f64, y: f64) -> RadarPoint {
    RadarPoint {
        x: format!("{x:.1}"),
        y: format!("{y:.1}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole() {
        assert_eq!(
            wrap("1.1 Pilotage, impulsion et organisation", 19),
            ["1.1 Pilotage,", "impulsion et", "organisation"]
        );
        assert_eq!(wrap("anticonstitutionnellement", 5).len(), 1);
        assert!(wrap("", 5).is_empty());
    }

    #[test]
    fn a_radar_begins_upwards_and_its_names_grow_away_from_it() {
        let sheet = Sheet::FEW;
        let axes = sheet.axes(6);
        assert_eq!((axes[0].x.as_str(), axes[0].y.as_str()), ("280.0", "74.0"));
        let top = sheet.name(0, 6, "deux lignes vraiment longues");
        assert_eq!(top.anchor, "middle");
        let last: f64 = top.lines.last().unwrap().at.y.parse().unwrap();
        assert!(last < 74.0);
        assert_eq!(sheet.name(1, 6, "x").anchor, "start");
        assert_eq!(sheet.name(4, 6, "x").anchor, "end");
    }

    proptest::proptest! {
        /// Whatever the names, their points stay on the paper.
        #[test]
        fn everything_is_on_the_paper(
            count in 3_usize..22,
            values in proptest::collection::vec(-1.0_f64..2.0, 3..22),
        ) {
            // On a telephone there are codes only.
            let sheets = [
                (Sheet::FEW, "un nom assez long"),
                (Sheet::MANY, "un nom assez long"),
                (Sheet::SMALL, "1.1.1"),
            ];
            for (sheet, text) in sheets {
                let names = (0..count).flat_map(|at| sheet.name(at, count, text).lines);
                let points = names.map(|line| line.at).chain(sheet.corners(&values));
                for point in points {
                    let (x, y): (f64, f64) = (point.x.parse().unwrap(), point.y.parse().unwrap());
                    proptest::prop_assert!((0.0..=sheet.width).contains(&x));
                    proptest::prop_assert!((0.0..=sheet.height).contains(&y));
                }
            }
        }
    }
}
