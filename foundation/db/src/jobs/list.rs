//! What people see of the queue.

use kernel::{Clock, SchoolId, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DeriveActiveEnum, EntityTrait, EnumIter,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::JobId;
use super::store::{Column, Entity, Model};
use crate::{DbError, Tx, expect_one};

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum JobState {
    /// It waits for its time and for a worker.
    #[sea_orm(string_value = "waiting")]
    Waiting,
    /// A worker is at it.
    #[sea_orm(string_value = "running")]
    Running,
    /// It succeeded.
    #[sea_orm(string_value = "done")]
    Done,
    /// It was given up; an administrator decides what to do.
    #[sea_orm(string_value = "failed")]
    Failed,
}

/// How far one job is, for the page of the person who asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobStatus {
    /// How far it is.
    pub state: JobState,
    /// Percent done, 0 to 100.
    pub progress: u8,
    /// Why it failed, in French.
    pub message: Option<String>,
}

/// A job that was given up, for the administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedJob {
    /// Its identifier.
    pub id: JobId,
    /// The kind of work.
    pub kind: String,
    /// The school it worked for.
    pub school: Option<SchoolId>,
    /// How often it was tried.
    pub attempts: i16,
    /// Why, in French.
    pub message: String,
    /// When it was given up.
    pub failed_at: Timestamp,
}

/// How far a job of this school is; nothing when it is another school's, or
/// was done so long ago that it has been forgotten.
///
/// # Errors
/// When the database does not answer.
pub async fn status(
    reader: &impl ConnectionTrait,
    school: Option<SchoolId>,
    job: JobId,
) -> Result<Option<JobStatus>, DbError> {
    let found = Entity::find_by_id(job)
        .filter(of_school(school))
        .one(reader)
        .await?;
    Ok(found.map(|job| JobStatus {
        state: job.state,
        progress: u8::try_from(job.progress.clamp(0, 100)).unwrap_or(0),
        message: job.message,
    }))
}

/// The jobs of a school that were given up, the latest first, at most 200;
/// `None` lists those of the instance itself.
///
/// # Errors
/// When the database does not answer.
pub async fn failed(
    reader: &impl ConnectionTrait,
    school: Option<SchoolId>,
) -> Result<Vec<FailedJob>, DbError> {
    let rows = Entity::find()
        .filter(of_school(school))
        .filter(Column::State.eq(JobState::Failed))
        .order_by_desc(Column::FinishedAt)
        .order_by_desc(Column::Id)
        .limit(200)
        .all(reader)
        .await?;
    Ok(rows.into_iter().map(FailedJob::from).collect())
}

/// A job that was given up, whichever school it worked for.
///
/// # Errors
/// When the database does not answer.
pub async fn failed_job(
    reader: &impl ConnectionTrait,
    job: JobId,
) -> Result<Option<FailedJob>, DbError> {
    let found = Entity::find_by_id(job)
        .filter(Column::State.eq(JobState::Failed))
        .one(reader)
        .await?;
    Ok(found.map(FailedJob::from))
}

/// How many jobs of a school were given up; `None` counts those of the
/// instance itself.
///
/// # Errors
/// When the database does not answer.
pub async fn count_failed(
    reader: &impl ConnectionTrait,
    school: Option<SchoolId>,
) -> Result<u64, DbError> {
    Ok(Entity::find()
        .filter(of_school(school))
        .filter(Column::State.eq(JobState::Failed))
        .count(reader)
        .await?)
}

/// How many jobs of the whole instance are in each state; those that are done
/// are not counted.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(reader: &impl ConnectionTrait) -> Result<Vec<(JobState, u64)>, DbError> {
    let states = [JobState::Waiting, JobState::Running, JobState::Failed];
    let mut counts = Vec::with_capacity(states.len());
    for state in states {
        let count = Entity::find()
            .filter(Column::State.eq(state))
            .count(reader)
            .await?;
        counts.push((state, count));
    }
    Ok(counts)
}

/// Puts a job that was given up back in the queue, with all its attempts.
///
/// # Errors
/// [`DbError::Conflict`] when it is not, or no longer, a failed job of this
/// school.
pub async fn run_again(
    tx: &Tx,
    clock: &Clock,
    school: Option<SchoolId>,
    job: JobId,
) -> Result<(), DbError> {
    let updated = Entity::update_many()
        .col_expr(Column::State, Expr::value(JobState::Waiting))
        .col_expr(Column::Attempts, Expr::value(0_i16))
        .col_expr(Column::RunAt, Expr::value(clock.now()))
        .col_expr(Column::FinishedAt, Expr::value(None::<Timestamp>))
        .filter(Column::Id.eq(job))
        .filter(of_school(school))
        .filter(Column::State.eq(JobState::Failed))
        .exec(tx)
        .await?;
    expect_one(updated.rows_affected)
}

/// Forgets a job that was given up: it will not be done.
///
/// # Errors
/// [`DbError::Conflict`] when it is not, or no longer, a failed job of this
/// school.
pub async fn dismiss(tx: &Tx, school: Option<SchoolId>, job: JobId) -> Result<(), DbError> {
    let deleted = Entity::delete_many()
        .filter(Column::Id.eq(job))
        .filter(of_school(school))
        .filter(Column::State.eq(JobState::Failed))
        .exec(tx)
        .await?;
    expect_one(deleted.rows_affected)
}

fn of_school(school: Option<SchoolId>) -> Condition {
    Condition::all().add(match school {
        Some(school) => Column::SchoolId.eq(school),
        None => Column::SchoolId.is_null(),
    })
}

impl From<Model> for FailedJob {
    fn from(job: Model) -> Self {
        Self {
            id: job.id,
            kind: job.kind,
            school: job.school_id,
            attempts: job.attempts,
            message: job.message.unwrap_or_default(),
            failed_at: job.finished_at.unwrap_or(job.created_at),
        }
    }
}
