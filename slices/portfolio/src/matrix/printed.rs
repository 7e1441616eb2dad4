//! The matrix on paper and as a workbook, as plain values. Pure.

use chrono::NaiveDate;
use curriculum::Target;
use documents::{
    Column, Group, MatrixBloc, MatrixCell, MatrixColumn, MatrixDocument, MatrixRow, Place,
    TableDocument, Viewpoint as Seen,
};
use kernel::{date_long, local_date};
use people::api::ClassRoster;

use super::grid::Line;
use super::model::{Cell, GAP, Lens};
use super::view::View;
use super::words::{Days, label, note, summary};
use crate::positioning::Viewpoint;
use crate::progress::view::scale_levels;

/// The pale hues of the blocs, as the pages have them.
const HUES: [u32; 3] = [0x00E8_ECFF, 0x00E2_F0F1, 0x00FC_E8E0];
/// The hue of what belongs to no bloc.
const GREY: u32 = 0x00EA_EDF1;

/// What is printed.
pub struct Printed<'a> {
    /// « MC SNO 1 ».
    pub class: &'a str,
    /// « Certificat de spécialisation Services numériques aux organisations, 2026-2027 ».
    pub diploma: &'a str,
    /// Who is in the class.
    pub roster: &'a ClassRoster,
    /// What it is narrowed to.
    pub view: &'a View,
    /// The columns.
    pub targets: Vec<Target<'a>>,
    /// The rows.
    pub lines: Vec<Line<'a>>,
    /// The points of view shown.
    pub viewpoints: Vec<Viewpoint>,
    /// Today, in Paris.
    pub today: NaiveDate,
}

impl Printed<'_> {
    /// What its file is called.
    #[must_use]
    pub fn name(&self) -> String {
        format!("Compétences {}", self.class)
    }

    fn title(&self) -> String {
        format!("Compétences de {}", self.class)
    }

    /// The sheet of paper.
    #[must_use]
    pub fn document(&self, school: String) -> MatrixDocument {
        let mut days = Days::new(self.today);
        MatrixDocument {
            title: self.title(),
            school,
            curriculum: self.diploma.to_owned(),
            date: self.today,
            people: summary(self.lines.len(), self.roster.learners.len()),
            narrowed: narrowed(self.view, self.roster),
            levels: scale_levels().iter().map(|one| one.name.clone()).collect(),
            viewpoints: self.viewpoints.iter().map(|one| seen(*one)).collect(),
            blocs: blocs(&self.targets),
            rows: self
                .lines
                .iter()
                .map(|line| self.row(line, &mut days))
                .collect(),
        }
    }

    fn row(&self, line: &Line<'_>, days: &mut Days) -> MatrixRow {
        let name = line.learner.name.display();
        let cells = self.targets.iter().zip(&line.cells);
        MatrixRow {
            name: line.learner.name.listed(),
            cells: cells
                .map(|(target, cell)| MatrixCell {
                    levels: self.viewpoints.iter().map(|one| cell.level(*one)).collect(),
                    note: note(cell, days),
                    gap: cell.gap() >= GAP,
                    said: label(&name, target.code(), cell, &self.viewpoints, days),
                })
                .collect(),
        }
    }

    /// The workbook: the matrix, then what it cannot hold.
    #[must_use]
    pub fn tables(&self) -> Vec<TableDocument> {
        vec![self.matrix(), self.detail()]
    }

    fn about(&self) -> String {
        let scale: Vec<String> = scale_levels()
            .iter()
            .map(|level| format!("{} {}", level.number, level.name))
            .collect();
        let parts = std::iter::once(format!("{}, le {}", self.diploma, date_long(self.today)))
            .chain([format!("Niveaux\u{a0}: {}", scale.join(", "))])
            .chain(narrowed(self.view, self.roster));
        parts.collect::<Vec<_>>().join(". ")
    }

    /// One row for each learner, the points of view side by side.
    fn matrix(&self) -> TableDocument {
        let views = u16::try_from(self.viewpoints.len()).unwrap_or(1);
        let over = self.targets.iter().map(|target| Group {
            label: format!("{} {}", target.code(), target.label()),
            columns: views,
            colour: hue(target.block().number),
        });
        let under = self.targets.iter().flat_map(|_| &self.viewpoints);
        TableDocument {
            title: self.title(),
            about: self.about(),
            sheet: "Compétences".to_owned(),
            groups: std::iter::once(Group {
                label: String::new(),
                columns: 1,
                colour: GREY,
            })
            .chain(over)
            .collect(),
            columns: std::iter::once(Column::new("Apprenant·e", 26))
                .chain(under.map(|view| Column::new(short(*view), 8).centred()))
                .collect(),
            frozen: 1,
            rows: self
                .lines
                .iter()
                .map(|line| {
                    let levels = line.cells.iter().flat_map(|cell| self.levels(cell));
                    std::iter::once(Place::one(line.learner.name.listed()))
                        .chain(levels)
                        .collect()
                })
                .collect(),
        }
    }

    fn levels(&self, cell: &Cell) -> impl Iterator<Item = Place> {
        self.viewpoints
            .iter()
            .map(|view| written(cell.level(*view)))
    }

    /// One row for each learner and competence, with days and proofs: what a
    /// spreadsheet sorts and filters.
    fn detail(&self) -> TableDocument {
        let mut columns = vec![
            Column::new("Apprenant·e", 26),
            Column::new("Code", 9),
            Column::new("Compétence", 48),
        ];
        for view in &self.viewpoints {
            columns.push(Column::new(view.label(), 14));
            columns.push(Column::new("le", 12));
        }
        columns.push(Column::new("Preuves", 9));
        TableDocument {
            title: self.title(),
            about: self.about(),
            sheet: "Détail".to_owned(),
            columns,
            rows: self
                .lines
                .iter()
                .flat_map(|line| self.details(line))
                .collect(),
            ..TableDocument::default()
        }
    }

    /// The rows of a learner, each with their name: a spreadsheet sorts them.
    fn details(&self, line: &Line<'_>) -> Vec<Vec<Place>> {
        let name = line.learner.name.listed();
        let cells = self.targets.iter().zip(&line.cells);
        cells
            .map(|(target, cell)| {
                let mut row = vec![
                    Place::one(name.as_str()),
                    Place::one(target.code()),
                    Place::one(target.title()),
                ];
                row.extend(self.viewpoints.iter().flat_map(|view| dated(cell, *view)));
                row.push(Place::one(cell.proofs.to_string()));
                row
            })
            .collect()
    }
}

fn blocs(targets: &[Target<'_>]) -> Vec<MatrixBloc> {
    let mut blocs: Vec<MatrixBloc> = Vec::new();
    for target in targets {
        let block = target.block();
        let column = MatrixColumn {
            code: target.code().to_owned(),
            label: target.label().to_owned(),
            detailed: matches!(target, Target::Detailed { .. }),
        };
        match blocs.last_mut().filter(|last| last.number == block.number) {
            Some(bloc) => bloc.columns.push(column),
            None => blocs.push(MatrixBloc {
                number: block.number,
                title: block.title.clone(),
                columns: vec![column],
            }),
        }
    }
    blocs
}

/// What a view is narrowed to, in words.
fn narrowed(view: &View, roster: &ClassRoster) -> Vec<String> {
    let group = roster
        .groups
        .iter()
        .find(|group| group.id.to_string() == view.groupe);
    let search = view.search(NaiveDate::MIN);
    let lens = Lens::CHOICES.iter().find(|(lens, ..)| *lens == search.lens);
    let day = |day: Option<NaiveDate>| day.map(date_long);
    let span = match (day(search.span.from), day(search.span.to)) {
        (Some(from), Some(to)) => Some(format!("positionné du {from} au {to}")),
        (Some(from), None) => Some(format!("positionné depuis le {from}")),
        (None, Some(to)) => Some(format!("positionné jusqu’au {to}")),
        (None, None) => None,
    };
    let named = (!view.nom.is_empty()).then(|| format!("nom\u{a0}: {}", view.nom));
    let bloc = (!view.bloc.is_empty()).then(|| format!("bloc\u{a0}{}", view.bloc));
    [
        named,
        group.map(|group| format!("groupe {}", group.name)),
        bloc,
        lens.map(|(_, _, label)| label.to_lowercase()),
        span,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn hue(bloc: u8) -> u32 {
    match usize::from(bloc).checked_sub(1) {
        None => GREY,
        Some(place) => HUES[place % HUES.len()],
    }
}

/// A point of view at the head of a narrow column.
const fn short(view: Viewpoint) -> &'static str {
    match view {
        Viewpoint::Team => "Équipe",
        Viewpoint::SelfView => "Auto",
        Viewpoint::Tutor => "Tuteur",
        Viewpoint::Peer => "Pairs",
    }
}

const fn seen(view: Viewpoint) -> Seen {
    match view {
        Viewpoint::Team => Seen::Team,
        Viewpoint::SelfView => Seen::Own,
        Viewpoint::Tutor => Seen::Tutor,
        Viewpoint::Peer => Seen::Peer,
    }
}

fn written(level: u8) -> Place {
    match level {
        0 => Place::one(""),
        level => Place::one(level.to_string()),
    }
}

fn dated(cell: &Cell, viewpoint: Viewpoint) -> [Place; 2] {
    let day = cell.mark(viewpoint).map_or_else(String::new, |mark| {
        local_date(mark.at).format("%d/%m/%Y").to_string()
    });
    [written(cell.level(viewpoint)), Place::one(day)]
}
