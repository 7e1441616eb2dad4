//! What is tidied up without anybody asking.

use chrono::Duration;
use db::jobs::{JobContext, JobError, JobPayload, Worker};
use serde::{Deserialize, Serialize};
use web::App;

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

/// What they are called, for the administrator.
pub const NAMES: &[(&str, &str)] = &[(
    PurgeTrash::KIND,
    "Vider la corbeille des comptes rendus de plus de trente jours",
)];

/// The jobs of the slice.
pub fn register(_: &App, worker: Worker) -> Worker {
    worker
        .register::<PurgeTrash, _, _>(purge_trash)
        .recurring(Duration::days(1), &PurgeTrash {})
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
