//! Who somebody is and how they come in: name, birth date, numbers, address,
//! access.

use chrono::NaiveDate;
use db::{DbError, Tx, expect_one};
use kernel::{AccountId, Clock, RoleSet, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel, Set};
use serde::{Deserialize, Serialize};
use web::merge::Two;
use web::session;

use super::model::Plan;
use super::numbers::{self, Numbers};
use crate::commands::{self, By, PersonData, Refused};
use crate::mailing::store::{addresses, confirmations};
use crate::model::PersonName;
use crate::store::people::PersonOfSchool;
use crate::store::{accounts, memberships};

/// Who both were before a merge.
#[derive(Debug, Serialize, Deserialize)]
pub struct Before {
    title: Option<String>,
    first: String,
    last: String,
    birth: Option<NaiveDate>,
    /// The version of the kept account, once merged: another one says that
    /// somebody changed the person since.
    version: i32,
    kept: Access,
    closed: Access,
    address: Option<Address>,
    /// When the pending address that changed hands was asked for.
    pending: Option<Timestamp>,
    numbers: Numbers,
}

/// Whether somebody can come in.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Access {
    ended_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
}

impl From<&PersonOfSchool> for Access {
    fn from(person: &PersonOfSchool) -> Self {
        Self {
            ended_at: person.ended_at,
            closed_at: person.account.closed_at,
        }
    }
}

/// An address that changed hands, recognised by the key of its last link:
/// a new address has another one.
#[derive(Debug, Serialize, Deserialize)]
struct Address {
    key: String,
}

/// Gives the kept account the values that were chosen, and closes the other.
///
/// # Errors
/// [`DbError::Conflict`] when one of both changed since it was compared.
pub async fn merge(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    [kept, closed]: [&PersonOfSchool; 2],
    plan: &Plan,
) -> Result<Before, Refused> {
    let two = plan.two(by.school);
    let before = Before {
        title: kept.account.title.map(|title| title.to_string()),
        first: kept.account.first_name.clone(),
        last: kept.account.last_name.clone(),
        birth: kept.account.birth_date,
        version: plan.kept_version + 1,
        kept: Access::from(kept),
        closed: Access::from(closed),
        address: match plan.take_address {
            true => exchange_addresses(tx, kept.account.id, closed.account.id).await?,
            false => None,
        },
        pending: take_pending(tx, kept.account.id, closed.account.id).await?,
        numbers: numbers::take(tx, two, plan.take_ine).await?,
    };
    let data = PersonData {
        name: match plan.take_name {
            true => closed.account.name(),
            false => kept.account.name(),
        },
        birth_date: match plan.take_birth {
            true => closed.account.birth_date,
            false => kept.account.birth_date,
        },
        roles: kept.roles,
    };
    let id = kept.account.id;
    commands::change_person(tx, clock, by, id, plan.kept_version, &data).await?;
    next_version(tx, closed.account.id, plan.closed_version).await?;
    // Whoever was here under one record is here under the one that stays.
    if kept.ended_at.is_some() && closed.ended_at.is_none() {
        set_access(tx, by.school, id, OPEN).await?;
    }
    let now = clock.now();
    let gone = Access {
        ended_at: closed.ended_at.or(Some(now)),
        closed_at: closed.account.closed_at.or(Some(now)),
    };
    set_access(tx, by.school, closed.account.id, gone).await?;
    session::close_all(tx, closed.account.id, None).await?;
    Ok(before)
}

const OPEN: Access = Access {
    ended_at: None,
    closed_at: None,
};

/// Gives both back who they were. What somebody changed since stays.
///
/// # Errors
/// When a row cannot be written.
pub async fn undo(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    [kept, closed]: [&PersonOfSchool; 2],
    before: &Before,
) -> Result<(), Refused> {
    let (id, other) = (kept.account.id, closed.account.id);
    if kept.account.version == before.version {
        let data = PersonData {
            name: PersonName {
                title: before.title.as_deref().and_then(|text| text.parse().ok()),
                first: before.first.clone(),
                last: before.last.clone(),
            },
            birth_date: before.birth,
            roles: RoleSet::of(&[kernel::Role::Learner]),
        };
        commands::change_person(tx, clock, by, id, before.version, &data).await?;
    }
    // It was opened for the other one's sake.
    if before.kept.ended_at.is_some() && before.closed.ended_at.is_none() {
        set_access(tx, by.school, id, before.kept).await?;
        session::close_all(tx, id, None).await?;
    }
    next_version(tx, other, closed.account.version).await?;
    set_access(tx, by.school, other, before.closed).await?;
    if let Some(address) = &before.address {
        let current = addresses::Entity::find_by_id(id).one(tx).await?;
        if current.is_some_and(|row| row.stop_key == address.key) {
            exchange_addresses(tx, other, id).await?;
        }
    }
    let two = Two {
        school: by.school,
        kept: id,
        closed: other,
    };
    numbers::give_back(tx, two, &before.numbers).await?;
    if let Some(asked_at) = before.pending {
        give_pending_back(tx, id, other, asked_at).await?;
    }
    Ok(())
}

async fn next_version(tx: &Tx, id: AccountId, version: i32) -> Result<(), DbError> {
    let updated = accounts::Entity::update_many()
        .col_expr(accounts::Column::Version, Expr::value(version + 1))
        .filter(accounts::Column::Id.eq(id))
        .filter(accounts::Column::Version.eq(version))
        .exec(tx)
        .await?;
    expect_one(updated.rows_affected)
}

async fn set_access(
    tx: &Tx,
    school: SchoolId,
    id: AccountId,
    access: Access,
) -> Result<(), DbError> {
    memberships::Entity::update_many()
        .col_expr(memberships::Column::EndedAt, Expr::value(access.ended_at))
        .filter(memberships::Column::SchoolId.eq(school))
        .filter(memberships::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    accounts::Entity::update_many()
        .col_expr(accounts::Column::ClosedAt, Expr::value(access.closed_at))
        .filter(accounts::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Gives `to` the confirmed address of `from`, which receives the one of `to`.
/// The key of the address given, if there was one.
async fn exchange_addresses(
    tx: &Tx,
    to: AccountId,
    from: AccountId,
) -> Result<Option<Address>, DbError> {
    let mut given = None;
    let rows = addresses::Entity::find()
        .filter(addresses::Column::AccountId.is_in([to, from]))
        .all(tx)
        .await?;
    for row in &rows {
        addresses::Entity::delete_by_id(row.account_id)
            .exec(tx)
            .await?;
    }
    for row in rows {
        let owner = if row.account_id == from { to } else { from };
        if owner == to {
            given = Some(Address {
                key: row.stop_key.clone(),
            });
        }
        let mut row = row.into_active_model().reset_all();
        row.account_id = Set(owner);
        row.insert(tx).await?;
    }
    Ok(given)
}

/// An address that waits goes on waiting, where the kept record has none.
async fn take_pending(
    tx: &Tx,
    kept: AccountId,
    closed: AccountId,
) -> Result<Option<Timestamp>, DbError> {
    let known = confirmations::Entity::find_by_id(kept).one(tx).await?;
    let address = addresses::Entity::find_by_id(kept).one(tx).await?;
    if known.is_some() || address.is_some() {
        return Ok(None);
    }
    let Some(pending) = confirmations::Entity::find_by_id(closed).one(tx).await? else {
        return Ok(None);
    };
    move_pending(tx, closed, kept).await?;
    Ok(Some(pending.asked_at))
}

async fn give_pending_back(
    tx: &Tx,
    kept: AccountId,
    closed: AccountId,
    asked_at: Timestamp,
) -> Result<(), DbError> {
    let pending = confirmations::Entity::find_by_id(kept).one(tx).await?;
    match pending.is_some_and(|row| row.asked_at == asked_at) {
        true => move_pending(tx, kept, closed).await,
        false => Ok(()),
    }
}

async fn move_pending(tx: &Tx, from: AccountId, to: AccountId) -> Result<(), DbError> {
    confirmations::Entity::update_many()
        .col_expr(confirmations::Column::AccountId, Expr::value(to))
        .filter(confirmations::Column::AccountId.eq(from))
        .exec(tx)
        .await?;
    Ok(())
}
