//! The dashboard as its page shows it.

use chrono::NaiveDate;
use curriculum::{Competence, Curriculum};
use kernel::{Period, date_long, local_date, uuid::Uuid};
use learning::api::{DoneRow, Progress};

use super::chart::{Line, line};
use super::loaded::{Loaded, Of, holds};
use super::model::{Finding, Seen, forces};
use crate::objectives::view::LineView as GoalView;
use crate::paths;
use crate::positioning::Viewpoint;
use crate::progress::Work;
use crate::progress::cards::{Chip, Reader};
use crate::progress::map::WorkMap;
use crate::progress::view::{ProofsView, level_name, row_id};
use crate::report::ReportId;

/// What the dashboard shows.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The forces.
    pub forces: Vec<Finding>,
    /// The gaps.
    pub gaps: Vec<Finding>,
    /// The objectives; none for whoever does not see them.
    pub goals: Option<Vec<GoalView>>,
    /// The paths over time, by bloc.
    pub blocks: Vec<BlocView>,
    /// What only those see who see works.
    pub works: Option<WorksView>,
}

/// A bloc with its paths over time.
#[derive(Clone, Debug)]
pub struct BlocView {
    /// 1, 2, 3…
    pub number: u8,
    /// Its title.
    pub title: String,
    /// Its competences.
    pub rows: Vec<CourseView>,
}

/// A competence over time.
#[derive(Clone, Debug)]
pub struct CourseView {
    /// `C1.1`.
    pub code: String,
    /// For ids in the page.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its positionings; none where the reader sees levels only.
    pub href: Option<String>,
    /// What the picture says, in a sentence.
    pub said: String,
    /// The lines.
    pub lines: Vec<Line>,
    /// Day, point of view, level: the latest first.
    pub table: Vec<(String, &'static str, &'static str)>,
}

/// The works behind the levels.
#[derive(Clone, Debug)]
pub struct WorksView {
    /// The gauge.
    pub proofs: ProofsView,
    /// What was handed in or added in the period, by competence.
    pub evidence: Vec<EvidenceView>,
    /// The missions of the period.
    pub missions: Vec<MissionView>,
}

/// The proofs of a competence in the period.
#[derive(Clone, Debug)]
pub struct EvidenceView {
    /// The number of its bloc.
    pub bloc: u8,
    /// `C1.1`.
    pub code: String,
    /// « 2 comptes rendus et 1 pièce ».
    pub works: String,
    /// Its positionings, with the works.
    pub href: String,
}

/// A mission of the period.
#[derive(Clone, Debug)]
pub struct MissionView {
    /// Its title.
    pub title: String,
    /// The title of its situation.
    pub situation: String,
    /// The report on it; none while the reader may not see it.
    pub href: Option<String>,
    /// How far, and since when.
    pub chip: Chip,
    /// « le 4 décembre 2026 ».
    pub day: String,
}

impl Sheet {
    /// What is shown of what was read.
    #[must_use]
    pub fn new(of: Of<'_>, loaded: &Loaded, today: NaiveDate) -> Self {
        let (curriculum, history) = (&of.plan.curriculum, &loaded.history);
        let works = of.reader.zip(loaded.works.as_ref());
        let goals = loaded.goals.as_ref();
        Self {
            forces: forces(curriculum, history, of.period),
            gaps: loaded.gaps(of),
            goals: goals.map(|goals| goals.iter().map(|one| GoalView::new(one, today)).collect()),
            blocks: blocks(of, history),
            works: works.map(|(reader, (works, missions))| works_view(of, reader, works, missions)),
        }
    }
}

fn target(of: Of<'_>, reader: Reader, code: &str) -> String {
    match reader {
        Reader::Learner => paths::own_target(code),
        Reader::Team | Reader::Onlooker => paths::learner_target(of.plan.course.learner, code),
    }
}

fn blocks(of: Of<'_>, history: &[Seen]) -> Vec<BlocView> {
    let blocks = of.plan.curriculum.blocks.iter();
    blocks
        .map(|block| BlocView {
            number: block.number,
            title: block.title.clone(),
            rows: block
                .competences
                .iter()
                .map(|competence| {
                    let href = of.reader.map(|reader| target(of, reader, &competence.code));
                    course(competence, history, of.period, href)
                })
                .collect(),
        })
        .collect()
}

fn course(
    competence: &Competence,
    history: &[Seen],
    period: Period,
    href: Option<String>,
) -> CourseView {
    let seen: Vec<&Seen> = history
        .iter()
        .filter(|one| one.target == competence.code)
        .collect();
    let by = |viewpoint| -> Vec<&Seen> {
        let of_view = seen.iter().filter(|one| one.viewpoint == viewpoint);
        of_view.copied().collect()
    };
    let views: Vec<(Viewpoint, Vec<&Seen>)> = Viewpoint::ALL
        .into_iter()
        .map(|viewpoint| (viewpoint, by(viewpoint)))
        .collect();
    CourseView {
        id: row_id(&competence.code),
        said: said(&competence.code, &views),
        lines: views
            .iter()
            .filter_map(|(viewpoint, seen)| line(*viewpoint, seen, period))
            .collect(),
        table: seen
            .iter()
            .rev()
            .map(|one| {
                (
                    date_long(one.on),
                    one.viewpoint.label(),
                    level_name(one.level),
                )
            })
            .collect(),
        code: competence.code.clone(),
        title: competence.title.clone(),
        href,
    }
}

/// « C1.1. Équipe pédagogique : Réalise avec aide, le 4 octobre 2026. … »
fn said(code: &str, views: &[(Viewpoint, Vec<&Seen>)]) -> String {
    let latest: Vec<String> = views
        .iter()
        .filter_map(|(viewpoint, seen)| {
            let last = seen.last()?;
            Some(format!(
                "{}\u{a0}: {}, le {}.",
                viewpoint.label(),
                level_name(last.level),
                date_long(last.on)
            ))
        })
        .collect();
    match latest.is_empty() {
        true => format!("{code}\u{a0}: personne ne s’est encore prononcé."),
        false => format!("{code}. {}", latest.join(" ")),
    }
}

fn works_view(of: Of<'_>, reader: Reader, works: &[Work], missions: &[DoneRow]) -> WorksView {
    let inside = |day| holds(of.period, day);
    let recent: Vec<Work> = works
        .iter()
        .filter(|work| inside(local_date(work.at)) && work.is_proof())
        .cloned()
        .collect();
    WorksView {
        proofs: ProofsView::new(&of.plan.curriculum, works),
        evidence: evidence(of, reader, &of.plan.curriculum, &recent),
        missions: missions
            .iter()
            .filter(|row| inside(local_date(row.changed_at)))
            .map(|row| mission(row, reader))
            .collect(),
    }
}

fn evidence(
    of: Of<'_>,
    reader: Reader,
    curriculum: &Curriculum,
    recent: &[Work],
) -> Vec<EvidenceView> {
    let map = WorkMap::new(recent);
    let blocks = curriculum.blocks.iter();
    blocks
        .flat_map(|block| block.competences.iter().map(|one| (block.number, one)))
        .filter_map(|(bloc, competence)| {
            Some(EvidenceView {
                bloc,
                works: map.counts(competence).label()?,
                href: format!("{}#preuves-reliees", target(of, reader, &competence.code)),
                code: competence.code.clone(),
            })
        })
        .collect()
}

fn mission(row: &DoneRow, reader: Reader) -> MissionView {
    let (kind, icon) = match row.state {
        Progress::Begun => ("now", "pencil"),
        Progress::HandedIn => ("", "send"),
        Progress::ToRevise => ("warn", "undo-2"),
        Progress::Validated => ("ok", "circle-check"),
    };
    let report = ReportId(Uuid::from(row.report_id));
    MissionView {
        title: row.mission.clone(),
        situation: row.situation.clone(),
        href: match reader {
            Reader::Learner => Some(paths::report(report)),
            Reader::Team | Reader::Onlooker => {
                (row.state != Progress::Begun).then(|| paths::reading(report))
            }
        },
        chip: Chip {
            kind,
            icon,
            text: row.state.label(),
        },
        day: format!("le {}", date_long(local_date(row.changed_at))),
    }
}
