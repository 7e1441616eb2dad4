//! The records of files: found, listed, described, removed, restored, purged.
//! Everything names its school: an identifier of another school finds nothing.
//! Who may do it is for the caller to decide.

use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::rows::{Column, Entity, FileId, Model, blobs};
use crate::{ContentHash, Description};

/// A file that exists and is not removed.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: FileId,
) -> Result<Option<Model>, DbError> {
    Ok(one(school, id)
        .filter(Column::DeletedAt.is_null())
        .one(connection)
        .await?)
}

/// Those of `ids` that exist and are not removed, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn find_many(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    ids: &[FileId],
) -> Result<Vec<Model>, DbError> {
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(Column::DeletedAt.is_null())
        .order_by_asc(Column::Id)
        .all(connection)
        .await?)
}

/// Bytes that a person's files take, removed ones and those that Jalon made not
/// counted.
///
/// # Errors
/// When the database does not answer.
pub async fn usage(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    owner: AccountId,
) -> Result<u64, DbError> {
    let sum: Option<i64> = Entity::find()
        .select_only()
        // PostgreSQL sums bigint into numeric.
        .expr_as(Expr::col(Column::Size).sum().cast_as("bigint"), "total")
        .filter(Column::SchoolId.eq(school))
        .filter(Column::OwnerId.eq(owner))
        .filter(Column::Generated.eq(false))
        .filter(Column::DeletedAt.is_null())
        .into_tuple::<Option<i64>>()
        .one(connection)
        .await?
        .flatten();
    Ok(u64::try_from(sum.unwrap_or(0)).unwrap_or(0))
}

/// Notes what an image shows. Says whether the file was there.
///
/// # Errors
/// When the database does not answer.
pub async fn describe(
    tx: &Tx,
    school: SchoolId,
    id: FileId,
    description: Description,
) -> Result<bool, DbError> {
    let (text, decorative) = description.into_columns();
    let done = Entity::update_many()
        .col_expr(Column::Description, Expr::value(text))
        .col_expr(Column::Decorative, Expr::value(decorative))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Id.eq(id))
        .filter(Column::DeletedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Removes a file; [`restore`] brings it back. Says whether it was there.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(tx: &Tx, clock: &Clock, school: SchoolId, id: FileId) -> Result<bool, DbError> {
    set_deleted(tx, school, id, Some(clock.now())).await
}

/// Brings a removed file back, even beyond the quota. Says whether there was one.
///
/// # Errors
/// When the database does not answer.
pub async fn restore(tx: &Tx, school: SchoolId, id: FileId) -> Result<bool, DbError> {
    set_deleted(tx, school, id, None).await
}

async fn set_deleted(
    tx: &Tx,
    school: SchoolId,
    id: FileId,
    at: Option<Timestamp>,
) -> Result<bool, DbError> {
    let currently = match at {
        Some(_) => Column::DeletedAt.is_null(),
        None => Column::DeletedAt.is_not_null(),
    };
    let done = Entity::update_many()
        .col_expr(Column::DeletedAt, Expr::value(at))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Id.eq(id))
        .filter(currently)
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends a file for good (retention, right to erasure), removed before or not.
/// Its content goes with the next [`crate::Files::sweep`] unless another file
/// of the school is the same. Says whether it was there.
///
/// # Errors
/// When the database does not answer, or when a row still points at the file.
pub async fn purge(tx: &Tx, clock: &Clock, school: SchoolId, id: FileId) -> Result<bool, DbError> {
    let Some(file) = one(school, id).one(tx).await? else {
        return Ok(false);
    };
    Entity::delete_by_id(id).exec(tx).await?;
    for hash in [Some(file.hash), file.thumb_hash].into_iter().flatten() {
        count(tx, clock.now(), school, hash, -1).await?;
    }
    Ok(true)
}

/// Files removed before `before`, oldest first: what retention purges, a few
/// in each transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn removed_before(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    before: Timestamp,
    limit: u64,
) -> Result<Vec<FileId>, DbError> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::DeletedAt.lt(before))
        .order_by_asc(Column::DeletedAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(connection)
        .await?)
}

/// Adds `by` to the references of a content, unless it is being removed.
pub(crate) async fn count(
    tx: &Tx,
    now: Timestamp,
    school: SchoolId,
    hash: ContentHash,
    by: i32,
) -> Result<bool, DbError> {
    let done = blobs::Entity::update_many()
        .col_expr(blobs::Column::Refs, Expr::col(blobs::Column::Refs).add(by))
        .col_expr(blobs::Column::TouchedAt, Expr::value(now))
        .filter(blobs::Column::SchoolId.eq(school))
        .filter(blobs::Column::Hash.eq(hash))
        .filter(blobs::Column::Removing.eq(false))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

fn one(school: SchoolId, id: FileId) -> sea_orm::Select<Entity> {
    Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Id.eq(id))
}
