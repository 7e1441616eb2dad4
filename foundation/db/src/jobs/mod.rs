//! Work that happens later: a row committed with the change that asked for
//! it, claimed by one [`Worker`] at a time, run again when it failed.
//!
//! A job may run more than once (the machine stopped just before its end was
//! written): its handler must be idempotent. It opens its own short
//! [`crate::Db::write`] and never holds one across rendering, mail or network.

mod clean_up;
mod list;
pub mod migration;
mod queue;
mod recurring;
mod store;
mod worker;

use std::error::Error;

use kernel::{Clock, SchoolId};
use sea_orm::{ActiveModelTrait, Set};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use list::{
    FailedJob, JobState, JobStatus, count_failed, counts, dismiss, failed, failed_job, run_again,
    status,
};
pub use worker::{JobContext, Worker};

use crate::{DbError, Tx};

kernel::typed_ids! {
    /// A job in the queue.
    pub struct JobId;
}

/// What a job needs to know, as it lies in the queue until it runs. It holds
/// identifiers rather than personal data: what they point at may be erased.
pub trait JobPayload: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The name of this kind of work, unique over all slices and never changed:
    /// `slice.what`.
    const KIND: &'static str;
    /// How often it is tried before it is given up.
    const MAX_ATTEMPTS: i16 = 8;
}

/// Why a job did not succeed.
#[derive(Debug)]
pub enum JobError {
    /// It may work later: try again after a pause, longer each time. After the
    /// last attempt the administrator reads the error's `Display`.
    Retry(Box<dyn Error + Send + Sync>),
    /// It will never work. The sentence, in French, is for the administrator.
    Fail(String),
}

impl JobError {
    /// What the log says of it.
    pub(crate) fn causes(&self) -> String {
        match self {
            Self::Retry(error) => kernel::causes(&**error),
            Self::Fail(sentence) => sentence.clone(),
        }
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for JobError {
    fn from(error: E) -> Self {
        Self::Retry(Box::new(error))
    }
}

/// Puts a job in the queue, in the transaction of the change that asks for it:
/// both are committed, or neither.
///
/// # Errors
/// When the row cannot be written.
pub async fn enqueue<J: JobPayload>(
    tx: &Tx,
    clock: &Clock,
    school: Option<SchoolId>,
    payload: &J,
) -> Result<JobId, DbError> {
    let payload = serde_json::to_value(payload)
        .map_err(|error| DbError::Other(sea_orm::DbErr::Json(error.to_string())))?;
    insert(tx, clock, school, J::KIND, J::MAX_ATTEMPTS, payload).await
}

pub(crate) async fn insert(
    tx: &Tx,
    clock: &Clock,
    school: Option<SchoolId>,
    kind: &str,
    max_attempts: i16,
    payload: serde_json::Value,
) -> Result<JobId, DbError> {
    let id = JobId::generate(clock);
    let now = clock.now();
    store::ActiveModel {
        id: Set(id),
        kind: Set(kind.to_owned()),
        school_id: Set(school),
        payload: Set(payload),
        state: Set(JobState::Waiting),
        attempts: Set(0),
        max_attempts: Set(max_attempts),
        run_at: Set(now),
        lease_id: Set(None),
        lease_until: Set(None),
        progress: Set(0),
        message: Set(None),
        created_at: Set(now),
        finished_at: Set(None),
    }
    .insert(tx)
    .await?;
    Ok(id)
}
