//! Sixteen people who write, each in their own report: the requests that
//! `autosave.ts` sends, each with the version that the answer before gave.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use db::Db;
use sea_orm::QueryResult;
use serde::Deserialize;
use tokio::task::JoinSet;

use crate::bare::Bare;
use crate::instance::Served;
use crate::load::{Connection, median};
use crate::people::{Person, learners, rows, sessions};
use crate::report::Report;
use crate::{Pace, WRITERS};

/// A report that somebody writes.
struct Writing {
    connection: Connection,
    cookie: String,
    path: String,
    version: i32,
    /// The fields, but for the version and the section that grows.
    fields: Vec<(String, String)>,
    text: String,
}

#[derive(Deserialize)]
struct Saved {
    version: i32,
}

impl Writing {
    /// One save; it is on the disk when this returns.
    async fn save(&mut self) -> anyhow::Result<()> {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("version", &self.version.to_string())
            .extend_pairs(&self.fields)
            .append_pair("learned", &format!("{} [{}]", self.text, self.version))
            .finish();
        let (status, body) = self.connection.post(&self.path, &self.cookie, form).await?;
        ensure!(status == 200, "L’enregistrement a répondu {status}");
        let saved: Saved = serde_json::from_slice(&body)?;
        ensure!(
            saved.version == self.version + 1,
            "Un enregistrement a été perdu"
        );
        self.version = saved.version;
        Ok(())
    }
}

/// Measures both, in turn.
///
/// # Errors
/// When a save is not acknowledged.
pub async fn measure(
    report: &mut Report,
    folder: &Path,
    pace: Pace,
    served: &Served,
) -> anyhow::Result<()> {
    let mut bare = Bare::open(folder).await?;
    let mut writers = writers(served).await?;
    let (mut ratios, mut saves, mut commits) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=pace.rounds {
        let commit = bare.rate(pace.slice).await?;
        let save = rate(&mut writers, pace.slice).await?;
        if round > 0 {
            ratios.push(save / commit);
            saves.push(save);
            commits.push(commit);
        }
        eprint!(
            "\r› {} : enregistrements, tour {round} sur {}",
            served.engine, pace.rounds
        );
    }
    eprintln!();
    report.autosave(
        served.engine,
        median(&ratios),
        median(&saves),
        median(&commits),
    );
    bare.close().await
}

async fn rate(writers: &mut Vec<Writing>, slice: Duration) -> anyhow::Result<f64> {
    let begun = Instant::now();
    let mut running = JoinSet::new();
    for mut writing in writers.drain(..) {
        running.spawn(async move {
            let mut count = 0_u32;
            while begun.elapsed() < slice {
                writing.save().await?;
                count += 1;
            }
            anyhow::Ok((writing, count))
        });
    }
    let mut total = 0;
    while let Some(done) = running.join_next().await {
        let (writing, count) = done.context("Un client s’est arrêté")??;
        writers.push(writing);
        total += count;
    }
    Ok(f64::from(total) / begun.elapsed().as_secs_f64())
}

async fn writers(served: &Served) -> anyhow::Result<Vec<Writing>> {
    let db = Db::open(&served.config).await?;
    let everybody = learners(&db, served.size.0).await?;
    let step = (everybody.len() / WRITERS).max(1);
    let chosen: Vec<Person> = everybody.into_iter().step_by(step).take(WRITERS).collect();
    let cookies = sessions(&db, &chosen).await?;
    let mut writers = Vec::new();
    for (person, cookie) in chosen.iter().zip(cookies) {
        writers.push(draft(&db, served.address, *person, cookie).await?);
    }
    db.close().await?;
    if writers.len() < WRITERS {
        bail!("L’instance a moins de {WRITERS} personnes");
    }
    Ok(writers)
}

/// What the form of the draft of a person holds.
async fn draft(
    db: &Db,
    address: SocketAddr,
    person: Person,
    cookie: String,
) -> anyhow::Result<Writing> {
    let keys = || [person.school.into(), person.account.into()];
    let found = rows(
        db,
        "SELECT id, version, title, kind, context, start_on, end_on, situate, produced, how_why, \
         difficulties, learned, lexicon FROM reports \
         WHERE school_id = $1 AND learner_id = $2 AND state = 'draft' AND deleted_at IS NULL",
        keys(),
    )
    .await?;
    let row = found.first().context("Quelqu’un n’a pas de brouillon")?;
    let id: uuid::Uuid = row.try_get("", "id")?;
    let targets = rows(
        db,
        "SELECT code FROM report_targets WHERE school_id = $1 AND report_id = $2",
        [person.school.into(), id.into()],
    )
    .await?;
    let mut fields = Vec::new();
    for (field, column) in FIELDS {
        fields.push(((*field).to_owned(), row.try_get("", column)?));
    }
    for (field, column) in [("debut", "start_on"), ("fin", "end_on")] {
        fields.push((field.to_owned(), day(row, column)?));
    }
    for target in &targets {
        fields.push(("cible".to_owned(), target.try_get("", "code")?));
    }
    Ok(Writing {
        connection: Connection::open(address).await?,
        cookie,
        path: format!("/dossier/comptes-rendus/{id}/enregistrer"),
        version: row.try_get("", "version")?,
        fields,
        // Without what an earlier run added.
        text: first_part(row.try_get("", "learned")?),
    })
}

/// Fields of the form by the columns that hold them.
const FIELDS: &[(&str, &str)] = &[
    ("titre", "title"),
    ("nature", "kind"),
    ("contexte", "context"),
    ("situate", "situate"),
    ("produced", "produced"),
    ("how_why", "how_why"),
    ("difficulties", "difficulties"),
    ("lexicon", "lexicon"),
];

fn first_part(text: String) -> String {
    text.split(" [").next().unwrap_or_default().to_owned()
}

fn day(row: &QueryResult, column: &str) -> anyhow::Result<String> {
    let day: Option<chrono::NaiveDate> = row.try_get("", column)?;
    Ok(day.map_or_else(String::new, |day| day.to_string()))
}
