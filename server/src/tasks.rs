//! Upkeep of the house itself: sealing the audit trail, removing what is over.

use chrono::Duration;
use db::DbError;
use db::jobs::{JobPayload, Worker};
use serde::{Deserialize, Serialize};

use crate::wiring::House;

/// Removes sessions and attempt counters that are over.
#[derive(Serialize, Deserialize)]
struct SweepSessions {}

impl JobPayload for SweepSessions {
    const KIND: &'static str = "server.sweep_sessions";
}

/// Adds the upkeep to a worker.
pub fn register(worker: Worker, house: &House) -> Worker {
    let files = house.app.files.clone();
    db::audit::seal_regularly(worker, house.audit_key.clone())
        .register::<SweepSessions, _, _>(|_, context| async move {
            let now = context.clock().now();
            context
                .db()
                .write(move |tx| async move {
                    web::session::sweep(&tx, now).await?;
                    web::attempts::sweep(&tx, now).await?;
                    Ok::<_, DbError>(())
                })
                .await?;
            Ok(())
        })
        .recurring(Duration::hours(6), &SweepSessions {})
        .register::<files::Sweep, _, _>(move |_, _| {
            let files = files.clone();
            async move {
                files.sweep().await?;
                Ok(())
            }
        })
        .recurring(Duration::hours(24), &files::Sweep {})
}
