//! The sheet of a situation as values that its template reads.

use documents::{Linked, Mission, Organisation, Piece, SituationDocument, Worked};
use typst::foundations::{Dict, IntoValue, Str, Value};

use crate::data::{Data, dict};

impl Data<'_> {
    /// All inputs but the notes.
    pub fn situation(&self, document: &SituationDocument) -> Dict {
        let title = match document.title.trim() {
            "" => "Situation sans titre",
            title => title,
        };
        [
            ("title", self.text(title)),
            ("school", self.text(&document.school)),
            ("curriculum", self.text(&document.curriculum)),
            ("state", self.text(&document.state)),
            ("date", self.date(document.date)),
            ("day", self.day(document.date)),
            ("facts", self.array(&document.facts, |fact| self.pair(fact))),
            (
                "missing",
                self.array(&document.missing, |line| self.text(line)),
            ),
            (
                "organisation",
                document
                    .organisation
                    .as_ref()
                    .map_or(Value::None, |one| self.organisation(one)),
            ),
            (
                "sections",
                self.array(&document.sections, |section| self.section(section)),
            ),
            (
                "knowledge",
                self.array(&document.knowledge, |one| self.linked(one)),
            ),
            ("pieces", self.pieces(&document.pieces)),
            (
                "missions",
                self.array(&document.missions, |mission| self.mission(mission)),
            ),
        ]
        .into_iter()
        .map(|(key, value)| (Str::from(key), value))
        .collect()
    }

    fn pair(&self, (label, value): &(String, String)) -> Value {
        self.array(&[label, value], |text| self.text(text))
    }

    fn organisation(&self, organisation: &Organisation) -> Value {
        dict([
            ("name", self.text(&organisation.name)),
            (
                "sections",
                self.array(&organisation.sections, |section| self.section(section)),
            ),
            ("chart", self.lines(&organisation.chart)),
        ])
    }

    fn mission(&self, mission: &Mission) -> Value {
        let title = match mission.title.trim() {
            "" => "sans titre",
            title => title,
        };
        dict([
            ("title", self.text(title)),
            (
                "competences",
                self.array(&mission.competences, |one| self.worked(one)),
            ),
            ("conditions", self.lines(&mission.conditions)),
            (
                "productions",
                self.array(&mission.productions, |line| self.text(line)),
            ),
            ("pieces", self.pieces(&mission.pieces)),
        ])
    }

    fn worked(&self, worked: &Worked) -> Value {
        dict([
            ("competence", self.linked(&worked.competence)),
            (
                "detailed",
                self.array(&worked.detailed, |one: &Linked| self.linked(one)),
            ),
        ])
    }

    fn pieces(&self, pieces: &[Piece]) -> Value {
        self.array(pieces, |piece| self.piece(piece))
    }

    /// Lines with their depth.
    fn lines(&self, lines: &[(usize, String)]) -> Value {
        self.array(lines, |(depth, line)| {
            let depth = i64::try_from(*depth).unwrap_or(0).into_value();
            let pair = [depth, self.text(line)];
            self.array(&pair, Clone::clone)
        })
    }
}
