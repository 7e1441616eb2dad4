//! The year of one learner: reports, from the oldest to the draft of today,
//! with what the team answered; positionings as they came.

use std::collections::BTreeSet;

use chrono::Duration;
use kernel::{AccountId, Level};
use portfolio::api::{
    Content, Context, Course, Decision, EvidenceRef, Kind, NewPositioning, PastAnswer,
    PastPositioning, PastReport, ReportId, Rows, Said, Texts, Viewpoint,
};

use super::draw::Draw;
use super::school::News;
use super::texts::TextsFile;
use super::{Model, STARTED};

/// Reports of a learner.
const REPORTS: (i64, i64) = (5, 11);
/// Answers of the last days are told of.
const TOLD: i64 = 40;
/// Submissions of the last days are told of.
const NEW: i64 = 10;

/// Who teaches the learner.
pub struct Team {
    /// The first one coordinates.
    pub members: Vec<AccountId>,
}

/// Draws the year of a learner into `rows` and `news`.
///
/// # Errors
/// When a text does not fit: a defect of `synthetic.toml`.
pub fn live(
    draw: &mut Draw,
    model: &Model,
    course: Course,
    team: &Team,
    rows: &mut Rows,
    news: &mut Vec<News>,
) -> anyhow::Result<()> {
    let count = draw.number(REPORTS.0, REPORTS.1);
    let mut written = Vec::new();
    for n in 0..count {
        let latest = count - 1 - n;
        // Spread over the year, the last one lately.
        let ago = (STARTED - 20) * latest / count + draw.number(1, 12);
        let report = report(draw, model, course, team, ago, latest);
        let id = rows.report(&report, &mut |at| draw.uuid(at))?;
        tell(&report, id, ago, model, news);
        written.push(id);
    }
    position(draw, model, course, team, &written, rows)
}

fn report(
    draw: &mut Draw,
    model: &Model,
    course: Course,
    team: &Team,
    ago: i64,
    latest: i64,
) -> PastReport {
    let begun = draw.moment(model.now, ago + 3);
    let submitted = (latest > 0).then(|| draw.moment(model.now, ago).max(begun));
    let decision = match latest {
        0 | 1 => None,
        2 if draw.chance(35) => Some(Decision::Revise),
        _ if draw.chance(90) => Some(Decision::Validate),
        _ if draw.chance(50) => Some(Decision::Answer),
        _ => None,
    };
    let answer = submitted.zip(decision).map(|(at, decision)| PastAnswer {
        author: *draw.one(&team.members),
        at: (at + Duration::hours(draw.number(5, 90))).min(model.now),
        said: said(draw, &model.texts, decision),
        decision,
    });
    PastReport {
        course,
        content: content(draw, model, ago),
        links: links(draw),
        begun,
        submitted,
        read: submitted
            .filter(|_| draw.chance(40))
            .map(|at| (at + Duration::hours(3)).min(model.now)),
        answer,
    }
}

fn content(draw: &mut Draw, model: &Model, ago: i64) -> Content {
    let texts = &model.texts;
    let end = kernel::local_date(model.now) - Duration::days(ago + 3);
    let competences: Vec<_> = model.curriculum.competences().collect();
    let mut targets = BTreeSet::new();
    for _ in 0..draw.number(1, 2) {
        let competence = draw.one(&competences);
        targets.insert(competence.code.clone());
        targets.insert(draw.one(&competence.detailed).code.clone());
        if !competence.knowledge.is_empty() && draw.chance(30) {
            targets.insert(draw.one(&competence.knowledge).code.clone());
        }
    }
    // Some hang on nothing yet.
    if draw.chance(8) {
        targets.clear();
    }
    let sections = &texts.sections;
    Content {
        title: format!(
            "{} {} {}",
            draw.one(&texts.actions),
            draw.one(&texts.things),
            draw.one(&texts.occasions)
        ),
        kind: match draw.chance(80) {
            true => Kind::Activity,
            false => *draw.one(Kind::ALL),
        },
        context: *draw.one(Context::ALL),
        start_on: Some(end - Duration::days(draw.number(0, 6))),
        end_on: Some(end),
        texts: Texts {
            situate: draw.sentences(&sections.situate, 1, 2),
            produced: draw.sentences(&sections.produced, 1, 3),
            how_why: draw.sentences(&sections.how_why, 1, 2),
            difficulties: draw.sentences(&sections.difficulties, 0, 1),
            learned: draw.sentences(&sections.learned, 1, 1),
            lexicon: draw.sentences(&sections.lexicon, 0, 1),
        },
        targets: targets.into_iter().collect(),
        evidence: Vec::new(),
    }
}

fn links(draw: &mut Draw) -> Vec<(String, String)> {
    match draw.number(1, 10) {
        1 | 2 => {
            let number = draw.number(1, 9_999);
            let address = format!("https://exemple.fr/travaux/{number}");
            vec![(address, format!("Page {number} du site"))]
        }
        _ => Vec::new(),
    }
}

fn said(draw: &mut Draw, texts: &TextsFile, decision: Decision) -> Said {
    let feedback = &texts.feedback;
    let asks = decision != Decision::Validate || draw.chance(30);
    Said {
        strengths: draw.one(&feedback.strengths).clone(),
        improve: match asks {
            true => draw.one(&feedback.improve).clone(),
            false => String::new(),
        },
        interest: match draw.chance(30) {
            true => draw.one(&feedback.interest).clone(),
            false => String::new(),
        },
        questions: match draw.chance(30) {
            true => draw.one(&feedback.questions).clone(),
            false => String::new(),
        },
    }
}

fn tell(report: &PastReport, id: ReportId, ago: i64, model: &Model, news: &mut Vec<News>) {
    let (at, decision) = match (&report.answer, report.submitted) {
        (Some(answer), _) if ago <= TOLD => (answer.at, Some(answer.decision)),
        (None, Some(at)) if ago <= NEW => (at, None),
        _ => return,
    };
    let mut blocks: Vec<u8> = (model.curriculum.blocks.iter())
        .filter(|block| {
            let mut codes = report.content.targets.iter();
            codes.any(|code| code.starts_with(&format!("{}.", block.code)))
        })
        .map(|block| block.number)
        .collect();
    blocks.dedup();
    news.push(News {
        at,
        report: id,
        learner: report.course.learner,
        title: report.content.title.clone(),
        decision,
        blocks,
    });
}

/// Some targets, placed once or twice by the learner and by the team.
fn position(
    draw: &mut Draw,
    model: &Model,
    course: Course,
    team: &Team,
    written: &[ReportId],
    rows: &mut Rows,
) -> anyhow::Result<()> {
    let mut targets: Vec<&str> = Vec::new();
    for competence in model.curriculum.competences() {
        targets.push(&competence.code);
        targets.extend(competence.detailed.iter().map(|one| one.code.as_str()));
    }
    for target in targets {
        if !draw.chance(33) {
            continue;
        }
        let mut ago = draw.number(60, STARTED - 40);
        let mut level = draw.number(1, 2);
        for _ in 0..draw.number(1, 2) {
            for (viewpoint, author) in [
                (Viewpoint::SelfView, course.learner),
                (Viewpoint::Team, *draw.one(&team.members)),
            ] {
                if viewpoint == Viewpoint::Team && draw.chance(30) {
                    continue;
                }
                let given = (level + draw.number(0, 1)).min(4);
                let what = NewPositioning {
                    target: target.to_owned(),
                    viewpoint,
                    level: Level::new(i16::try_from(given)?)?,
                    comment: match draw.chance(40) {
                        true => draw.one(&model.texts.comments).clone(),
                        false => String::new(),
                    },
                    evidence: match draw.chance(60) {
                        true => vec![EvidenceRef::Report(*draw.one(written))],
                        false => Vec::new(),
                    },
                };
                let at = draw.moment(model.now, ago);
                let past = PastPositioning {
                    course,
                    author,
                    at,
                    what,
                };
                rows.positioning(&past, &mut |at| draw.uuid(at));
                ago = (ago - draw.number(5, 20)).max(1);
            }
            level = (level + 1).min(3);
        }
    }
    Ok(())
}
