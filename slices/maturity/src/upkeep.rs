//! What is tidied up without anybody asking.

use chrono::Duration;
use db::jobs::{JobContext, JobError, JobPayload, Worker};
use serde::{Deserialize, Serialize};
use web::App;

use crate::uses::commands::limit;
use crate::{objectives, projects, uses};

/// So many are looked up at once; each is removed in a write of its own: others
/// want to write too.
const BATCH: u64 = 50;

/// Empties the corbeille of what stayed in it long enough.
#[derive(Debug, Serialize, Deserialize)]
struct PurgeTrash {}

impl JobPayload for PurgeTrash {
    const KIND: &'static str = "maturity.purge_trash";
}

/// Reminds pilots of the objectives whose day comes near or is past.
#[derive(Debug, Serialize, Deserialize)]
struct RemindPilots {}

impl JobPayload for RemindPilots {
    const KIND: &'static str = "maturity.remind_pilots";
}

/// What the jobs are called, for the administrator.
pub const NAMES: [(&str, &str); 2] = [
    (
        PurgeTrash::KIND,
        "Vider la corbeille des usages, des projets et des objectifs de plus de trente jours",
    ),
    (
        RemindPilots::KIND,
        "Rappeler aux pilotes les objectifs dont l’échéance approche ou est passée",
    ),
];

/// The jobs.
#[must_use]
pub fn register(_: &App, worker: Worker) -> Worker {
    worker
        .register::<PurgeTrash, _, _>(purge_trash)
        .recurring(Duration::days(1), &PurgeTrash {})
        .register::<RemindPilots, _, _>(remind_pilots)
        .recurring(Duration::days(1), &RemindPilots {})
}

async fn remind_pilots(_: RemindPilots, context: JobContext) -> Result<(), JobError> {
    let today = kernel::local_date(context.clock().now());
    let until = today + Duration::days(objectives::reminders::AHEAD_DAYS);
    let mut after = None;
    loop {
        let reader = context.db().reader();
        let due = objectives::store::to_remind_of(reader, until, today, after, BATCH).await?;
        let Some(last) = due.last() else {
            return Ok(());
        };
        after = Some(last.id);
        for row in due {
            let clock = context.clock().clone();
            let reminded =
                context.db().write(move |tx| {
                    let clock = clock.clone();
                    async move {
                        objectives::commands::remind_of(&tx, &clock, row.school_id, row.id).await
                    }
                });
            reminded.await?;
        }
    }
}

async fn purge_trash(_: PurgeTrash, context: JobContext) -> Result<(), JobError> {
    let before = limit(context.clock().now());
    loop {
        let reader = context.db().reader();
        let begun = projects::store::deleted_before(reader, before, BATCH).await?;
        let shared = uses::store::deleted_before(reader, before, BATCH).await?;
        let goals = objectives::store::deleted_before(reader, before, BATCH).await?;
        if begun.is_empty() && shared.is_empty() && goals.is_empty() {
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
        for (school, id) in begun {
            let clock = context.clock().clone();
            let purged = context.db().write(move |tx| {
                let clock = clock.clone();
                async move { projects::commands::purge(&tx, &clock, school, id).await }
            });
            purged.await?;
        }
        for (school, id) in shared {
            let clock = context.clock().clone();
            let purged = context.db().write(move |tx| {
                let clock = clock.clone();
                async move { uses::commands::purge(&tx, &clock, school, id).await }
            });
            purged.await?;
        }
    }
}
