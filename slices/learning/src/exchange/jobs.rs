//! What is tidied up without anybody asking.

use chrono::Duration;
use db::jobs::{JobContext, JobError, JobPayload, Worker};
use serde::{Deserialize, Serialize};

use super::{commands, store};

/// Files that wait longer than this are forgotten.
const KEPT: Duration = Duration::days(14);
/// So many are looked up at once; each is forgotten in a write of its own.
const BATCH: u64 = 50;

/// Forgets the files that nobody imported.
#[derive(Debug, Serialize, Deserialize)]
struct ForgetArrivals {}

impl JobPayload for ForgetArrivals {
    const KIND: &'static str = "learning.forget_arrivals";
}

/// The job and what it is called, for the administrator.
pub const FORGET_ARRIVALS: (&str, &str) = (
    ForgetArrivals::KIND,
    "Effacer les fichiers de situation que personne n’a importés",
);

/// The jobs of the exchange.
pub fn register(worker: Worker) -> Worker {
    worker
        .register::<ForgetArrivals, _, _>(forget)
        .recurring(Duration::days(1), &ForgetArrivals {})
}

async fn forget(_: ForgetArrivals, context: JobContext) -> Result<(), JobError> {
    loop {
        let before = context.clock().now() - KEPT;
        let due = store::waiting_since(context.db().reader(), before, BATCH).await?;
        if due.is_empty() {
            return Ok(());
        }
        for (school, id) in due {
            let clock = context.clock().clone();
            context
                .db()
                .write(move |tx| {
                    let clock = clock.clone();
                    async move { commands::forget(&tx, &clock, school, None, id).await }
                })
                .await?;
        }
    }
}
