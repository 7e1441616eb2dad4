//! Writing an import that somebody agreed to, and giving one up.

use db::{DbError, Tx, expect_one};
use kernel::{AccountId, Clock};
use sea_orm::Set;
use sea_orm::entity::prelude::*;

use super::model::{Campaign, PixResultId, PixState};
use super::plan::Decided;
use super::store::{self, imports, results};
use crate::events::Event;

/// Keeps results, all of them or none. How many are new.
///
/// # Errors
/// [`DbError::Conflict`] when somebody else wrote or gave up the import meanwhile.
pub async fn keep(
    tx: &Tx,
    clock: &Clock,
    import: &imports::Model,
    author: AccountId,
    decided: &[Decided],
) -> Result<u64, DbError> {
    let campaign: Campaign = store::read(import.campaign.clone())?;
    let rows = decided
        .iter()
        .map(|one| {
            Ok(results::ActiveModel {
                id: Set(PixResultId::generate(clock)),
                school_id: Set(import.school_id),
                learner_id: Set(one.learner),
                import_id: Set(import.id),
                kind: Set(import.kind),
                campaign_id: Set(campaign.id.clone()),
                campaign: Set(import.campaign.clone()),
                sent_at: Set(one.sent.at),
                sent: Set(store::write(&one.sent)?),
                created_at: Set(clock.now()),
            })
        })
        .collect::<Result<Vec<_>, DbError>>()?;
    let new = store::insert(tx, rows).await?;
    let done = imports::Entity::update_many()
        .col_expr(imports::Column::State, Expr::value(PixState::Done))
        // The names of the file are not needed any more.
        .col_expr(imports::Column::Lines, Expr::value(serde_json::json!([])))
        .col_expr(
            imports::Column::Kept,
            Expr::value(i32::try_from(new).unwrap_or(i32::MAX)),
        )
        .col_expr(imports::Column::FinishedAt, Expr::value(Some(clock.now())))
        .filter(imports::Column::Id.eq(import.id))
        .filter(imports::Column::SchoolId.eq(import.school_id))
        .filter(imports::Column::State.eq(PixState::Ready))
        .exec(tx)
        .await?;
    expect_one(done.rows_affected)?;
    let event = Event::PixImported(import.id);
    db::audit::record(tx, clock, import.school_id, Some(author), &event).await?;
    Ok(new)
}

/// Gives up an import that waits: what it said of people goes away.
///
/// # Errors
/// [`DbError::Conflict`] when it was written or given up meanwhile.
pub async fn give_up(tx: &Tx, import: &imports::Model) -> Result<(), DbError> {
    let done = imports::Entity::delete_many()
        .filter(imports::Column::Id.eq(import.id))
        .filter(imports::Column::SchoolId.eq(import.school_id))
        .filter(imports::Column::State.eq(PixState::Ready))
        .exec(tx)
        .await?;
    expect_one(done.rows_affected)
}
