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
