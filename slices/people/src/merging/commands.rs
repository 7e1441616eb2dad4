//! Making two records one, and undoing it: each one transaction.

use std::collections::BTreeMap;

use db::{DbError, Tx};
use kernel::{AccountId, Clock};
use serde::Deserialize;
use web::Module;
use web::merge::{Two, move_back, move_rows};

use super::model::{Moved, Plan, obstacle, undo_until};
use super::store::{self, Merge, sides};
use super::{MergeId, identity};
use crate::commands::{By, Refused, record};
use crate::events::Event;
use crate::store::people::{self, PersonOfSchool};

/// Gives the kept account all that hangs on the other one, and closes that.
///
/// # Errors
/// [`Refused::Unknown`] when one of both is not of the school; the field
/// `avec` when they cannot be made one; [`DbError::Conflict`] when one changed
/// since they were compared.
pub async fn merge(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    modules: &[Module],
    plan: &Plan,
) -> Result<(), Refused> {
    let kept = person(tx, by, plan.kept).await?;
    let closed = person(tx, by, plan.closed).await?;
    let [one, other] = sides::facts(tx, by.school, [&kept, &closed]).await?;
    if let Some(obstacle) = obstacle(&one, &other) {
        return Err(Refused::field("avec", obstacle.to_string()));
    }
    let two = plan.two(by.school);
    let moved = Moved {
        identity: identity::merge(tx, clock, by, [&kept, &closed], plan).await?,
        rows: take_rows(tx, modules, two).await?,
        slices: take_rest(tx, modules, two).await?,
    };
    let merge = Merge {
        id: MergeId::generate(clock),
        school_id: by.school,
        kept_id: two.kept,
        closed_id: two.closed,
        done_by: by.account,
        done_at: clock.now(),
        undone_at: None,
        moved: Some(
            serde_json::to_value(&moved)
                .map_err(|error| sea_orm::DbErr::Json(error.to_string()))?,
        ),
    };
    store::insert(tx, merge).await?;
    record(tx, clock, by, Event::RecordsMerged(two.kept)).await?;
    record(tx, clock, by, Event::AccessClosed(two.closed)).await?;
    Ok(())
}

async fn person(tx: &Tx, by: &By, id: AccountId) -> Result<PersonOfSchool, Refused> {
    people::get(tx, by.school, id)
        .await?
        .ok_or(Refused::Unknown)
}

async fn take_rows(
    tx: &Tx,
    modules: &[Module],
    two: Two,
) -> Result<BTreeMap<String, Vec<uuid::Uuid>>, DbError> {
    let mut rows = BTreeMap::new();
    for column in modules.iter().flat_map(|module| module.accounts) {
        let moved = move_rows(tx, column, two).await?;
        if !moved.is_empty() {
            rows.insert(format!("{}.{}", column.table, column.column), moved);
        }
    }
    Ok(rows)
}

async fn take_rest(
    tx: &Tx,
    modules: &[Module],
    two: Two,
) -> Result<BTreeMap<String, serde_json::Value>, DbError> {
    let mut slices = BTreeMap::new();
    for module in modules {
        if let Some(merging) = module.merging {
            slices.insert(module.slice.to_owned(), merging.merge(tx, two).await?);
        }
    }
    Ok(slices)
}

/// Undoes the latest merge of somebody, who is either of the two records.
/// What was done since stays with the kept account.
///
/// # Errors
/// [`Refused::Unknown`] when there is none; the field `reunir` when it is too
/// late, or when a later one has to be undone before.
pub async fn undo(
    tx: &Tx,
    clock: &Clock,
    by: &By,
    modules: &[Module],
    of: AccountId,
) -> Result<(), Refused> {
    let merge = store::latest_of(tx, by.school, of)
        .await?
        .ok_or(Refused::Unknown)?;
    for record in [merge.kept_id, merge.closed_id] {
        let latest = store::latest_of(tx, by.school, record).await?;
        if latest.is_some_and(|latest| latest.id != merge.id) {
            return Err(Refused::field(
                "reunir",
                "Une réunion plus récente concerne la même fiche. Annulez d’abord la plus récente.",
            ));
        }
    }
    let now = clock.now();
    let moved = match &merge.moved {
        Some(moved) if now < undo_until(merge.done_at) => {
            Moved::deserialize(moved).map_err(|error| sea_orm::DbErr::Json(error.to_string()))?
        }
        _ => {
            return Err(Refused::field(
                "reunir",
                "Ces fiches sont réunies depuis plus de 30\u{a0}jours\u{a0}: cela ne s’annule plus. Rien n’a été modifié.",
            ));
        }
    };
    if !store::set_undone(tx, &merge, now).await? {
        return Err(DbError::Conflict.into());
    }
    let two = Two {
        school: by.school,
        kept: merge.kept_id,
        closed: merge.closed_id,
    };
    give_back(tx, modules, two, &moved).await?;
    let kept = person(tx, by, two.kept).await?;
    let closed = person(tx, by, two.closed).await?;
    identity::undo(tx, clock, by, [&kept, &closed], &moved.identity).await?;
    record(tx, clock, by, Event::MergeUndone(two.kept)).await?;
    record(tx, clock, by, Event::AccessOpened(two.closed)).await?;
    Ok(())
}

/// Everything that moved, in the reverse order of the slices.
async fn give_back(tx: &Tx, modules: &[Module], two: Two, moved: &Moved) -> Result<(), DbError> {
    for module in modules.iter().rev() {
        for column in module.accounts {
            let name = format!("{}.{}", column.table, column.column);
            if let Some(ids) = moved.rows.get(&name) {
                move_back(tx, column, two, ids).await?;
            }
        }
        if let (Some(merging), Some(noted)) = (module.merging, moved.slices.get(module.slice)) {
            merging.undo(tx, two, noted).await?;
        }
    }
    Ok(())
}
