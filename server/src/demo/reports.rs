//! Reports, feedback and positionings of the demo, in the order in which they
//! happened.

use std::collections::{BTreeSet, HashMap};

use anyhow::Context as _;
use chrono::Duration;
use files::{Description, Prepared};
use kernel::{AccountId, Clock, Timestamp};
use portfolio::api::{
    self, Answer, Answered, Content, Course, Decision, EvidenceRef, Kind, NewPositioning,
    NewReport, Place, Refused, ReportId, Said, Section, Texts, Viewpoint,
};
use web::App;

use super::data::{DemoFeedback, DemoReport, PositioningsFile, ReportsFile};
use super::missions::Links;
use super::people::DemoSchool;
use super::{clock_at, data, ids};

/// The reports as they were written, submitted, answered; then the positionings.
///
/// # Errors
/// When a file does not fit, or when a command refuses.
pub async fn build(
    app: &App,
    demo: &DemoSchool,
    missions: &Links,
    now: Timestamp,
) -> anyhow::Result<()> {
    let reports = all()?;
    let mut written: HashMap<String, ReportId> = HashMap::new();
    for report in &reports {
        let id = write(app, demo, report, missions, now)
            .await
            .with_context(|| {
                format!(
                    "compte rendu de démonstration «\u{202f}{}\u{202f}»",
                    report.key
                )
            })?;
        written.insert(report.key.clone(), id);
    }
    position_all(app, demo, &written, now).await?;
    let (school, news) = (demo.school, now - Duration::days(4));
    app.db
        .write(move |tx| async move { people::api::mark_read_before(&tx, school, news).await })
        .await?;
    Ok(())
}

/// The reports of all files.
fn all() -> anyhow::Result<Vec<DemoReport>> {
    let mut reports = Vec::new();
    for name in data::names("reports/") {
        reports.extend(data::read::<ReportsFile>(&name)?.reports);
    }
    Ok(reports)
}

/// Who wrote which report, by their keys.
pub fn authors() -> anyhow::Result<HashMap<String, String>> {
    let reports = all()?.into_iter();
    Ok(reports.map(|report| (report.key, report.learner)).collect())
}

/// One report from its first word to its last feedback.
async fn write(
    app: &App,
    demo: &DemoSchool,
    report: &DemoReport,
    missions: &Links,
    now: Timestamp,
) -> anyhow::Result<ReportId> {
    let id: ReportId = ids::id("report", &report.key);
    let learner = demo.person(&report.learner)?;
    let course = Course {
        school: demo.school,
        learner,
        curriculum: demo.curriculum,
    };
    let begun = report
        .end_days_ago
        .or(report.submitted_days_ago)
        .unwrap_or(1);
    let clock = clock_at(now, begun, 14);
    let new = NewReport {
        id,
        school: demo.school,
        learner,
        curriculum: demo.curriculum,
        content: content(report, now)?,
        assignment: missions.get(&report.key).copied(),
    };
    {
        let work = (clock.clone(), new);
        app.db
            .write(move |tx| {
                let (clock, new) = work.clone();
                async move { api::create(&tx, &clock, &new).await }
            })
            .await?;
    }
    let place = Place {
        school: demo.school,
        learner,
        report: Some(id),
        id: None,
    };
    attach(app, place, report, &clock).await?;
    live(app, demo, report, course, id, now).await?;
    Ok(id)
}

fn content(report: &DemoReport, now: Timestamp) -> anyhow::Result<Content> {
    let day = |ago: i64| kernel::local_date(now) - Duration::days(ago);
    let targets: BTreeSet<String> = report.targets.iter().cloned().collect();
    Ok(Content {
        title: report.title.clone(),
        kind: report
            .kind
            .parse::<Kind>()
            .map_err(|_| anyhow::anyhow!("nature inconnue\u{a0}: {}", report.kind))?,
        context: report
            .context
            .parse()
            .map_err(|_| anyhow::anyhow!("contexte inconnu\u{a0}: {}", report.context))?,
        start_on: report.start_days_ago.map(day),
        end_on: report.end_days_ago.map(day),
        texts: Texts {
            situate: report.situate.clone(),
            produced: report.produced.clone(),
            how_why: report.how_why.clone(),
            difficulties: report.difficulties.clone(),
            learned: report.learned.clone(),
            lexicon: report.lexicon.clone(),
        },
        targets: targets.into_iter().collect(),
        evidence: Vec::new(),
    })
}

/// Its pictures, cleaned like any upload, and its links.
async fn attach(app: &App, place: Place, report: &DemoReport, clock: &Clock) -> anyhow::Result<()> {
    for (number, image) in report.images.iter().enumerate() {
        let place = Place {
            id: Some(ids::id("evidence", &format!("{}-{number}", report.key))),
            ..place
        };
        let bytes = bytes::Bytes::from(data::bytes(&format!("images/{}", image.file))?);
        let stream = futures::stream::iter([Ok::<_, std::convert::Infallible>(bytes)]);
        let incoming = app.files.receive(stream, &image.file).await?;
        let prepared: Prepared = app
            .files
            .accept(place.school, place.learner, incoming)
            .await?;
        let description = Description::Text(image.description.clone());
        let work = (clock.clone(), app.files.clone(), prepared, description);
        app.db
            .write(move |tx| {
                let (clock, files, prepared, description) = work.clone();
                async move {
                    api::add_file(&tx, &clock, &files, place, &prepared, description).await
                }
            })
            .await?;
    }
    for link in &report.links {
        let work = (clock.clone(), link.url.parse()?, link.title.clone());
        app.db
            .write(move |tx| {
                let (clock, link, title) = work.clone();
                async move { api::add_link(&tx, &clock, place, &link, &title).await }
            })
            .await?;
    }
    Ok(())
}

/// Something that happened to a report.
enum Moment<'a> {
    Submitted,
    Answered(&'a DemoFeedback, Decision),
}

/// Submissions and answers in their order.
async fn live(
    app: &App,
    demo: &DemoSchool,
    report: &DemoReport,
    course: Course,
    id: ReportId,
    now: Timestamp,
) -> anyhow::Result<()> {
    let mut version = 0;
    for (days_ago, moment) in moments(report) {
        match moment {
            Moment::Submitted => {
                version = hand_in(app, report, course, id, &clock_at(now, days_ago, 16)).await?;
            }
            Moment::Answered(feedback, decision) => {
                let said = Said {
                    strengths: feedback.strengths.clone(),
                    improve: feedback.improve.clone(),
                    interest: feedback.interest.clone(),
                    questions: feedback.questions.clone(),
                };
                let section = feedback
                    .section
                    .as_deref()
                    .map(str::parse::<Section>)
                    .transpose()
                    .map_err(|_| anyhow::anyhow!("partie inconnue"))?;
                let answer = Answer {
                    version,
                    section,
                    said,
                    levels: Vec::new(),
                    decision,
                };
                let author = demo.person(&feedback.teacher)?;
                respond(app, report, course, id, author, answer, feedback, now).await?;
            }
        }
    }
    Ok(())
}

/// What happened, by how many days ago, the earliest first. The last feedback
/// of a report carries its decision; one that was submitted again was sent
/// back by the feedback before.
fn moments(report: &DemoReport) -> Vec<(i64, Moment<'_>)> {
    let mut moments: Vec<(i64, Moment<'_>)> = Vec::new();
    for ago in [report.submitted_days_ago, report.resubmitted_days_ago] {
        moments.extend(ago.map(|ago| (ago, Moment::Submitted)));
    }
    let last = report.feedback.len().saturating_sub(1);
    for (index, feedback) in report.feedback.iter().enumerate() {
        let decision = match (report.state.as_str(), index == last) {
            ("validated", true) => Decision::Validate,
            ("to_revise" | "resubmitted", true) => Decision::Revise,
            _ => Decision::Answer,
        };
        moments.push((feedback.days_ago, Moment::Answered(feedback, decision)));
    }
    // The same day: handed in before it was answered.
    moments.sort_by_key(|(ago, moment)| (-ago, matches!(moment, Moment::Answered(..))));
    moments
}

async fn hand_in(
    app: &App,
    report: &DemoReport,
    course: Course,
    id: ReportId,
    clock: &Clock,
) -> anyhow::Result<i32> {
    let blocks: Vec<u8> = report
        .targets
        .iter()
        .filter_map(|code| code.strip_prefix('C')?.split('.').next()?.parse().ok())
        .collect();
    let work = (clock.clone(), report.title.clone(), blocks);
    let version = app
        .db
        .write(move |tx| {
            let (clock, title, blocks) = work.clone();
            async move {
                let (school, learner) = (course.school, course.learner);
                let done = api::submit(&tx, &clock, school, learner, id).await?;
                let about = api::About {
                    school,
                    report: id,
                    learner,
                    title: &title,
                };
                api::notify_submission(&tx, &clock, &about, &blocks, done.again).await?;
                Ok::<_, Refused>(done.version)
            }
        })
        .await?;
    Ok(version)
}

#[expect(
    clippy::too_many_arguments,
    reason = "one answer with all that it belongs to"
)]
async fn respond(
    app: &App,
    report: &DemoReport,
    course: Course,
    id: ReportId,
    author: AccountId,
    answer: Answer,
    feedback: &DemoFeedback,
    now: Timestamp,
) -> anyhow::Result<()> {
    let answered = Answered {
        report: id,
        title: report.title.clone(),
        course,
    };
    let work = (
        clock_at(now, feedback.days_ago, 18),
        clock_at(now, feedback.days_ago - 1, 8),
        answered,
        answer,
        feedback.reply.clone(),
    );
    app.db
        .write(move |tx| {
            let (clock, next_day, answered, answer, reply) = work.clone();
            async move {
                let given = api::answer(&tx, &clock, author, &answered, &answer).await?;
                if let (Some(given), Some(text)) = (given, reply)
                    && let Some(row) = api::find_feedback(&tx, course.school, given).await?
                {
                    let title = &answered.title;
                    api::reply(&tx, &next_day, course.learner, &row, title, &text).await?;
                }
                Ok::<_, Refused>(())
            }
        })
        .await?;
    Ok(())
}

/// All positionings, the earliest first, so that the latest is the current one.
async fn position_all(
    app: &App,
    demo: &DemoSchool,
    written: &HashMap<String, ReportId>,
    now: Timestamp,
) -> anyhow::Result<()> {
    let mut all = data::read::<PositioningsFile>("positionings.toml")?.positionings;
    all.sort_by_key(|positioning| std::cmp::Reverse(positioning.days_ago));
    let mut prepared = Vec::new();
    for one in &all {
        let evidence = one
            .evidence
            .as_deref()
            .map(|key| {
                written
                    .get(key)
                    .map(|id| EvidenceRef::Report(*id))
                    .with_context(|| format!("compte rendu inconnu\u{a0}: {key}"))
            })
            .transpose()?;
        let viewpoint: Viewpoint = one
            .viewpoint
            .parse()
            .map_err(|_| anyhow::anyhow!("point de vue inconnu\u{a0}: {}", one.viewpoint))?;
        prepared.push((
            clock_at(now, one.days_ago, 17),
            Course {
                school: demo.school,
                learner: demo.person(&one.learner)?,
                curriculum: demo.curriculum,
            },
            demo.person(&one.author)?,
            NewPositioning {
                target: one.target.clone(),
                viewpoint,
                level: kernel::Level::new(one.level)?,
                comment: one.comment.clone(),
                evidence: evidence.into_iter().collect(),
            },
        ));
    }
    for part in prepared.chunks(100) {
        let part = part.to_vec();
        app.db
            .write(move |tx| {
                let part = part.clone();
                async move {
                    for (clock, course, author, new) in &part {
                        api::position(&tx, clock, *course, *author, new).await?;
                    }
                    Ok::<_, db::DbError>(())
                }
            })
            .await?;
    }
    Ok(())
}
