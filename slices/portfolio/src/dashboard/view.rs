//! The dashboard as its page shows it, loaded and put together once.

use chrono::NaiveDate;
use curriculum::{Competence, Curriculum};
use db::DbError;
use kernel::{Period, date_long, local_date, uuid::Uuid};
use learning::api::{DoneRow, Progress};
use people::api::ClassId;
use web::App;

use super::chart::{Line, line};
use super::model::{Finding, Seen, forces, gaps};
use super::store;
use crate::paths;
use crate::positioning::Viewpoint;
use crate::progress::cards::{Chip, Reader};
use crate::progress::learner::Plan;
use crate::progress::map::WorkMap;
use crate::progress::view::{ProofsView, level_name, row_id};
use crate::progress::{Work, seen, store as works};
use crate::report::ReportId;

/// What the dashboard shows.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The forces.
    pub forces: Vec<Finding>,
    /// The gaps.
    pub gaps: Vec<Finding>,
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

/// Whose dashboard it is.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    /// What they are enrolled on.
    pub plan: &'a Plan,
    /// Their class.
    pub class: ClassId,
    /// The time that is looked at.
    pub period: Period,
}

impl Sheet {
    /// Loads it for a reader, or for somebody who sees levels only. Three
    /// statements for the learner, at most four for others.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(app: &App, of: Of<'_>, reader: Option<Reader>) -> Result<Self, DbError> {
        let history = store::until(app.db.reader(), of.plan.course, of.period.end).await?;
        let works = match reader {
            None => None,
            Some(reader) => Some(load_works(app, of, reader).await?),
        };
        Ok(Self::new(of, reader, &history, works))
    }

    fn new(
        of: Of<'_>,
        reader: Option<Reader>,
        history: &[Seen],
        works: Option<(Vec<Work>, Vec<DoneRow>)>,
    ) -> Self {
        let curriculum = &of.plan.curriculum;
        let map = works.as_ref().map(|(works, _)| WorkMap::new(works));
        let proven = |competence: &Competence| {
            let around = map.as_ref().map(|map| map.around(competence));
            around.is_some_and(|works| works.iter().any(|work| work.is_proof()))
        };
        let seen_proofs: Option<&dyn Fn(&Competence) -> bool> = match &map {
            Some(_) => Some(&proven),
            None => None,
        };
        Self {
            forces: forces(curriculum, history, of.period),
            gaps: gaps(curriculum, history, of.period, seen_proofs),
            blocks: blocks(of, reader, history),
            works: reader
                .zip(works.as_ref())
                .map(|(reader, (works, missions))| works_view(of, reader, works, missions)),
        }
    }
}

/// The works until the end of the period, and the missions.
async fn load_works(
    app: &App,
    of: Of<'_>,
    reader: Reader,
) -> Result<(Vec<Work>, Vec<DoneRow>), DbError> {
    let course = of.plan.course;
    let mut works = match reader {
        Reader::Learner => works::works(app.db.reader(), course.school, course.learner).await?,
        _ => seen::works(&app.db, course.school, course.learner, reader).await?,
    };
    works.retain(|work| local_date(work.at) <= of.period.end);
    let missions = learning::api::done_by(&app.db, course.school, of.class, course.learner).await?;
    Ok((works, missions))
}

fn target(of: Of<'_>, reader: Reader, code: &str) -> String {
    match reader {
        Reader::Learner => paths::own_target(code),
        Reader::Team | Reader::Onlooker => paths::learner_target(of.plan.course.learner, code),
    }
}

fn blocks(of: Of<'_>, reader: Option<Reader>, history: &[Seen]) -> Vec<BlocView> {
    let blocks = of.plan.curriculum.blocks.iter();
    blocks
        .map(|block| BlocView {
            number: block.number,
            title: block.title.clone(),
            rows: block
                .competences
                .iter()
                .map(|competence| {
                    let href = reader.map(|reader| target(of, reader, &competence.code));
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
    let inside = |day: NaiveDate| (of.period.start..=of.period.end).contains(&day);
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
