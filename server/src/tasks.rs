//! Upkeep of the house itself: sealing the audit trail, removing what is over.

use chrono::Duration;
use db::DbError;
use db::jobs::{JobPayload, Worker};
use serde::{Deserialize, Serialize};

use crate::wiring::House;

/// Seals the events of the audit trail that are not sealed yet.
#[derive(Serialize, Deserialize)]
struct SealAuditTrail {}

impl JobPayload for SealAuditTrail {
    const KIND: &'static str = "server.seal_audit_trail";
}

/// Removes sessions and attempt counters that are over.
#[derive(Serialize, Deserialize)]
struct SweepSessions {}

impl JobPayload for SweepSessions {
    const KIND: &'static str = "server.sweep_sessions";
}

/// Adds the upkeep to a worker.
pub fn register(worker: Worker, house: &House) -> Worker {
    let key = house.audit_key.clone();
    let files = house.app.files.clone();
    worker
        .register::<SealAuditTrail, _, _>(move |_, context| {
            let key = key.clone();
            async move {
                db::audit::seal(context.db(), &key).await?;
                Ok(())
            }
        })
        .recurring(Duration::minutes(1), &SealAuditTrail {})
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
