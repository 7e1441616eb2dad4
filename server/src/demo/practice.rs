//! What the teachers of the demo school share and lead together: uses of
//! digital tools, and a project.

mod file;

use anyhow::Context as _;
use chrono::Duration;
use kernel::{Timestamp, local_date};
use maturity::projects::commands::{self as projects, NewProject};
use maturity::projects::{Content as ProjectContent, ProjectId, StepContent};
use maturity::uses::commands::{self as uses, NewUse};
use maturity::uses::model::Origin;
use maturity::uses::{Content as UseContent, UseId, comments};
use maturity::{By, Refused};
use web::App;

use self::file::{DemoProject, DemoProjectStep, DemoUse, PracticeFile};
use super::people::DemoSchool;
use super::{clock_at, data, ids};

/// Shares the uses, then leads the projects.
///
/// # Errors
/// When the file does not fit, or when a command refuses.
pub async fn build(app: &App, demo: &DemoSchool, now: Timestamp) -> anyhow::Result<()> {
    let file: PracticeFile = data::read("practice.toml")?;
    for one in &file.uses {
        share(app, demo, &file.uses, one, now).await?;
    }
    for one in &file.projects {
        lead(app, demo, one, now).await?;
    }
    Ok(())
}

fn by(demo: &DemoSchool, key: &str) -> anyhow::Result<By> {
    Ok(By {
        school: demo.school,
        account: demo.person(key)?,
    })
}

async fn share(
    app: &App,
    demo: &DemoSchool,
    all: &[DemoUse],
    one: &DemoUse,
    now: Timestamp,
) -> anyhow::Result<()> {
    let id: UseId = ids::id("use", &one.key);
    let origin = match &one.origin {
        None => None,
        Some(key) => {
            let origin = all.iter().find(|other| other.key == *key);
            let origin = origin.with_context(|| format!("usage inconnu\u{a0}: {key}"))?;
            Some(Origin {
                id: ids::id("use", key),
                title: origin.title.clone(),
                author: demo.person(&origin.author)?,
            })
        }
    };
    let new = NewUse {
        id,
        content: UseContent {
            title: one.title.clone(),
            context: one.context.clone(),
            intention: one.intention.trim().to_owned(),
            samr: one
                .samr
                .parse()
                .map_err(|_| anyhow::anyhow!("palier inconnu\u{a0}: {}", one.samr))?,
            effect: one.effect.trim().to_owned(),
            resources: one.resources.trim().to_owned(),
        },
        origin,
    };
    let work = (clock_at(now, one.days_ago, 17), by(demo, &one.author)?, new);
    app.db
        .write(move |tx| {
            let (clock, by, new) = work.clone();
            async move { uses::create(&tx, &clock, by, &new).await }
        })
        .await?;
    for comment in &one.comments {
        let clock = clock_at(now, comment.days_ago, 18);
        let work = (clock, by(demo, &comment.by)?, comment.text.clone());
        app.db
            .write(move |tx| {
                let (clock, by, text) = work.clone();
                async move { comments::add(&tx, &clock, by, id, &text).await }
            })
            .await?;
    }
    Ok(())
}

async fn lead(
    app: &App,
    demo: &DemoSchool,
    one: &DemoProject,
    now: Timestamp,
) -> anyhow::Result<()> {
    let members = one.members.iter().map(|key| demo.person(key));
    let mut members = members.collect::<anyhow::Result<Vec<_>>>()?;
    members.sort_unstable();
    let id: ProjectId = ids::id("project", &one.key);
    let new = NewProject {
        id,
        content: ProjectContent {
            title: one.title.clone(),
            aim: one.aim.trim().to_owned(),
            pilot: demo.person(&one.pilot)?,
            members,
        },
    };
    let observed: Vec<UseId> = one.uses.iter().map(|key| ids::id("use", key)).collect();
    let by = by(demo, &one.pilot)?;
    let work = (
        clock_at(now, one.days_ago, 12),
        new,
        one.conditions.clone(),
        observed,
    );
    app.db
        .write(move |tx| {
            let (clock, new, conditions, observed) = work.clone();
            async move {
                projects::create(&tx, &clock, by, &new).await?;
                projects::tick(&tx, &clock, by, id, (&conditions, &[])).await?;
                projects::observe(&tx, &clock, by, id, (&observed, &[])).await?;
                Ok::<_, Refused>(())
            }
        })
        .await?;
    for step in &one.steps {
        write(app, demo, id, step, now).await?;
    }
    Ok(())
}

/// Writes a step on its day, or on the day before the demo for one to come.
async fn write(
    app: &App,
    demo: &DemoSchool,
    id: ProjectId,
    step: &DemoProjectStep,
    now: Timestamp,
) -> anyhow::Result<()> {
    let content = StepContent {
        on: Some(local_date(now) + Duration::days(step.in_days)),
        participants: step.participants.trim().to_owned(),
        outcome: step.outcome.trim().to_owned(),
    };
    let clock = clock_at(now, (-step.in_days).max(1), 18);
    let work = (clock, by(demo, &step.by)?, step.step.clone(), content);
    app.db
        .write(move |tx| {
            let (clock, by, code, content) = work.clone();
            async move { projects::write_step(&tx, &clock, by, id, &code, 0, &content).await }
        })
        .await?;
    Ok(())
}
