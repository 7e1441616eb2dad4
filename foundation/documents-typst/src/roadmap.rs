//! The roadmap of a school as values that its template reads.

use documents::{Graph, Improvement, RoadmapDocument, RoadmapObjective};
use typst::foundations::{Dict, IntoValue, Str, Value};

use crate::data::{Data, dict};

impl Data<'_> {
    /// All inputs but the notes.
    pub fn roadmap(&self, document: &RoadmapDocument) -> Dict {
        [
            (
                "title",
                self.text(&format!("Feuille de route, {}", document.title)),
            ),
            ("school", self.text(&document.school)),
            ("instrument", self.text(&document.instrument)),
            ("date", self.date(document.date)),
            ("day", self.day(document.date)),
            (
                "facts",
                self.array(&document.facts, |(label, value)| {
                    self.array(&[label, value], |text| self.text(text))
                }),
            ),
            ("graph", self.graph(&document.graph)),
            (
                "steps",
                self.array(&document.steps, |step| {
                    dict([
                        ("name", self.text(&step.name)),
                        ("value", step.value.into_value()),
                        ("figure", self.text(&step.figure)),
                    ])
                }),
            ),
            (
                "strengths",
                self.array(&document.strengths, |(code, title)| {
                    self.array(&[code, title], |text| self.text(text))
                }),
            ),
            (
                "improvements",
                self.array(&document.improvements, |one| self.improvement(one)),
            ),
            (
                "objectives",
                self.array(&document.objectives, |one| self.aim(one)),
            ),
        ]
        .into_iter()
        .map(|(key, value)| (Str::from(key), value))
        .collect()
    }

    fn graph(&self, graph: &Graph) -> Value {
        dict([
            ("described", self.text(&graph.described)),
            (
                "axes",
                self.array(&graph.axes, |(code, title)| {
                    self.array(&[code, title], |text| self.text(text))
                }),
            ),
            (
                "series",
                self.array(&graph.series, |one| {
                    dict([
                        ("name", self.text(&one.name)),
                        (
                            "values",
                            self.array(&one.values, |value| value.into_value()),
                        ),
                        ("figures", self.array(&one.figures, |text| self.text(text))),
                    ])
                }),
            ),
        ])
    }

    fn improvement(&self, one: &Improvement) -> Value {
        dict([
            ("code", self.text(&one.code)),
            ("title", self.text(&one.title)),
            ("step", self.text(&one.step)),
            ("statement", self.text(&one.statement)),
        ])
    }

    fn aim(&self, one: &RoadmapObjective) -> Value {
        dict([
            ("title", self.text(&one.title)),
            ("about", self.text(&one.about)),
            ("pilot", self.text(&one.pilot)),
            ("due", self.text(&one.due)),
            ("state", self.text(&one.state)),
        ])
    }
}
