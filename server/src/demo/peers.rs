//! The readings between peers of the demo class: one that was handed over, one
//! that goes on.

use std::collections::HashMap;

use anyhow::Context as _;
use chrono::Duration;
use kernel::{AccountId, Clock, Level, Timestamp, local_date};
use portfolio::api::peers::{
    By, Criterion, GivenReading, Hand, Mark, NewRound, Part, RoundId, Words, close, given, open,
    prepare, release, write,
};
use portfolio::api::{Refused, ReportId};
use web::App;

use super::data::{DemoReading, DemoRound, PeersFile};
use super::people::DemoSchool;
use super::reports::authors;
use super::{clock_at, data, ids};

/// Builds the rounds, each on its past days.
///
/// # Errors
/// When the file does not fit, or when a command refuses.
pub async fn build(app: &App, demo: &DemoSchool, now: Timestamp) -> anyhow::Result<()> {
    let authors = authors()?;
    for round in data::read::<PeersFile>("peers.toml")?.rounds {
        one(app, demo, &round, &authors, now)
            .await
            .with_context(|| format!("évaluation entre pairs «\u{202f}{}\u{202f}»", round.key))?;
    }
    let (school, news) = (demo.school, now - Duration::days(4));
    app.db
        .write(move |tx| async move { people::api::mark_read_before(&tx, school, news).await })
        .await?;
    Ok(())
}

async fn one(
    app: &App,
    demo: &DemoSchool,
    round: &DemoRound,
    authors: &HashMap<String, String>,
    now: Timestamp,
) -> anyhow::Result<()> {
    let id: RoundId = ids::id("round", &round.key);
    let by = By {
        school: demo.school,
        account: demo.person(&round.teacher)?,
    };
    let begun = clock_at(now, round.prepared_days_ago, 9);
    let new = new_round(demo, round, id, authors, now)?;
    act(app, &begun, move |tx, clock| {
        let new = new.clone();
        async move {
            prepare(&tx, &clock, by, &new).await?;
            open(&tx, &clock, by, id, 1).await
        }
    })
    .await?;
    let readings = given(app.db.reader(), demo.school, id).await?;
    for reading in &round.readings {
        say(app, demo, id, &readings, reading, now).await?;
    }
    if let Some(days) = round.released_days_ago {
        act(
            app,
            &clock_at(now, days + 1, 18),
            move |tx, clock| async move { close(&tx, &clock, by, id, 2).await },
        )
        .await?;
        act(app, &clock_at(now, days, 8), move |tx, clock| async move {
            release(&tx, &clock, by, id, 3).await
        })
        .await?;
    }
    Ok(())
}

fn new_round(
    demo: &DemoSchool,
    round: &DemoRound,
    id: RoundId,
    authors: &HashMap<String, String>,
    now: Timestamp,
) -> anyhow::Result<NewRound> {
    let curriculum = &curriculum::shipped()[0];
    let mut criteria = Vec::new();
    for code in &round.criteria {
        let competence = curriculum.competence(code).context("compétence inconnue")?;
        criteria.push(Criterion {
            text: competence.title.clone(),
            target: Some(code.clone()),
        });
    }
    criteria.extend(round.own.iter().map(|text| Criterion {
        text: text.clone(),
        target: None,
    }));
    let mut reports: Vec<(ReportId, AccountId)> = Vec::new();
    for key in &round.reports {
        let author = authors.get(key).context("compte rendu inconnu")?;
        reports.push((ids::id("report", key), demo.person(author)?));
    }
    Ok(NewRound {
        id,
        class: ids::id("class", "cs-sno"),
        curriculum: demo.curriculum,
        title: round.title.clone(),
        instructions: round.instructions.clone(),
        anonymous: round.anonymous,
        closes_on: local_date(now) + Duration::days(round.closes_in_days),
        criteria,
        each: 2,
        reports,
    })
}

/// What a reader wrote.
async fn say(
    app: &App,
    demo: &DemoSchool,
    round: RoundId,
    readings: &[GivenReading],
    said: &DemoReading,
    now: Timestamp,
) -> anyhow::Result<()> {
    let (report, reader): (ReportId, _) =
        (ids::id("report", &said.report), demo.person(&said.reader)?);
    let mut all = readings.iter();
    let reading = all
        .find(|one| one.report == report && one.reader == reader)
        .with_context(|| format!("{} ne relit pas {}", said.reader, said.report))?
        .id;
    let mut levels = Vec::new();
    for (number, level) in (1_i16..).zip(&said.levels) {
        levels.push(match level {
            0 => (number, Mark::Unsure),
            level => (number, Mark::Level(Level::new(*level)?)),
        });
    }
    let words = Words {
        version: 1,
        levels,
        remarks: vec![
            (Part::Strength, said.strength.clone()),
            (Part::Question, said.question.clone()),
            (Part::Suggestion, said.suggestion.clone()),
        ],
        hand: match said.handed_in {
            true => Hand::In,
            false => Hand::Keep,
        },
    };
    let by = By {
        school: demo.school,
        account: reader,
    };
    act(app, &clock_at(now, said.days_ago, 15), move |tx, clock| {
        let words = words.clone();
        async move { write(&tx, &clock, by, (round, reading), &words).await }
    })
    .await
}

/// Runs a command at the time of a clock.
async fn act<F, D>(app: &App, clock: &Clock, what: F) -> anyhow::Result<()>
where
    F: Fn(db::Tx, Clock) -> D + Clone + Send + Sync + 'static,
    D: Future<Output = Result<(), Refused>> + Send + 'static,
{
    let clock = clock.clone();
    app.db
        .write(move |tx| {
            let (what, clock) = (what.clone(), clock.clone());
            async move { what(tx, clock).await }
        })
        .await?;
    Ok(())
}
