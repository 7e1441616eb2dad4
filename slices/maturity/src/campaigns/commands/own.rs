//! Where somebody stands for themself: MENTEP. Nobody else reads it.

use db::{Tx, expect_one};
use kernel::Clock;
use sea_orm::EntityTrait;
use sea_orm::entity::prelude::*;

use super::json;
use crate::acting::{By, Refused};
use crate::campaigns::model::{Answer, Answers, Impossible, OwnPositioningId};
use crate::campaigns::store::{self, own};
use crate::instrument::versions;

/// Begins a positioning, from what was said the last time.
///
/// # Errors
/// When a row cannot be written.
pub async fn begin_own(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: OwnPositioningId,
    instrument: &str,
) -> Result<(), Refused> {
    if store::find_own(tx, by.school, by.account, id)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let (version_id, content) = versions::freeze(tx, clock, by.school, instrument).await?;
    let before = store::own_of(tx, by.school, by.account).await?;
    let mut answers = match before.first() {
        Some(last) => last.answers()?,
        None => Answers::default(),
    };
    answers
        .0
        .retain(|statement, _| content.statement(statement).is_some());
    let now = clock.now();
    let row = own::Model {
        id,
        school_id: by.school,
        account_id: by.account,
        version_id,
        answers: json(&answers),
        created_at: now,
        saved_at: now,
        version: 1,
    };
    own::Entity::insert(own::ActiveModel::from(row).reset_all())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Keeps what somebody says of their own practice.
///
/// # Errors
/// [`Refused::Because`] when the page was of another version.
pub async fn save_own(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: OwnPositioningId,
    given: &[(String, Answer)],
) -> Result<(), Refused> {
    use own::{Column, Entity};
    let Some(row) = store::find_own(tx, by.school, by.account, id).await? else {
        return Err(Impossible::OtherVersion.into());
    };
    let Some(held) = versions::find(tx, by.school, row.version_id).await? else {
        return Err(Impossible::OtherVersion.into());
    };
    let instrument = held.read()?;
    let mut answers = row.answers()?;
    for (statement, answer) in given {
        if instrument.statement(statement).is_none() {
            return Err(Impossible::OtherVersion.into());
        }
        answers.0.insert(statement.clone(), *answer);
    }
    let done = Entity::update_many()
        .col_expr(Column::Answers, Expr::value(json(&answers)))
        .col_expr(Column::SavedAt, Expr::value(clock.now()))
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .filter(Column::Id.eq(id))
        .filter(Column::SchoolId.eq(by.school))
        .filter(Column::AccountId.eq(by.account))
        .filter(Column::Version.eq(row.version))
        .exec(tx)
        .await?;
    Ok(expect_one(done.rows_affected)?)
}
