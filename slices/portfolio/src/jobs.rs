//! What is tidied up without anybody asking.

use chrono::Duration;
use db::jobs::{JobContext, JobError, JobPayload, Worker};
use serde::{Deserialize, Serialize};
use web::App;

use crate::digital::pix::store as pix;
use crate::export::job::MakeExport;
use crate::export::{commands as exports, store as export_rows};
use crate::report::commands::{purge, purgeable};

/// So many reports are looked up at once; each is removed in a write of its
/// own: others want to write too.
const BATCH: u64 = 50;

/// Empties the corbeille of what stayed in it long enough.
#[derive(Debug, Serialize, Deserialize)]
struct PurgeTrash {}

impl JobPayload for PurgeTrash {
    const KIND: &'static str = "portfolio.purge_trash";
}

/// Erases the PDF of dossiers whose time is over.
#[derive(Debug, Serialize, Deserialize)]
struct PurgeExports {}

impl JobPayload for PurgeExports {
    const KIND: &'static str = "portfolio.purge_exports";
}

/// Empties the corbeille of interviews and objectives.
#[derive(Debug, Serialize, Deserialize)]
struct PurgeInterviews {}

impl JobPayload for PurgeInterviews {
    const KIND: &'static str = "portfolio.purge_interviews";
}

/// Forgets files of Pix that nobody decided on.
#[derive(Debug, Serialize, Deserialize)]
struct ForgetPix {}

impl JobPayload for ForgetPix {
    const KIND: &'static str = "portfolio.forget_pix";
}

/// A file of Pix waits for a decision so many days.
const UNDECIDED_DAYS: i64 = 14;

/// What they are called, for the administrator.
pub const NAMES: &[(&str, &str)] = &[
    (
        PurgeTrash::KIND,
        "Vider la corbeille des comptes rendus de plus de trente jours",
    ),
    (
        MakeExport::KIND,
        "Préparer le dossier en PDF d’une personne",
    ),
    (
        PurgeExports::KIND,
        "Effacer les dossiers en PDF de plus de trente jours",
    ),
    (
        PurgeInterviews::KIND,
        "Vider la corbeille des entretiens et des objectifs de plus de trente jours",
    ),
    (
        ForgetPix::KIND,
        "Effacer les fichiers Pix que personne n’a vérifiés depuis quatorze jours",
    ),
];

/// The jobs of the slice, but for making PDF: the typesetter comes from the
/// server ([`crate::api::register_exports`]).
pub fn register(_: &App, worker: Worker) -> Worker {
    worker
        .register::<PurgeTrash, _, _>(purge_trash)
        .recurring(Duration::days(1), &PurgeTrash {})
        .register::<PurgeExports, _, _>(purge_exports)
        .recurring(Duration::days(1), &PurgeExports {})
        .register::<PurgeInterviews, _, _>(purge_interviews)
        .recurring(Duration::days(1), &PurgeInterviews {})
        .register::<ForgetPix, _, _>(forget_pix)
        .recurring(Duration::days(1), &ForgetPix {})
}

async fn forget_pix(_: ForgetPix, context: JobContext) -> Result<(), JobError> {
    let before = context.clock().now() - Duration::days(UNDECIDED_DAYS);
    context
        .db()
        .write(move |tx| async move { pix::forget_before(&tx, before).await })
        .await?;
    Ok(())
}

async fn purge_exports(_: PurgeExports, context: JobContext) -> Result<(), JobError> {
    loop {
        let before = exports::limit(context.clock().now());
        let due = export_rows::older_than(context.db().reader(), before, BATCH).await?;
        if due.is_empty() {
            return Ok(());
        }
        for (school, id) in due {
            let clock = context.clock().clone();
            context
                .db()
                .write(move |tx| {
                    let clock = clock.clone();
                    async move { exports::purge(&tx, &clock, school, id).await }
                })
                .await?;
        }
    }
}

async fn purge_trash(_: PurgeTrash, context: JobContext) -> Result<(), JobError> {
    loop {
        let due = purgeable(context.db().reader(), context.clock().now(), BATCH).await?;
        if due.is_empty() {
            return Ok(());
        }
        for (school, id) in due {
            let clock = context.clock().clone();
            context
                .db()
                .write(move |tx| {
                    let clock = clock.clone();
                    async move { purge(&tx, &clock, school, id).await }
                })
                .await?;
        }
    }
}

async fn purge_interviews(_: PurgeInterviews, context: JobContext) -> Result<(), JobError> {
    use crate::{interviews, kept, objectives};
    loop {
        let reader = context.db().reader();
        let now = context.clock().now();
        let talks = kept::over::<interviews::store::interviews::Entity>(reader, now, BATCH).await?;
        let goals = kept::over::<objectives::store::objectives::Entity>(reader, now, BATCH).await?;
        if talks.is_empty() && goals.is_empty() {
            return Ok(());
        }
        for (school, id) in goals {
            let clock = context.clock().clone();
            let purged = context.db().write(move |tx| {
                let clock = clock.clone();
                async move { objectives::commands::purge(&tx, &clock, school, id).await }
            });
            purged.await?;
        }
        for (school, id) in talks {
            let clock = context.clock().clone();
            let purged = context.db().write(move |tx| {
                let clock = clock.clone();
                async move { interviews::commands::purge(&tx, &clock, school, id).await }
            });
            purged.await?;
        }
    }
}
