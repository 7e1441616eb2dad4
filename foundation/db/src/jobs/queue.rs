//! Taking a job out of the queue and writing down how it ended.
//!
//! Every statement names the lease it acts for, so a worker that was slow for
//! too long cannot write over the one that took its job. That is why these
//! short transactions need no SERIALIZABLE isolation on PostgreSQL.

use chrono::Duration;
use kernel::{Clock, Timestamp};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, UpdateMany,
};
use uuid::Uuid;

use super::store::{Column, Entity, Model};
use super::{JobError, JobState};
use crate::{Db, DbError, Engine};

/// The first pause after a failure; each next one is three times as long…
const FIRST_PAUSE: Duration = Duration::seconds(10);
/// … up to this one.
const LONGEST_PAUSE: Duration = Duration::hours(1);

/// A job that this process holds.
#[derive(Clone, Debug)]
pub(super) struct Claimed {
    pub job: Model,
    pub lease: Uuid,
}

/// The pause before the next attempt, after `attempts` of them.
pub(super) fn pause(attempts: i16) -> Duration {
    let tripled = u32::try_from(attempts.clamp(1, 12) - 1).unwrap_or(0);
    (FIRST_PAUSE * 3_i32.pow(tripled)).min(LONGEST_PAUSE)
}

/// The jobs of these kinds that may run now: those whose time has come, and
/// those whose worker no longer says that it is alive.
fn due(kinds: &[&'static str], now: Timestamp) -> Select<Entity> {
    Entity::find()
        .filter(Column::Kind.is_in(kinds.iter().copied()))
        .filter(
            Condition::any()
                .add(
                    Condition::all()
                        .add(Column::State.eq(JobState::Waiting))
                        .add(Column::RunAt.lte(now)),
                )
                .add(
                    Condition::all()
                        .add(Column::State.eq(JobState::Running))
                        .add(Column::LeaseUntil.lte(now)),
                ),
        )
        .order_by_asc(Column::RunAt)
        .order_by_asc(Column::Id)
        .limit(1)
}

/// Takes the next job that may run, if there is one.
pub(super) async fn claim(
    db: &Db,
    clock: &Clock,
    kinds: &[&'static str],
    lease: std::time::Duration,
) -> Result<Option<Claimed>, DbError> {
    // A reader looks first: most of the time there is nothing to do, and
    // looking must not keep anybody from writing.
    if due(kinds, clock.now()).one(db.reader()).await?.is_none() {
        return Ok(None);
    }
    let engine = db.engine();
    let clock = clock.clone();
    let kinds = kinds.to_vec();
    db.write_unserialized(move |tx| {
        let (clock, kinds) = (clock.clone(), kinds.clone());
        async move {
            loop {
                let now = clock.now();
                let mut query = due(&kinds, now);
                if engine == Engine::Postgres {
                    query = query.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
                }
                let Some(mut job) = query.one(&tx).await? else {
                    return Ok(None);
                };
                if job.attempts >= job.max_attempts {
                    // Its last worker died at it: what makes a process die is
                    // not tried for ever.
                    end_as_failed(
                        job.id.0,
                        "Le traitement s’est arrêté net à chaque essai.",
                        now,
                    )
                    .exec(&tx)
                    .await?;
                    continue;
                }
                let lease_id = kernel::new_uuid(&clock);
                job.attempts += 1;
                Entity::update_many()
                    .col_expr(Column::State, Expr::value(JobState::Running))
                    .col_expr(Column::Attempts, Expr::value(job.attempts))
                    .col_expr(Column::LeaseId, Expr::value(lease_id))
                    .col_expr(Column::LeaseUntil, Expr::value(later(now, lease)))
                    .col_expr(Column::Progress, Expr::value(0_i16))
                    .filter(Column::Id.eq(job.id))
                    .exec(&tx)
                    .await?;
                return Ok(Some(Claimed {
                    job,
                    lease: lease_id,
                }));
            }
        }
    })
    .await
}

/// Says that the worker is alive. `false`: the job belongs to another one.
pub(super) async fn heartbeat(
    db: &Db,
    clock: &Clock,
    claimed: &Claimed,
    lease: std::time::Duration,
) -> Result<bool, DbError> {
    let until = later(clock.now(), lease);
    update(db, claimed, move |update| {
        update.col_expr(Column::LeaseUntil, Expr::value(until))
    })
    .await
}

/// Writes how far the job is, in percent.
pub(super) async fn progress(db: &Db, claimed: &Claimed, percent: u8) -> Result<bool, DbError> {
    let percent = i16::from(percent.min(100));
    update(db, claimed, move |update| {
        update.col_expr(Column::Progress, Expr::value(percent))
    })
    .await
}

/// Puts back a job that the worker had to leave unfinished; the attempt does
/// not count.
pub(super) async fn release(db: &Db, clock: &Clock, claimed: &Claimed) -> Result<bool, DbError> {
    let (now, attempts) = (clock.now(), claimed.job.attempts - 1);
    update(db, claimed, move |update| {
        waiting(update, now).col_expr(Column::Attempts, Expr::value(attempts))
    })
    .await
}

/// Writes how the job ended.
pub(super) async fn finish(
    db: &Db,
    clock: &Clock,
    claimed: &Claimed,
    outcome: Result<(), JobError>,
) -> Result<bool, DbError> {
    let now = clock.now();
    let attempts = claimed.job.attempts;
    match outcome {
        Ok(()) => {
            update(db, claimed, move |update| {
                update
                    .col_expr(Column::State, Expr::value(JobState::Done))
                    .col_expr(Column::Progress, Expr::value(100_i16))
                    .col_expr(Column::Message, Expr::value(None::<String>))
                    .col_expr(Column::LeaseId, Expr::value(None::<Uuid>))
                    .col_expr(Column::LeaseUntil, Expr::value(None::<Timestamp>))
                    .col_expr(Column::FinishedAt, Expr::value(now))
            })
            .await
        }
        Err(JobError::Retry(error)) if attempts < claimed.job.max_attempts => {
            let message = error.to_string();
            let again = now + pause(attempts);
            update(db, claimed, move |update| {
                waiting(update, again).col_expr(Column::Message, Expr::value(message.clone()))
            })
            .await
        }
        Err(error) => {
            let message = match error {
                JobError::Fail(message) => message,
                JobError::Retry(error) => {
                    format!("Abandonné après {attempts} essais\u{a0}: {error}")
                }
            };
            update(db, claimed, move |update| failed(update, &message, now)).await
        }
    }
}

/// Changes the job if this worker still holds it, and says whether it does.
async fn update(
    db: &Db,
    claimed: &Claimed,
    change: impl Fn(UpdateMany<Entity>) -> UpdateMany<Entity> + Send + Sync + 'static,
) -> Result<bool, DbError> {
    let (id, lease) = (claimed.job.id, claimed.lease);
    db.write_unserialized(move |tx| {
        let statement = change(Entity::update_many())
            .filter(Column::Id.eq(id))
            .filter(Column::LeaseId.eq(lease));
        async move { Ok(statement.exec(&tx).await?.rows_affected == 1) }
    })
    .await
}

fn waiting(update: UpdateMany<Entity>, run_at: Timestamp) -> UpdateMany<Entity> {
    update
        .col_expr(Column::State, Expr::value(JobState::Waiting))
        .col_expr(Column::RunAt, Expr::value(run_at))
        .col_expr(Column::LeaseId, Expr::value(None::<Uuid>))
        .col_expr(Column::LeaseUntil, Expr::value(None::<Timestamp>))
}

fn failed(update: UpdateMany<Entity>, message: &str, now: Timestamp) -> UpdateMany<Entity> {
    update
        .col_expr(Column::State, Expr::value(JobState::Failed))
        .col_expr(Column::Message, Expr::value(message))
        .col_expr(Column::LeaseId, Expr::value(None::<Uuid>))
        .col_expr(Column::LeaseUntil, Expr::value(None::<Timestamp>))
        .col_expr(Column::FinishedAt, Expr::value(now))
}

fn end_as_failed(id: Uuid, message: &str, now: Timestamp) -> UpdateMany<Entity> {
    failed(Entity::update_many(), message, now).filter(Column::Id.eq(id))
}

fn later(now: Timestamp, by: std::time::Duration) -> Timestamp {
    now + Duration::from_std(by).unwrap_or(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stop_growing() {
        let seconds: Vec<_> = [1, 2, 3, 6, 8, i16::MAX]
            .map(|attempts| pause(attempts).num_seconds())
            .to_vec();
        assert_eq!(seconds, [10, 30, 90, 2_430, 3_600, 3_600]);
    }
}
