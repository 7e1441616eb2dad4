//! Notifications of one person in one school.

use chrono::Duration;
use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, Set};
use web::NoticeKind;

use super::notification_rows::{ActiveModel, Column, Entity, Model};
use crate::model::NotificationId;

/// The page shows so many, the latest first.
pub const SHOWN: u64 = 100;
/// Read ones go after so long.
const KEPT: Duration = Duration::days(90);

/// The latest ones.
pub async fn list(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    account: AccountId,
) -> Result<Vec<Model>, DbError> {
    Ok(mine(school, account)
        .order_by_desc(Column::Id)
        .limit(SHOWN)
        .all(reader)
        .await?)
}

/// One of them.
pub async fn get(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    account: AccountId,
    id: NotificationId,
) -> Result<Option<Model>, DbError> {
    Ok(mine(school, account)
        .filter(Column::Id.eq(id))
        .one(reader)
        .await?)
}

fn mine(school: SchoolId, account: AccountId) -> Select<Entity> {
    Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::AccountId.eq(account))
}

/// A notification, to write.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    pub school: SchoolId,
    pub account: AccountId,
    pub kind: &'a NoticeKind,
    pub text: &'a str,
    pub href: &'a str,
}

/// Tells somebody something.
pub async fn insert(
    tx: &impl ConnectionTrait,
    id: NotificationId,
    now: Timestamp,
    new: New<'_>,
) -> Result<(), DbError> {
    ActiveModel {
        id: Set(id),
        school_id: Set(new.school),
        account_id: Set(new.account),
        text: Set(new.text.to_owned()),
        kind: Set(new.kind.code.to_owned()),
        href: Set(new.href.to_owned()),
        created_at: Set(now),
        read_at: Set(None),
        mailed_at: Set(None),
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// Marks as read one of them, or all.
pub async fn mark_read(
    tx: &impl ConnectionTrait,
    now: Timestamp,
    school: SchoolId,
    account: AccountId,
    one: Option<NotificationId>,
) -> Result<(), DbError> {
    let mut update = Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(now))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::AccountId.eq(account))
        .filter(Column::ReadAt.is_null());
    if let Some(id) = one {
        update = update.filter(Column::Id.eq(id));
    }
    update.exec(tx).await?;
    Ok(())
}

/// Marks as read those that are older than `before`.
pub async fn mark_read_before(
    tx: &impl ConnectionTrait,
    before: Timestamp,
    school: SchoolId,
) -> Result<(), DbError> {
    Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(before))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::CreatedAt.lt(before))
        .filter(Column::ReadAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes those that were read long ago.
pub async fn sweep(tx: &impl ConnectionTrait, now: Timestamp) -> Result<(), DbError> {
    Entity::delete_many()
        .filter(Column::ReadAt.lt(now - KEPT))
        .exec(tx)
        .await?;
    Ok(())
}
