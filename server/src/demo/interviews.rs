//! The formative interviews of the demo class, each step on its past day, and
//! the objectives that came out of them.

use anyhow::Context as _;
use chrono::Duration;
use kernel::{Clock, Timestamp, local_date, to_local};
use portfolio::api::interviews::{self, By, NewInterview, Terms};
use portfolio::api::objectives::{self, NewObjective};
use portfolio::api::{
    InterviewContent, InterviewId, InterviewSection, ObjectiveContent, ObjectiveId, Refused, Slot,
};
use web::App;

use super::data::{DemoInterview, DemoObjective, InterviewsFile};
use super::people::DemoSchool;
use super::{clock_at, data, ids};

/// Holds the interviews and writes the objectives.
///
/// # Errors
/// When the file does not fit, or when a command refuses.
pub async fn build(app: &App, demo: &DemoSchool, now: Timestamp) -> anyhow::Result<()> {
    let file: InterviewsFile = data::read("interviews.toml")?;
    for interview in file.interviews {
        hold(app, demo, interview, now).await?;
    }
    for objective in file.objectives {
        pursue(app, demo, objective, now).await?;
    }
    Ok(())
}

/// The instant of an hour so many days from now, in Paris.
fn instant(now: Timestamp, days: i64, hour: u32) -> anyhow::Result<Timestamp> {
    let day = local_date(now) + Duration::days(days);
    day.and_hms_opt(hour, 0, 0)
        .and_then(|time| time.and_local_timezone(to_local(now).timezone()).earliest())
        .map(|local| local.to_utc())
        .context("Une heure de interviews.toml n’existe pas")
}

async fn hold(
    app: &App,
    demo: &DemoSchool,
    file: DemoInterview,
    now: Timestamp,
) -> anyhow::Result<()> {
    let starts_at = instant(now, file.in_days, file.hour)?;
    let teacher = demo.person(&file.teacher)?;
    let new = NewInterview {
        id: ids::id("interview", &file.key),
        learner: demo.person(&file.learner)?,
        curriculum: demo.curriculum,
        terms: Terms {
            slot: Slot {
                starts_at,
                minutes: file.minutes,
            },
            place: file.place.clone(),
            subject: file.subject.clone(),
            teacher,
        },
    };
    let by = By {
        school: demo.school,
        account: teacher,
    };
    let addendum_by = match file.addendum_by.as_str() {
        "" => None,
        key => Some(By {
            school: demo.school,
            account: demo.person(key)?,
        }),
    };
    let work = Steps {
        planned: clock_at(now, file.planned_days_ago, 17),
        // Nothing of the demo happens after it starts.
        held: Clock::manual(starts_at.min(now - Duration::minutes(30))),
        by,
        new,
        addendum_by,
        file,
    };
    app.db
        .write(move |tx| {
            let work = work.clone();
            async move { work.run(&tx).await }
        })
        .await?;
    Ok(())
}

/// The steps of an interview, each at its own moment.
#[derive(Clone)]
struct Steps {
    planned: Clock,
    held: Clock,
    by: By,
    new: NewInterview,
    addendum_by: Option<By>,
    file: DemoInterview,
}

impl Steps {
    async fn run(&self, tx: &db::Tx) -> Result<(), Refused> {
        let (by, id, file) = (self.by, self.new.id, &self.file);
        interviews::plan(tx, &self.planned, by, &self.new).await?;
        interviews::prepare(tx, &self.planned, by, id, 1, &file.targets, &file.questions).await?;
        match file.state.as_str() {
            "planned" => Ok(()),
            "cancelled" => interviews::cancel(tx, &self.planned, by, id, 2, &file.reason).await,
            _ => self.report(tx, id).await,
        }
    }

    async fn report(&self, tx: &db::Tx, id: InterviewId) -> Result<(), Refused> {
        let (by, file, clock) = (self.by, &self.file, self.held.clone());
        interviews::hold(tx, &clock, by, id).await?;
        let mut version = 3;
        if !file.draft.is_empty() {
            let mut begun = InterviewContent::default();
            begun
                .get_mut(InterviewSection::Lived)
                .clone_from(&file.draft);
            interviews::save(tx, &clock, by, id, version, &begun).await?;
            version += 1;
        }
        // Long enough for what was there before to be kept as a version.
        clock.advance(Duration::minutes(12));
        interviews::save(tx, &clock, by, id, version, &self.content()).await?;
        if file.state == "held" {
            return Ok(());
        }
        clock.advance(Duration::minutes(10));
        interviews::sign_as_team(tx, &clock, by, id).await?;
        if file.state == "to_sign" {
            return Ok(());
        }
        clock.advance(Duration::minutes(5));
        let learner = By {
            account: self.new.learner,
            ..by
        };
        interviews::sign_as_learner(tx, &clock, learner, id, version + 2).await?;
        if let Some(by) = self.addendum_by {
            clock.advance(Duration::hours(20));
            interviews::add(tx, &clock, by, id, &file.addendum).await?;
        }
        Ok(())
    }

    fn content(&self) -> InterviewContent {
        let file = &self.file;
        InterviewContent {
            texts: [
                &file.lived,
                &file.reflection,
                &file.strengths,
                &file.improve,
                &file.decisions,
                &file.remediation,
            ]
            .map(|text| text.trim().to_owned()),
        }
    }
}

async fn pursue(
    app: &App,
    demo: &DemoSchool,
    file: DemoObjective,
    now: Timestamp,
) -> anyhow::Result<()> {
    let by = |key: &str| -> anyhow::Result<By> {
        Ok(By {
            school: demo.school,
            account: demo.person(key)?,
        })
    };
    let id: ObjectiveId = ids::id("objective", &file.key);
    let new = NewObjective {
        id,
        learner: demo.person(&file.learner)?,
        curriculum: demo.curriculum,
        interview: file
            .interview
            .as_deref()
            .map(|key| ids::id("interview", key)),
        content: ObjectiveContent {
            kind: file
                .kind
                .parse()
                .ok()
                .context("La nature d’un objectif est inconnue")?,
            title: file.title,
            measure: file.measure,
            ambition: file.ambition,
            means: file.means,
            due_on: Some(local_date(now) + Duration::days(file.due_in_days)),
            targets: file.targets,
        },
    };
    let work = (
        clock_at(now, file.written_days_ago, 18),
        by(&file.author)?,
        new,
    );
    app.db
        .write(move |tx| {
            let (clock, by, new) = work.clone();
            async move { objectives::create(&tx, &clock, by, &new).await }
        })
        .await?;
    for (number, note) in file.notes.into_iter().enumerate() {
        let state = note
            .state
            .parse()
            .ok()
            .context("L’état d’un objectif est inconnu")?;
        let version = i32::try_from(number)? + 1;
        let work = (clock_at(now, note.days_ago, 12), by(&note.by)?, note.text);
        app.db
            .write(move |tx| {
                let (clock, by, text) = work.clone();
                async move { objectives::follow(&tx, &clock, by, id, version, state, &text).await }
            })
            .await?;
    }
    Ok(())
}
