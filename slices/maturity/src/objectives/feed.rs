//! The objectives in somebody's calendar: an address with a secret, which they
//! give to their calendar, make anew or close. Who steers follows all of them,
//! a pilot their own.

use db::{DbError, Tx};
use documents::Deadline;
use kernel::{AccountId, Clock, SchoolId, Secret, SecretHash};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, Set};

use super::events::Event;
use super::paths;
use super::store::{feeds, goals};
use crate::acting::By;

/// Opens the calendar of somebody under a new secret; the former one is worth
/// nothing then.
///
/// # Errors
/// When the row cannot be written.
pub async fn open(tx: &Tx, clock: &Clock, by: By, secret: &SecretHash) -> Result<(), DbError> {
    use feeds::{ActiveModel, Column, Entity};
    Entity::insert(ActiveModel {
        school_id: Set(by.school),
        account_id: Set(by.account),
        token_hash: Set(secret.clone()),
        created_at: Set(clock.now()),
    })
    .on_conflict(
        OnConflict::columns([Column::SchoolId, Column::AccountId])
            .update_columns([Column::TokenHash, Column::CreatedAt])
            .to_owned(),
    )
    .exec_without_returning(tx)
    .await?;
    db::audit::record(tx, clock, by.school, Some(by.account), &Event::FeedOpened).await
}

/// Closes the calendar of somebody.
///
/// # Errors
/// When the row cannot be removed.
pub async fn close(tx: &Tx, clock: &Clock, by: By) -> Result<(), DbError> {
    use feeds::Entity;
    let closed = Entity::delete_by_id((by.school, by.account))
        .exec(tx)
        .await?;
    if closed.rows_affected == 0 {
        return Ok(());
    }
    db::audit::record(tx, clock, by.school, Some(by.account), &Event::FeedClosed).await
}

/// Since when somebody has a calendar open.
///
/// # Errors
/// When the database does not answer.
pub async fn of(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    account: AccountId,
) -> Result<Option<feeds::Model>, DbError> {
    Ok(feeds::Entity::find_by_id((school, account))
        .one(reader)
        .await?)
}

/// Whose calendar a secret opens.
///
/// # Errors
/// When the database does not answer.
pub async fn by_token(
    reader: &impl ConnectionTrait,
    token: &Secret,
) -> Result<Option<feeds::Model>, DbError> {
    Ok(feeds::Entity::find()
        .filter(feeds::Column::TokenHash.eq(token.hash()))
        .one(reader)
        .await?)
}

/// The objectives that have a day, as a calendar takes them; `site` is the
/// address of the house.
#[must_use]
pub fn deadlines(site: &str, rows: &[goals::Model]) -> Vec<Deadline> {
    rows.iter()
        .filter_map(|row| {
            Some(Deadline {
                uid: row.id.to_string(),
                title: format!("Échéance\u{a0}: {}", row.title),
                on: row.due_on?,
                url: format!("{site}{}", paths::one(row.id)),
                changed: row.changed_at,
                sequence: u32::try_from(row.version).unwrap_or(0),
            })
        })
        .collect()
}
