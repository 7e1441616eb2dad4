//! The SMART objectives of the demo school, at all stages.

use anyhow::Context as _;
use chrono::Duration;
use kernel::{Clock, Timestamp, local_date};
use maturity::objectives::commands::{self, NewCheckpoint, NewGoal, Outcome};
use maturity::objectives::{Content, GoalId, Pilot, Target};
use maturity::{By, Refused};
use serde::Deserialize;
use web::App;

use super::people::DemoSchool;
use super::{clock_at, data, ids};

/// `goals.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GoalsFile {
    goals: Vec<DemoGoal>,
}

/// An objective.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoGoal {
    key: String,
    item: String,
    step: u8,
    title: String,
    #[serde(default)]
    measure: String,
    #[serde(default)]
    ambition: String,
    #[serde(default)]
    means: String,
    pilot: Option<String>,
    pilot_name: Option<String>,
    written_days_ago: i64,
    due_in_days: Option<i64>,
    reached_days_ago: Option<i64>,
    #[serde(default)]
    observations: String,
    #[serde(default)]
    points: Vec<DemoPoint>,
}

/// A checkpoint of one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoPoint {
    by: String,
    days_ago: i64,
    state: String,
    #[serde(default)]
    remark: String,
}

/// Something to do with an objective, at its moment.
#[derive(Clone)]
enum Step {
    Write(Box<NewGoal>),
    Check(NewCheckpoint),
    /// With the version that the objective has then.
    Conclude(Outcome),
}

/// Writes the objectives, each step on its past day.
///
/// # Errors
/// When the file does not fit, or when a command refuses.
pub async fn build(app: &App, demo: &DemoSchool, now: Timestamp) -> anyhow::Result<()> {
    let file: GoalsFile = data::read("goals.toml")?;
    for goal in file.goals {
        pursue(app, demo, &goal, now).await?;
    }
    Ok(())
}

async fn pursue(
    app: &App,
    demo: &DemoSchool,
    goal: &DemoGoal,
    now: Timestamp,
) -> anyhow::Result<()> {
    let by = |key: &str| -> anyhow::Result<By> {
        Ok(By {
            school: demo.school,
            account: demo.person(key)?,
        })
    };
    let id: GoalId = ids::id("goal", &goal.key);
    let content = content(demo, goal, now)?;
    let written = clock_at(now, goal.written_days_ago, 17);
    let new = Box::new(NewGoal { id, content });
    act(app, &written, by("direction")?, id, Step::Write(new)).await?;
    for point in &goal.points {
        let state = point.state.parse();
        let new = NewCheckpoint {
            on: local_date(now) - Duration::days(point.days_ago),
            state: state.map_err(|_| anyhow::anyhow!("état inconnu\u{a0}: {}", point.state))?,
            remark: point.remark.clone(),
        };
        let clock = clock_at(now, point.days_ago, 12);
        act(app, &clock, by(&point.by)?, id, Step::Check(new)).await?;
    }
    if let Some(days_ago) = goal.reached_days_ago {
        let outcome = Outcome {
            reached: true,
            observations: goal.observations.clone(),
        };
        let clock = clock_at(now, days_ago, 18);
        act(app, &clock, by("direction")?, id, Step::Conclude(outcome)).await?;
    }
    Ok(())
}

fn content(demo: &DemoSchool, goal: &DemoGoal, now: Timestamp) -> anyhow::Result<Content> {
    let numea = maturity::instrument::shipped_by_code("numea").context("NumEA manque")?;
    let item = numea.item(&goal.item);
    let item = item.with_context(|| format!("item inconnu\u{a0}: {}", goal.item))?;
    let pilot = match (&goal.pilot, &goal.pilot_name) {
        (Some(key), _) => Pilot::Person(demo.person(key)?),
        (None, Some(name)) => Pilot::Named(name.clone()),
        (None, None) => Pilot::Nobody,
    };
    Ok(Content {
        target: Target {
            instrument: numea.code.clone(),
            item: item.code.clone(),
            title: item.title.clone(),
            step: goal.step,
        },
        title: goal.title.clone(),
        measure: goal.measure.clone(),
        ambition: goal.ambition.clone(),
        means: goal.means.clone(),
        due_on: goal
            .due_in_days
            .map(|days| local_date(now) + Duration::days(days)),
        pilot,
    })
}

async fn act(app: &App, clock: &Clock, by: By, id: GoalId, step: Step) -> anyhow::Result<()> {
    let work = (clock.clone(), step);
    app.db
        .write(move |tx| {
            let (clock, step) = work.clone();
            async move {
                match &step {
                    Step::Write(new) => commands::create(&tx, &clock, by, new).await?,
                    Step::Check(new) => commands::check(&tx, &clock, by, id, new).await?,
                    Step::Conclude(outcome) => {
                        commands::conclude(&tx, &clock, by, id, 1, outcome).await?;
                    }
                }
                Ok::<_, Refused>(())
            }
        })
        .await?;
    Ok(())
}
