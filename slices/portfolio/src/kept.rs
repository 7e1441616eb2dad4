//! Rows that are changed from the version that one saw, and that may lie in
//! the corbeille for a while: interviews and objectives. What their lives have
//! in common is here, once.

use chrono::Duration;
use db::{DbError, Tx, expect_one};
use kernel::{Clock, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect, TryGetable, Value,
};

use crate::report::commands::{KEPT_DELETED_DAYS, Refused};

/// What of a row its life depends on.
#[derive(Clone, Copy, Debug)]
pub struct Life<Id> {
    /// The tenant.
    pub school: SchoolId,
    /// The row.
    pub id: Id,
    /// How often it changed.
    pub version: i32,
    /// Since when it is in the corbeille.
    pub deleted_at: Option<Timestamp>,
}

/// A table of such rows.
pub trait Kept: EntityTrait<Model: IntoActiveModel<Self::ActiveModel>> {
    /// What its rows are known by.
    type Id: Copy + Into<Value> + TryGetable + Send + Sync;
    /// The column of the identifier.
    const ID: Self::Column;
    /// The column of the tenant.
    const SCHOOL: Self::Column;
    /// The column of the version.
    const VERSION: Self::Column;
    /// The column of the instant of the last change.
    const CHANGED_AT: Self::Column;
    /// The column of the instant from which on it is in the corbeille.
    const DELETED_AT: Self::Column;
    /// What is said to whoever goes on with a row of the corbeille.
    const GONE: &'static str;

    /// What its life depends on.
    fn life(row: &Self::Model) -> Life<Self::Id>;
}

/// A row of the school; one of the corbeille too.
///
/// # Errors
/// When the database does not answer.
pub async fn find<E: Kept>(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: E::Id,
) -> Result<Option<E::Model>, DbError> {
    Ok(E::find()
        .filter(E::ID.eq(id))
        .filter(E::SCHOOL.eq(school))
        .one(connection)
        .await?)
}

/// The school of a row, whichever it is.
///
/// # Errors
/// When the database does not answer.
pub async fn school_of<E: Kept>(
    connection: &impl ConnectionTrait,
    id: E::Id,
) -> Result<Option<SchoolId>, DbError> {
    Ok(E::find()
        .select_only()
        .column(E::SCHOOL)
        .filter(E::ID.eq(id))
        .into_tuple()
        .one(connection)
        .await?)
}

/// A row that is still there; its address was checked before, so its absence
/// is a race.
///
/// # Errors
/// [`Refused::Because`] when it is in the corbeille, or gone for good.
pub async fn existing<E: Kept>(tx: &Tx, school: SchoolId, id: E::Id) -> Result<E::Model, Refused> {
    match find::<E>(tx, school, id).await? {
        Some(row) if E::life(&row).deleted_at.is_none() => Ok(row),
        _ => Err(gone::<E>()),
    }
}

/// What is said of a row that is in the corbeille.
#[must_use]
pub fn gone<E: Kept>() -> Refused {
    Refused::Because(E::GONE.to_owned())
}

/// Writes a changed row, if it still is at the version that one started from.
/// Returns the version that it has then.
///
/// # Errors
/// [`DbError::Conflict`] when somebody changed it since.
pub async fn write<E: Kept>(
    tx: &Tx,
    clock: &Clock,
    row: E::Model,
    started_from: i32,
) -> Result<i32, DbError> {
    let life = E::life(&row);
    update::<E>(
        tx,
        clock,
        life,
        row.into_active_model().reset_all(),
        started_from,
    )
    .await
}

async fn update<E: Kept>(
    tx: &Tx,
    clock: &Clock,
    life: Life<E::Id>,
    mut active: E::ActiveModel,
    started_from: i32,
) -> Result<i32, DbError> {
    let version = started_from + 1;
    active.try_set(E::VERSION, version.into())?;
    active.try_set(E::CHANGED_AT, clock.now().into())?;
    let done = E::update_many()
        .set(active)
        .filter(E::ID.eq(life.id))
        .filter(E::SCHOOL.eq(life.school))
        .filter(E::VERSION.eq(started_from))
        .exec(tx)
        .await?;
    expect_one(done.rows_affected)?;
    Ok(version)
}

/// Puts a row in the corbeille, or takes it out. Whether that changed anything.
///
/// # Errors
/// [`Refused::Because`] when it is gone for good.
pub async fn set_deleted<E: Kept>(
    tx: &Tx,
    clock: &Clock,
    row: E::Model,
    deleted: bool,
) -> Result<bool, Refused> {
    let life = E::life(&row);
    if life.deleted_at.is_some() == deleted {
        return Ok(false);
    }
    let at = deleted.then(|| clock.now());
    let mut active = row.into_active_model();
    active
        .try_set(E::DELETED_AT, at.into())
        .map_err(DbError::from)?;
    update::<E>(tx, clock, life, active, life.version).await?;
    Ok(true)
}

/// What was put in the corbeille before this instant is removed for good now.
#[must_use]
pub fn limit(now: Timestamp) -> Timestamp {
    now - Duration::days(KEPT_DELETED_DAYS)
}

/// Rows whose time in the corbeille is over, of all schools.
///
/// # Errors
/// When the database does not answer.
pub async fn over<E: Kept>(
    connection: &impl ConnectionTrait,
    now: Timestamp,
    at_most: u64,
) -> Result<Vec<(SchoolId, E::Id)>, DbError> {
    Ok(E::find()
        .select_only()
        .columns([E::SCHOOL, E::ID])
        .filter(E::DELETED_AT.lt(limit(now)))
        .order_by_asc(E::DELETED_AT)
        .limit(at_most)
        .into_tuple()
        .all(connection)
        .await?)
}
