//! The graphs of a result, ready for their template: each is told in words
//! too, and has its data in a table.

use web::chart::RadarPoint;
use web::radar::{RadarName, Sheet};

use super::model::Share;

/// How the campaigns of a graph are told apart without colours: solid and
/// filled, dashed with rings, dotted with squares.
pub const KINDS: [&str; 3] = ["now", "then", "older"];

/// One campaign of a graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// « Campagne 2026-2027 ».
    pub name: String,
    /// Its share on each axis, or for each step.
    pub shares: Vec<Share>,
}

/// An axis of a radar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// `1.1`.
    pub code: String,
    /// Its whole name.
    pub title: String,
    /// Its name on the graph.
    pub label: String,
}

/// A radar on one sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// `wide` or `small`: which one the stylesheet shows.
    pub size: &'static str,
    /// The `viewBox`.
    pub view_box: String,
    /// The centre.
    pub hub: RadarPoint,
    /// The rings of the scale.
    pub rings: Vec<String>,
    /// The figures of two of them.
    pub marks: [(RadarPoint, &'static str); 2],
    /// The end of each axis, with its name.
    pub axes: Vec<(RadarPoint, RadarName)>,
    /// The campaigns, the one that is drawn last first.
    pub shapes: Vec<Shape>,
}

/// A campaign on a radar.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// One of [`KINDS`].
    pub kind: &'static str,
    /// Its polygon.
    pub points: String,
    /// Its corners.
    pub corners: Vec<RadarPoint>,
}

/// A radar, its words and its table.
#[derive(Clone, Debug, PartialEq)]
pub struct Radar {
    /// The `id` in the page.
    pub id: &'static str,
    /// What it shows.
    pub title: String,
    /// All of it in words.
    pub described: String,
    /// One drawing per size of screen.
    pub drawings: Vec<Drawing>,
    /// The campaigns: kind, name.
    pub key: Vec<(&'static str, String)>,
    /// What heads the first column of the table.
    pub head: &'static str,
    /// The table: code, title, one figure per campaign.
    pub rows: Vec<(String, String, Vec<String>)>,
}

/// A radar of `axes`, with one polygon per campaign.
#[must_use]
pub fn radar(
    id: &'static str,
    (title, head): (String, &'static str),
    sheet: Sheet,
    axes: &[Axis],
    series: &[Series],
) -> Radar {
    let sizes = [("wide", sheet), ("small", Sheet::SMALL)];
    let rows: Vec<(String, String, Vec<String>)> = axes
        .iter()
        .enumerate()
        .map(|(at, axis)| {
            let figures = series.iter().map(|one| one.shares[at].to_string());
            (axis.code.clone(), axis.title.clone(), figures.collect())
        })
        .collect();
    Radar {
        id,
        title,
        described: described(&rows, series),
        drawings: sizes
            .map(|(size, sheet)| drawing(size, &sheet, axes, series))
            .to_vec(),
        key: KINDS
            .into_iter()
            .zip(series.iter().map(|one| one.name.clone()))
            .collect(),
        head,
        rows,
    }
}

/// « 1.1 Pilotage : 11 sur 15, 73 % (Campagne 2026-2027) ; … ».
fn described(rows: &[(String, String, Vec<String>)], series: &[Series]) -> String {
    let rows: Vec<String> = rows
        .iter()
        .map(|(code, title, figures)| {
            let told = figures.iter().zip(series);
            let told: Vec<String> = told
                .map(|(figure, one)| format!("{figure} ({})", one.name))
                .collect();
            format!("{code} {title}\u{a0}: {}", told.join(", "))
        })
        .collect();
    format!("{}.", rows.join("\u{202f}; "))
}

fn drawing(size: &'static str, sheet: &Sheet, axes: &[Axis], series: &[Series]) -> Drawing {
    let count = axes.len();
    let ends = sheet.axes(count).into_iter().enumerate();
    let shapes = KINDS.into_iter().zip(series).map(|(kind, one)| {
        let values: Vec<f64> = one.shares.iter().map(|share| share.ratio()).collect();
        Shape {
            kind,
            points: sheet.polygon(&values),
            corners: sheet.corners(&values),
        }
    });
    // The campaign of the page lies on the earlier ones.
    let shapes: Vec<Shape> = shapes.collect::<Vec<_>>().into_iter().rev().collect();
    Drawing {
        size,
        view_box: sheet.view_box(),
        hub: sheet.hub(),
        rings: [0.25, 0.5, 0.75, 1.0]
            .map(|part| sheet.ring(count, part))
            .to_vec(),
        marks: [(sheet.mark(0.5), "50"), (sheet.mark(1.0), "100")],
        axes: ends
            .map(|(at, end)| {
                let name = match size {
                    "small" => axes[at].code.clone(),
                    _ => format!("{} {}", axes[at].code, axes[at].label),
                };
                (end, sheet.name(at, count, &name))
            })
            .collect(),
        shapes,
    }
}

/// A horizontal bar, in a `viewBox` 480 wide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// One of [`KINDS`].
    pub kind: &'static str,
    /// Its top.
    pub y: u32,
    /// Its length.
    pub width: u32,
    /// Its thickness.
    pub height: u32,
    /// Where its figure is written.
    pub text: (u32, u32),
    /// « 95 % ».
    pub percent: String,
}

/// The bars of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepBars {
    /// « Étape 1 ».
    pub name: String,
    /// Where it is written.
    pub y: u32,
    /// One bar per campaign.
    pub bars: Vec<Bar>,
}

/// Percentages per step, as bars and as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bars {
    /// The height of the `viewBox`.
    pub height: u32,
    /// All of it in words.
    pub described: String,
    /// The steps.
    pub steps: Vec<StepBars>,
    /// The table: step, one figure per campaign.
    pub rows: Vec<(String, Vec<String>)>,
}

/// A whole bar.
const FULL: u32 = 400;

/// The bars of percentages per step, the whole last.
#[must_use]
pub fn bars(series: &[Series]) -> Bars {
    let count = series.first().map_or(0, |one| one.shares.len());
    let (mut y, mut steps, mut rows) = (0, Vec::new(), Vec::new());
    for at in 0..count {
        let name = match at + 1 == count {
            true => "Ensemble".to_owned(),
            false => format!("Étape\u{a0}{}", at + 1),
        };
        let head = y + 16;
        y += 26;
        let mut bars = Vec::new();
        for (kind, one) in KINDS.into_iter().zip(series) {
            let height = if kind == "now" { 22 } else { 15 };
            let percent = one.shares[at].percent();
            let width = (FULL * percent / 100).max(2);
            bars.push(Bar {
                kind,
                y,
                width,
                height,
                text: (width + 10, y + height / 2 + 6),
                percent: format!("{percent}\u{a0}%"),
            });
            y += height + 6;
        }
        y += 12;
        let figures = series.iter().map(|one| one.shares[at].to_string());
        rows.push((name.clone(), figures.collect()));
        steps.push(StepBars {
            name,
            y: head,
            bars,
        });
    }
    let told: Vec<String> = rows
        .iter()
        .map(|(name, figures): &(String, Vec<String>)| {
            format!("{name}\u{a0}: {}", figures.join(", puis "))
        })
        .collect();
    Bars {
        height: y.saturating_sub(6).max(1),
        described: format!("{}.", told.join("\u{202f}; ")),
        steps,
        rows,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(name: &str, shares: &[(u32, u32)]) -> Series {
        let shares = shares.iter().map(|(reached, of)| Share {
            reached: *reached,
            of: *of,
        });
        Series {
            name: name.into(),
            shares: shares.collect(),
        }
    }

    #[test]
    fn bars_say_the_figures_of_the_worked_example() {
        let bars = bars(&[series(
            "Cette année",
            &[(20, 21), (13, 21), (7, 21), (40, 63)],
        )]);
        let percents: Vec<&str> = bars
            .steps
            .iter()
            .map(|step| step.bars[0].percent.as_str())
            .collect();
        assert_eq!(
            percents,
            ["95\u{a0}%", "62\u{a0}%", "33\u{a0}%", "63\u{a0}%"]
        );
        assert!(
            bars.described
                .contains("Étape\u{a0}1\u{a0}: 20\u{a0}sur\u{a0}21, 95\u{a0}%")
        );
        assert_eq!(bars.steps[0].bars[0].width, 380);
    }

    #[test]
    fn a_radar_has_a_drawing_per_screen_and_a_row_per_axis() {
        let axes: Vec<Axis> = (1..=6)
            .map(|n| Axis {
                code: format!("1.{n}"),
                title: "Un champ d’action".into(),
                label: "Un champ".into(),
            })
            .collect();
        let shares = [(1, 2); 6];
        let radar = radar(
            "champs",
            ("Titre".into(), "Champ d’action"),
            Sheet::FEW,
            &axes,
            &[series("A", &shares), series("B", &shares)],
        );
        assert_eq!(radar.drawings.len(), 2);
        assert_eq!(radar.drawings[1].axes[0].1.lines[0].text, "1.1");
        // The campaign of the page is drawn last, on the other one.
        let kinds: Vec<&str> = radar.drawings[0]
            .shapes
            .iter()
            .map(|one| one.kind)
            .collect();
        assert_eq!(kinds, ["then", "now"]);
        assert_eq!(radar.rows.len(), 6);
        assert!(radar.described.contains("1.1 Un champ d’action"));
    }
}
