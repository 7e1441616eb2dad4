//! First sign-in codes and reset links.

use std::collections::HashMap;

use chrono::Duration;
use db::DbError;
use kernel::{AccountId, SchoolId, Secret, Timestamp};
use sea_orm::Set;
use sea_orm::entity::prelude::*;

use super::{CodeKind, access_codes};

/// A first sign-in code is printed and handed out in class: two weeks.
pub const CODE_LIFE: Duration = Duration::days(14);
/// A reset link opens an account that is in use: two days.
pub const LINK_LIFE: Duration = Duration::days(2);
/// A link in a mailbox is read at once.
pub const MAILED_LINK_LIFE: Duration = Duration::hours(1);
/// An invitation is read when somebody looks at their mail: a week.
pub const INVITATION_LIFE: Duration = Duration::days(7);

impl CodeKind {
    /// How long it opens the door.
    pub fn life(self) -> Duration {
        match self {
            Self::FirstSignIn => CODE_LIFE,
            Self::Reset => LINK_LIFE,
            Self::MailedReset => MAILED_LINK_LIFE,
            Self::Invitation => INVITATION_LIFE,
        }
    }
}

/// A code of a person, to write.
#[derive(Clone, Debug)]
pub struct NewCode {
    pub school: SchoolId,
    pub account: AccountId,
    pub kind: CodeKind,
    /// Who hands it out; none for whoever runs the server.
    pub by: Option<AccountId>,
    pub secret: Secret,
    pub expires_at: Timestamp,
}

/// Writes the codes; those that the same people had are worth nothing any more.
pub async fn insert(
    tx: &impl ConnectionTrait,
    now: Timestamp,
    codes: &[NewCode],
) -> Result<(), DbError> {
    for code in codes {
        access_codes::Entity::delete_many()
            .filter(access_codes::Column::SchoolId.eq(code.school))
            .filter(access_codes::Column::AccountId.eq(code.account))
            .filter(access_codes::Column::Kind.eq(code.kind))
            .exec(tx)
            .await?;
    }
    if codes.is_empty() {
        return Ok(());
    }
    access_codes::Entity::insert_many(codes.iter().map(|code| access_codes::ActiveModel {
        hash: Set(code.secret.hash()),
        school_id: Set(code.school),
        account_id: Set(code.account),
        kind: Set(code.kind),
        created_by: Set(code.by),
        created_at: Set(now),
        expires_at: Set(code.expires_at),
        used_at: Set(None),
    }))
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

/// The code that a person presents, if it is known and of one of these kinds:
/// used or expired ones are found too, so that the page can say so.
pub async fn find(
    connection: &impl ConnectionTrait,
    kinds: &[CodeKind],
    secret: &Secret,
) -> Result<Option<access_codes::Model>, DbError> {
    Ok(access_codes::Entity::find_by_id(secret.hash())
        .filter(access_codes::Column::Kind.is_in(kinds.iter().copied()))
        .one(connection)
        .await?)
}

/// When each of these people was last invited, if the link still waits.
pub async fn invited(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    people: &[AccountId],
    now: Timestamp,
) -> Result<HashMap<AccountId, Timestamp>, DbError> {
    use access_codes::Column;
    let rows = access_codes::Entity::find()
        .filter(Column::AccountId.is_in(people.to_vec()))
        .filter(Column::Kind.eq(CodeKind::Invitation))
        .filter(Column::SchoolId.eq(school))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .all(reader)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.account_id, row.created_at))
        .collect())
}

/// Marks a code as used. Says whether this was its first use.
pub async fn use_once(
    tx: &impl ConnectionTrait,
    secret: &Secret,
    now: Timestamp,
) -> Result<bool, DbError> {
    let used = access_codes::Entity::update_many()
        .col_expr(access_codes::Column::UsedAt, Expr::value(now))
        .filter(access_codes::Column::Hash.eq(secret.hash()))
        .filter(access_codes::Column::UsedAt.is_null())
        .filter(access_codes::Column::ExpiresAt.gt(now))
        .exec(tx)
        .await?;
    Ok(used.rows_affected == 1)
}

/// After a new password the codes of a person open nothing any more: those
/// that were not used count as used.
pub async fn expire(
    tx: &impl ConnectionTrait,
    account: AccountId,
    now: Timestamp,
) -> Result<(), DbError> {
    access_codes::Entity::update_many()
        .col_expr(access_codes::Column::UsedAt, Expr::value(now))
        .filter(access_codes::Column::AccountId.eq(account))
        .filter(access_codes::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets the links that were sent to an address which is no longer the person's.
pub async fn forget_mailed(tx: &impl ConnectionTrait, account: AccountId) -> Result<(), DbError> {
    access_codes::Entity::delete_many()
        .filter(access_codes::Column::AccountId.eq(account))
        .filter(access_codes::Column::Kind.is_in([CodeKind::MailedReset, CodeKind::Invitation]))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes the codes that have long expired.
pub async fn sweep(tx: &impl ConnectionTrait, now: Timestamp) -> Result<(), DbError> {
    access_codes::Entity::delete_many()
        .filter(access_codes::Column::ExpiresAt.lt(now - Duration::days(30)))
        .exec(tx)
        .await?;
    Ok(())
}
