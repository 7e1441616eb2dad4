//! Charts as inline SVG: the geometry only. Templates draw it with classes
//! (never a colour or a style in the markup) and give its text equivalent.

use std::f64::consts::PI;

/// Centre of the gauge in its `viewBox` of [`GAUGE_BOX`].
const CENTRE: (f64, f64) = (120.0, 116.0);
/// Radius of its line.
const RADIUS: f64 = 92.0;
/// Room between two parts, as a part of the half circle.
const GAP: f64 = 0.023;

/// The `viewBox` in which a gauge is drawn.
pub const GAUGE_BOX: &str = "0 0 240 136";

/// One part of a gauge: how much of how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GaugePart {
    /// What is done; counts as `total` when it is more.
    pub done: u32,
    /// What there is.
    pub total: u32,
}

/// The arcs of one part: `d` attributes of SVG paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GaugeArc {
    /// The whole part.
    pub track: String,
    /// What of it is done; none when nothing is.
    pub fill: Option<String>,
}

/// A half circle from left to right, each part as long as its total. Parts
/// without a total are left out of the circle: they get an empty track.
#[must_use]
pub fn gauge(parts: &[GaugePart]) -> Vec<GaugeArc> {
    let shown = parts.iter().filter(|part| part.total > 0).count();
    let total: u32 = parts.iter().map(|part| part.total).sum();
    let gaps = GAP * f64::from(u32::try_from(shown.saturating_sub(1)).unwrap_or(0));
    let room = 1.0 - gaps;
    let mut from = 0.0;
    parts
        .iter()
        .map(|part| {
            if part.total == 0 {
                return GaugeArc {
                    track: String::new(),
                    fill: None,
                };
            }
            let share = |n: u32| room * f64::from(n) / f64::from(total);
            let start = from;
            from += share(part.total) + GAP;
            GaugeArc {
                track: arc(start, start + share(part.total)),
                fill: (part.done > 0).then(|| arc(start, start + share(part.done.min(part.total)))),
            }
        })
        .collect()
}

/// The arc between two points of the half circle, 0 at the left and 1 at the right.
fn arc(from: f64, to: f64) -> String {
    let point = |at: f64| {
        let angle = PI * (1.0 - at);
        format!(
            "{:.1} {:.1}",
            CENTRE.0 + RADIUS * angle.cos(),
            CENTRE.1 - RADIUS * angle.sin()
        )
    };
    format!("M{} A{RADIUS} {RADIUS} 0 0 1 {}", point(from), point(to))
}

/// The `viewBox` in which a radar is drawn: wide enough for the names around it.
pub const RADAR_BOX: &str = "0 0 360 300";
/// Centre of the radar in its box.
const HUB: (f64, f64) = (180.0, 152.0);
/// Length of its axes.
const REACH: f64 = 104.0;
/// From the end of an axis to its name.
const NAME_AT: f64 = 20.0;

/// A point of a radar, ready for an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RadarPoint {
    /// Abscissa.
    pub x: String,
    /// Ordinate.
    pub y: String,
}

/// The axis of a radar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RadarAxis {
    /// Its end.
    pub end: RadarPoint,
    /// Where its name is written.
    pub name: RadarPoint,
}

/// The axes of a radar, the first one upwards, then clockwise.
#[must_use]
pub fn radar_axes(count: usize) -> Vec<RadarAxis> {
    (0..count)
        .map(|place| RadarAxis {
            end: radar_point(place, count, 1.0),
            name: radar_point(place, count, 1.0 + NAME_AT / REACH),
        })
        .collect()
}

/// The `points` of the polygon that joins a value of each axis, 0 at the
/// centre and 1 at the end; values beyond count as the end.
#[must_use]
pub fn radar_polygon(values: &[f64]) -> String {
    let points: Vec<String> = radar_points(values)
        .into_iter()
        .map(|point| format!("{},{}", point.x, point.y))
        .collect();
    points.join(" ")
}

/// The corners of [`radar_polygon`].
#[must_use]
pub fn radar_points(values: &[f64]) -> Vec<RadarPoint> {
    let corners = values.iter().enumerate();
    corners
        .map(|(place, value)| radar_point(place, values.len(), value.clamp(0.0, 1.0)))
        .collect()
}

fn radar_point(place: usize, count: usize, at: f64) -> RadarPoint {
    // A radar has a handful of axes: the conversions are exact.
    let part = |n: usize| f64::from(u16::try_from(n).unwrap_or(u16::MAX));
    let angle = 2.0 * PI * part(place) / part(count.max(1)) - PI / 2.0;
    RadarPoint {
        x: format!("{:.1}", HUB.0 + REACH * at * angle.cos()),
        y: format!("{:.1}", HUB.1 + REACH * at * angle.sin()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(done: u32, total: u32) -> GaugePart {
        GaugePart { done, total }
    }

    #[test]
    fn the_gauge_goes_from_left_to_right() {
        let arcs = gauge(&[part(8, 10), part(0, 7), part(9, 7)]);
        assert!(arcs[0].track.starts_with("M28.0 116.0 "));
        assert!(arcs[2].track.ends_with(" 212.0 116.0"));
        assert_eq!(arcs[1].fill, None);
        assert_eq!(arcs[2].fill.as_ref(), Some(&arcs[2].track));
    }

    #[test]
    fn a_radar_begins_upwards_and_stays_in_its_box() {
        let axes = radar_axes(5);
        assert_eq!(
            (axes[0].end.x.as_str(), axes[0].end.y.as_str()),
            ("180.0", "48.0")
        );
        for point in axes.iter().flat_map(|axis| [&axis.end, &axis.name]) {
            let (x, y): (f64, f64) = (point.x.parse().unwrap(), point.y.parse().unwrap());
            assert!((0.0..=360.0).contains(&x) && (0.0..=300.0).contains(&y));
        }
        assert_eq!(
            radar_polygon(&[0.0, 0.0, 0.0]),
            "180.0,152.0 180.0,152.0 180.0,152.0"
        );
        assert_eq!(radar_points(&[7.0])[0], radar_points(&[1.0])[0]);
    }

    #[test]
    fn nothing_to_show_is_drawn_as_nothing() {
        assert_eq!(gauge(&[]), []);
        let empty = gauge(&[part(0, 0)]);
        assert!(empty[0].track.is_empty() && empty[0].fill.is_none());
    }

    proptest::proptest! {
        #[test]
        fn every_number_of_an_arc_is_inside_its_box(
            parts in proptest::collection::vec((0_u32..400, 0_u32..400), 0..9)
        ) {
            let parts: Vec<_> = parts.into_iter().map(|(done, total)| part(done, total)).collect();
            for path in gauge(&parts).into_iter().flat_map(|arc| [Some(arc.track), arc.fill]) {
                for number in path.iter().flat_map(|p| p.split([' ', 'M', 'A'])).filter(|n| !n.is_empty()) {
                    let number: f64 = number.parse().unwrap();
                    proptest::prop_assert!((0.0..=240.0).contains(&number));
                }
            }
        }
    }
}
