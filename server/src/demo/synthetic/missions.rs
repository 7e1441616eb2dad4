//! Two classes of the first school that were given situations: one few, one as
//! many as a heavy year holds. What the page on their coverage is measured with.

use curriculum::Target;
use kernel::{AccountId, Clock, SchoolId};
use learning::api::{
    AssignmentId, By, Dates, MissionId, NewAssignment, Progress, Refused, ReportOn, SituationId,
    Terms, Whom, begin_report, entrust,
};
use learning::model::{MissionContent, SituationContent};
use learning::situations::commands::{NewMission, NewSituation, begin, begin_mission};
use people::api::ClassId;
use web::App;

use super::Model;
use super::draw::Draw;
use crate::demo::clock_at;

/// Missions of a situation.
const MISSIONS: usize = 2;
/// Competences that a mission works.
const TARGETS: usize = 3;

/// How many situations the class of that number was given.
pub fn situations_of(class: u32) -> Option<u32> {
    match class {
        0 => Some(6),
        1 => Some(60),
        _ => None,
    }
}

/// A class that is given situations.
pub struct Place {
    /// The tenant.
    pub school: SchoolId,
    /// The class.
    pub class: ClassId,
    /// Who entrusts.
    pub teacher: AccountId,
    /// Who learns.
    pub learners: Vec<AccountId>,
}

/// A situation with what is written of it.
#[derive(Clone)]
struct Drawn {
    situation: NewSituation,
    missions: Vec<(NewMission, NewAssignment)>,
    done: Vec<ReportOn>,
}

/// Gives the class its situations, one write each.
///
/// # Errors
/// When the database refuses.
pub async fn give(app: &App, model: &Model, place: &Place, count: u32) -> anyhow::Result<()> {
    let codes: Vec<&str> = model
        .curriculum
        .targets()
        .map(|target: Target<'_>| target.code())
        .collect();
    let by = By {
        school: place.school,
        account: place.teacher,
    };
    for number in 0..count {
        let clock = clock_at(model.now, i64::from(count - number) + 20, 9);
        let mut draw = Draw::of(4, count * 100 + number);
        let drawn = draw_situation(&mut draw, &clock, place, &codes, number);
        let work = (clock, drawn, std::sync::Arc::clone(&model.curriculum));
        app.db
            .write(move |tx| {
                let (clock, drawn, curriculum) = work.clone();
                async move { write(&tx, &clock, by, &drawn, &curriculum).await }
            })
            .await?;
    }
    Ok(())
}

fn draw_situation(
    draw: &mut Draw,
    clock: &Clock,
    place: &Place,
    codes: &[&str],
    number: u32,
) -> Drawn {
    let at = clock.now();
    let situation = NewSituation {
        id: SituationId(draw.uuid(at)),
        curriculum: "SNO".into(),
        content: SituationContent {
            title: format!("Situation {}\u{a0}: équiper une agence", number + 1),
            ..SituationContent::default()
        },
    };
    let mut missions = Vec::new();
    let mut done = Vec::new();
    for one in 0..MISSIONS {
        let mission = NewMission {
            id: MissionId(draw.uuid(at)),
            situation: situation.id,
            content: MissionContent {
                title: format!("Mission {}", one + 1),
                targets: (0..TARGETS)
                    .map(|_| (*draw.one(codes)).to_owned())
                    .collect(),
                productions: vec!["Une note de synthèse".into()],
                ..MissionContent::default()
            },
        };
        let assignment = NewAssignment {
            id: AssignmentId(draw.uuid(at)),
            situation: situation.id,
            mission: mission.id,
            title: mission.content.title.clone(),
            class: place.class,
            terms: Terms {
                whom: Whom::Class,
                // Nobody is told: notifications are measured elsewhere.
                concerned: Vec::new(),
                dates: Dates {
                    begin_on: None,
                    due_on: Some(kernel::local_date(at) + chrono::Duration::days(10)),
                },
                message: String::new(),
            },
        };
        for learner in &place.learners {
            if draw.chance(60) {
                done.push(ReportOn {
                    school: place.school,
                    assignment: assignment.id,
                    learner: *learner,
                    // The page on the coverage does not open reports.
                    report: draw.uuid(at),
                });
            }
        }
        missions.push((mission, assignment));
    }
    Drawn {
        situation,
        missions,
        done,
    }
}

async fn write(
    tx: &db::Tx,
    clock: &Clock,
    by: By,
    drawn: &Drawn,
    curriculum: &curriculum::Curriculum,
) -> Result<(), Refused> {
    begin(tx, clock, by, &drawn.situation).await?;
    for (mission, _) in &drawn.missions {
        begin_mission(tx, clock, by, curriculum, mission).await?;
    }
    for (_, assignment) in &drawn.missions {
        entrust(tx, clock, by, assignment, true).await?;
    }
    for on in &drawn.done {
        begin_report(tx, clock, *on, Progress::HandedIn).await?;
    }
    Ok(())
}
