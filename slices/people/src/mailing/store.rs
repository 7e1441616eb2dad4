//! Queries about addresses.

use std::collections::HashMap;

use chrono::Duration;
use db::DbError;
use kernel::{AccountId, Secret, SecretHash, Timestamp};
use mail::Address;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{JoinType, QuerySelect, RelationDef, Set};

pub use super::entities::{addresses, confirmations, farewells};
use super::model::Digest;
use crate::model::FarewellId;
use crate::store::accounts;

/// A link that confirms an address serves so long.
pub const CONFIRMATION_LIFE: Duration = Duration::hours(24);
/// What was not confirmed, or not said, is forgotten after so long.
const FORGOTTEN: Duration = Duration::days(30);

/// The confirmed address of an account.
pub async fn address_of(
    connection: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<addresses::Model>, DbError> {
    Ok(addresses::Entity::find_by_id(account)
        .one(connection)
        .await?)
}

/// The same, if the account is open: only such addresses are written to.
pub async fn reachable(
    connection: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<addresses::Model>, DbError> {
    Ok(addresses::Entity::find_by_id(account)
        .join(JoinType::InnerJoin, to_account())
        .filter(accounts::Column::ClosedAt.is_null())
        .one(connection)
        .await?)
}

/// Where to write to somebody who never came in: the confirmed address, else
/// the one that was noted; true for a confirmed one.
pub async fn addresses_to_invite(
    connection: &impl ConnectionTrait,
    people: &[AccountId],
) -> Result<HashMap<AccountId, (Address, bool)>, DbError> {
    let noted = confirmations::Entity::find()
        .filter(confirmations::Column::AccountId.is_in(people.to_vec()))
        .all(connection)
        .await?;
    let sure = addresses::Entity::find()
        .filter(addresses::Column::AccountId.is_in(people.to_vec()))
        .all(connection)
        .await?;
    let noted = noted
        .into_iter()
        .map(|row| (row.account_id, (row.email, false)));
    let sure = sure
        .into_iter()
        .map(|row| (row.account_id, (row.email, true)));
    // The later one wins.
    Ok(noted.chain(sure).collect())
}

fn to_account() -> RelationDef {
    addresses::Entity::belongs_to(accounts::Entity)
        .from(addresses::Column::AccountId)
        .to(accounts::Column::Id)
        .into()
}

/// Whose login or confirmed address this is, as typed: only one of both can be
/// meant, and either way it is one statement.
pub async fn owner_of(
    connection: &impl ConnectionTrait,
    login: &crate::model::Login,
    email: &str,
) -> Result<Option<AccountId>, DbError> {
    let select = if email.contains('@') {
        addresses::Entity::find()
            .select_only()
            .column(addresses::Column::AccountId)
            .join(JoinType::InnerJoin, to_account())
            .filter(addresses::Column::Email.eq(email))
    } else {
        addresses::Entity::find()
            .select_only()
            .column(addresses::Column::AccountId)
            .join(JoinType::InnerJoin, to_account())
            .filter(accounts::Column::Login.eq(login.clone()))
    };
    Ok(select
        .filter(accounts::Column::ClosedAt.is_null())
        .into_tuple()
        .one(connection)
        .await?)
}

/// Whether somebody else has confirmed this address.
pub async fn is_anothers(
    connection: &impl ConnectionTrait,
    account: AccountId,
    email: &Address,
) -> Result<bool, DbError> {
    let others = addresses::Entity::find()
        .filter(addresses::Column::Email.eq(email.clone()))
        .filter(addresses::Column::AccountId.ne(account))
        .count(connection)
        .await?;
    Ok(others > 0)
}

/// Keeps an address as confirmed, in the place of the former one. How often
/// its owner wants a digest stays; at first, once a week.
pub async fn keep(
    tx: &impl ConnectionTrait,
    now: Timestamp,
    account: AccountId,
    email: &Address,
) -> Result<(), DbError> {
    use addresses::Column;
    addresses::Entity::insert(addresses::ActiveModel {
        account_id: Set(account),
        email: Set(email.clone()),
        stop_key: Set(Secret::generate().reveal().to_owned()),
        digest: Set(Digest::Weekly),
        confirmed_at: Set(now),
        planned_at: Set(now),
    })
    .on_conflict(
        OnConflict::column(Column::AccountId)
            .update_columns([
                Column::Email,
                Column::StopKey,
                Column::ConfirmedAt,
                Column::PlannedAt,
            ])
            .to_owned(),
    )
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

/// Forgets the address of an account.
pub async fn forget(tx: &impl ConnectionTrait, account: AccountId) -> Result<(), DbError> {
    addresses::Entity::delete_by_id(account).exec(tx).await?;
    Ok(())
}

/// Keeps how often the owner of an account wants a digest, from now on. Says
/// whether they have an address.
pub async fn set_digest(
    tx: &impl ConnectionTrait,
    now: Timestamp,
    account: AccountId,
    digest: Digest,
) -> Result<bool, DbError> {
    let updated = addresses::Entity::update_many()
        .col_expr(addresses::Column::Digest, Expr::value(digest))
        .col_expr(addresses::Column::PlannedAt, Expr::value(now))
        .filter(addresses::Column::AccountId.eq(account))
        .exec(tx)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// The account whose digests this key stops.
pub async fn by_stop_key(
    connection: &impl ConnectionTrait,
    key: &str,
) -> Result<Option<addresses::Model>, DbError> {
    Ok(addresses::Entity::find()
        .filter(addresses::Column::StopKey.eq(key))
        .one(connection)
        .await?)
}

/// The address that waits for its confirmation.
pub async fn pending(
    connection: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<confirmations::Model>, DbError> {
    Ok(confirmations::Entity::find_by_id(account)
        .one(connection)
        .await?)
}

/// The same, by the link: of this account, and still good at `now`.
pub async fn pending_by_link(
    connection: &impl ConnectionTrait,
    now: Timestamp,
    account: AccountId,
    token: &Secret,
) -> Result<Option<confirmations::Model>, DbError> {
    Ok(confirmations::Entity::find_by_id(account)
        .filter(confirmations::Column::TokenHash.eq(token.hash()))
        .filter(confirmations::Column::ExpiresAt.gt(now))
        .one(connection)
        .await?)
}

/// Notes an address to confirm, in the place of any other.
pub async fn ask(
    tx: &impl ConnectionTrait,
    now: Timestamp,
    account: AccountId,
    email: &Address,
    by: Option<AccountId>,
) -> Result<(), DbError> {
    forget_pending(tx, account).await?;
    confirmations::ActiveModel {
        account_id: Set(account),
        email: Set(email.clone()),
        asked_by: Set(by),
        asked_at: Set(now),
        token_hash: Set(None),
        expires_at: Set(None),
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// Gives the link of a pending address. Says whether it still waits.
pub async fn set_link(
    tx: &impl ConnectionTrait,
    now: Timestamp,
    pending: &confirmations::Model,
    hash: &SecretHash,
) -> Result<bool, DbError> {
    let updated = confirmations::Entity::update_many()
        .col_expr(
            confirmations::Column::TokenHash,
            Expr::value(Some(hash.clone())),
        )
        .col_expr(
            confirmations::Column::ExpiresAt,
            Expr::value(Some(now + CONFIRMATION_LIFE)),
        )
        .filter(confirmations::Column::AccountId.eq(pending.account_id))
        .filter(confirmations::Column::Email.eq(pending.email.clone()))
        .exec(tx)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Forgets the address that waits. Says whether there was one.
pub async fn forget_pending(
    tx: &impl ConnectionTrait,
    account: AccountId,
) -> Result<bool, DbError> {
    let deleted = confirmations::Entity::delete_by_id(account)
        .exec(tx)
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// Keeps an address that was left until it is told so.
pub async fn leave(
    tx: &impl ConnectionTrait,
    now: Timestamp,
    id: FarewellId,
    left: &addresses::Model,
) -> Result<(), DbError> {
    farewells::ActiveModel {
        id: Set(id),
        account_id: Set(left.account_id),
        email: Set(left.email.clone()),
        created_at: Set(now),
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// An address that was left.
pub async fn left(
    connection: &impl ConnectionTrait,
    id: FarewellId,
) -> Result<Option<farewells::Model>, DbError> {
    Ok(farewells::Entity::find_by_id(id).one(connection).await?)
}

/// Forgets an address that was told.
pub async fn forget_left(tx: &impl ConnectionTrait, id: FarewellId) -> Result<(), DbError> {
    farewells::Entity::delete_by_id(id).exec(tx).await?;
    Ok(())
}

/// Forgets what waited too long.
pub async fn sweep(tx: &impl ConnectionTrait, now: Timestamp) -> Result<(), DbError> {
    confirmations::Entity::delete_many()
        .filter(confirmations::Column::AskedAt.lt(now - FORGOTTEN))
        .exec(tx)
        .await?;
    farewells::Entity::delete_many()
        .filter(farewells::Column::CreatedAt.lt(now - FORGOTTEN))
        .exec(tx)
        .await?;
    Ok(())
}
