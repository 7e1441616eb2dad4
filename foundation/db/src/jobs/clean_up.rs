//! Forgetting old jobs: done ones after a week, failed ones after a quarter.

use chrono::Duration;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};

use super::store::{Column, Entity};
use super::{JobContext, JobError, JobId, JobPayload, JobState};
use crate::DbError;

/// How long a done job is kept: long enough to answer « did it run? ».
const KEEP_DONE: Duration = Duration::days(7);
/// How long a failed one is kept for the administrator.
const KEEP_FAILED: Duration = Duration::days(90);
/// Deleted in one write, so that no write lasts.
const BATCH: u64 = 500;

/// The job that forgets old jobs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct CleanUp {}

impl JobPayload for CleanUp {
    const KIND: &'static str = "jobs.clean_up";
}

pub(super) async fn run(_: CleanUp, context: JobContext) -> Result<(), JobError> {
    let now = context.clock().now();
    for (state, keep) in [(JobState::Done, KEEP_DONE), (JobState::Failed, KEEP_FAILED)] {
        loop {
            let old: Vec<JobId> = Entity::find()
                .select_only()
                .column(Column::Id)
                .filter(Column::State.eq(state))
                .filter(Column::FinishedAt.lt(now - keep))
                .limit(BATCH)
                .into_tuple()
                .all(context.db().reader())
                .await?;
            if old.is_empty() {
                break;
            }
            context
                .db()
                .write_unserialized(move |tx| {
                    let old = old.clone();
                    async move {
                        Entity::delete_many()
                            .filter(Column::Id.is_in(old))
                            .exec(&tx)
                            .await?;
                        Ok::<_, DbError>(())
                    }
                })
                .await?;
        }
    }
    Ok(())
}
