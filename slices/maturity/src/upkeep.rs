//! What is tidied up without anybody asking.

use chrono::Duration;
use db::jobs::{JobContext, JobError, JobPayload, Worker};
use serde::{Deserialize, Serialize};
use web::App;

use crate::uses::commands::limit;
use crate::{projects, uses};

/// So many are looked up at once; each is removed in a write of its own: others
/// want to write too.
const BATCH: u64 = 50;

/// Empties the corbeille of what stayed in it long enough.
#[derive(Debug, Serialize, Deserialize)]
struct PurgeTrash {}

impl JobPayload for PurgeTrash {
    const KIND: &'static str = "maturity.purge_trash";
}

/// What the jobs are called, for the administrator.
pub const NAMES: [(&str, &str); 1] = [(
    PurgeTrash::KIND,
    "Vider la corbeille des usages et des projets numériques de plus de trente jours",
)];

/// The jobs.
#[must_use]
pub fn register(_: &App, worker: Worker) -> Worker {
    worker
        .register::<PurgeTrash, _, _>(purge_trash)
        .recurring(Duration::days(1), &PurgeTrash {})
}

async fn purge_trash(_: PurgeTrash, context: JobContext) -> Result<(), JobError> {
    let before = limit(context.clock().now());
    loop {
        let reader = context.db().reader();
        // Projects first: they point at uses.
        let begun = projects::store::deleted_before(reader, before, BATCH).await?;
        let shared = uses::store::deleted_before(reader, before, BATCH).await?;
        if begun.is_empty() && shared.is_empty() {
            return Ok(());
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
