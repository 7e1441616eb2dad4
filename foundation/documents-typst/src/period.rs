//! A « bilan intermédiaire » as values that its template reads.

use documents::{Done, Finding, Goal, PeriodReport, PeriodWorks, Proven};
use kernel::elide;
use typst::foundations::{Dict, Str, Value};

use crate::data::{Data, dict};

impl Data<'_> {
    /// All inputs but the notes.
    pub fn period(&self, document: &PeriodReport) -> Dict {
        let of_learner = elide("de", &document.learner);
        [
            (
                "title",
                self.text(&format!("Bilan intermédiaire {of_learner}")),
            ),
            ("learner", self.text(&document.learner)),
            ("class", self.text(&document.class)),
            ("school", self.text(&document.school)),
            ("curriculum", self.text(&document.curriculum)),
            ("period", self.text(&document.period)),
            ("date", self.date(document.date)),
            ("day", self.day(document.date)),
            (
                "levels",
                self.array(&document.levels, |level| self.text(level)),
            ),
            ("forces", self.findings(&document.forces)),
            ("gaps", self.findings(&document.gaps)),
            (
                "objectives",
                document.objectives.as_ref().map_or(Value::None, |goals| {
                    self.array(goals, |goal| self.goal(goal))
                }),
            ),
            (
                "blocs",
                self.array(&document.blocs, |bloc| self.bloc(bloc, &document.levels)),
            ),
            (
                "works",
                document
                    .works
                    .as_ref()
                    .map_or(Value::None, |works| self.works(works)),
            ),
        ]
        .into_iter()
        .map(|(key, value)| (Str::from(key), value))
        .collect()
    }

    fn findings(&self, findings: &[Finding]) -> Value {
        self.array(findings, |finding| {
            dict([
                ("competence", self.linked(&finding.competence)),
                ("reason", self.text(&finding.reason)),
            ])
        })
    }

    fn goal(&self, goal: &Goal) -> Value {
        dict([
            ("title", self.text(&goal.title)),
            ("about", self.text(&goal.about)),
            ("state", self.text(&goal.state)),
        ])
    }

    fn works(&self, works: &PeriodWorks) -> Value {
        dict([
            (
                "evidence",
                self.array(&works.evidence, |one| self.proven(one)),
            ),
            (
                "missions",
                self.array(&works.missions, |one| self.done(one)),
            ),
        ])
    }

    fn proven(&self, proven: &Proven) -> Value {
        dict([
            ("competence", self.linked(&proven.competence)),
            ("works", self.array(&proven.works, |one| self.done(one))),
        ])
    }

    fn done(&self, done: &Done) -> Value {
        let title = match done.title.trim() {
            "" => "Sans titre",
            title => title,
        };
        dict([
            ("title", self.text(title)),
            ("about", self.text(&done.about)),
        ])
    }
}
