//! What is tidied up without anybody asking.

use chrono::Duration;
use db::jobs::{JobContext, JobError, JobPayload, Worker};
use db::text::SORT_KEY_VERSION;
use db::{DbError, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveModelTrait, IntoActiveModel, QuerySelect, Set};
use serde::{Deserialize, Serialize};
use web::App;

use crate::rows::{organisations, situations};
use crate::situations::index::order_key;
use crate::{exchange, purging};

/// So many rows are rebuilt in one write: others want to write too.
const BATCH: u64 = 200;

/// Rebuilds the sort keys made with other collation data.
#[derive(Debug, Serialize, Deserialize)]
struct RebuildSortKeys {}

impl JobPayload for RebuildSortKeys {
    const KIND: &'static str = "learning.rebuild_sort_keys";
}

/// What they are called, for the administrator.
pub const NAMES: &[(&str, &str)] = &[
    (
        RebuildSortKeys::KIND,
        "Remettre les situations dans l’ordre alphabétique",
    ),
    exchange::FORGET_ARRIVALS,
    purging::PURGE_TRASH,
];

/// The jobs of the slice.
pub fn register(_: &App, worker: Worker) -> Worker {
    let worker = worker
        .register::<RebuildSortKeys, _, _>(rebuild)
        .recurring(Duration::days(1), &RebuildSortKeys {})
        .register::<purging::PurgeTrash, _, _>(purging::purge_trash)
        .recurring(Duration::days(1), &purging::PurgeTrash {});
    exchange::register(worker)
}

async fn rebuild(_: RebuildSortKeys, context: JobContext) -> Result<(), JobError> {
    while context.db().write(rebuild_situations).await? > 0 {}
    while context.db().write(rebuild_organisations).await? > 0 {}
    Ok(())
}

/// One batch of situations; says how many there were.
async fn rebuild_situations(tx: Tx) -> Result<usize, DbError> {
    let stale = situations::Entity::find()
        .filter(situations::Column::SortKeyVersion.ne(SORT_KEY_VERSION))
        .limit(BATCH)
        .all(&tx)
        .await?;
    let count = stale.len();
    for row in stale {
        let key = order_key(&row.title);
        let mut active = row.into_active_model();
        active.sort_key = Set(key);
        active.sort_key_version = Set(SORT_KEY_VERSION);
        active.update(&tx).await?;
    }
    Ok(count)
}

/// One batch of organisations; says how many there were.
async fn rebuild_organisations(tx: Tx) -> Result<usize, DbError> {
    let stale = organisations::Entity::find()
        .filter(organisations::Column::SortKeyVersion.ne(SORT_KEY_VERSION))
        .limit(BATCH)
        .all(&tx)
        .await?;
    let count = stale.len();
    for row in stale {
        let key = order_key(&row.name);
        let mut active = row.into_active_model();
        active.sort_key = Set(key);
        active.sort_key_version = Set(SORT_KEY_VERSION);
        active.update(&tx).await?;
    }
    Ok(count)
}
