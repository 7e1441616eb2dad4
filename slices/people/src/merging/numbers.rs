//! The numbers by which other applications know somebody: a person has one of
//! each origin, and an import recognises them by it.

use db::{DbError, Tx};
use kernel::AccountId;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use serde::{Deserialize, Serialize};
use web::merge::Two;

use crate::imports::{IdSource, external_ids};

/// A number: its origin, its value.
type Number = (String, String);

/// What was done with the numbers of both.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Numbers {
    /// Those that went to the kept record.
    moved: Vec<Number>,
    /// Those of the kept record that gave way.
    kept: Vec<Number>,
    /// Those of the closed record that gave way.
    closed: Vec<Number>,
}

/// Gives the kept record the numbers that it lacks, and the national number
/// of the closed one where that is the right one.
///
/// # Errors
/// When a row cannot be written.
pub async fn take(tx: &Tx, two: Two, take_ine: bool) -> Result<Numbers, DbError> {
    let kept = of(tx, two, two.kept).await?;
    let mut numbers = Numbers::default();
    for row in of(tx, two, two.closed).await? {
        let known = kept.iter().find(|known| known.source == row.source);
        match known {
            Some(_) if !(take_ine && row.source == IdSource::Ine) => {
                numbers.closed.push(said(&row));
                remove(tx, &row).await?;
            }
            known => {
                if let Some(known) = known {
                    numbers.kept.push(said(known));
                    remove(tx, known).await?;
                }
                numbers.moved.push(said(&row));
                give(tx, &row, two.kept).await?;
            }
        }
    }
    Ok(numbers)
}

/// Gives both their own numbers back. What an import changed since stays.
///
/// # Errors
/// When a row cannot be written.
pub async fn give_back(tx: &Tx, two: Two, numbers: &Numbers) -> Result<(), DbError> {
    for row in of(tx, two, two.kept).await? {
        if numbers.moved.contains(&said(&row)) {
            give(tx, &row, two.closed).await?;
        }
    }
    for (account, former) in [(two.kept, &numbers.kept), (two.closed, &numbers.closed)] {
        let rows = former.iter().filter_map(|(source, value)| {
            Some(external_ids::Model {
                school_id: two.school,
                source: source.parse().ok()?,
                value: value.clone(),
                account_id: account,
            })
        });
        for row in rows {
            external_ids::Entity::insert(row.into_active_model().reset_all())
                .on_conflict(OnConflict::new().do_nothing().to_owned())
                .exec_without_returning(tx)
                .await?;
        }
    }
    Ok(())
}

fn said(row: &external_ids::Model) -> Number {
    (row.source.to_string(), row.value.clone())
}

async fn of(tx: &Tx, two: Two, account: AccountId) -> Result<Vec<external_ids::Model>, DbError> {
    use external_ids::Column;
    Ok(external_ids::Entity::find()
        .filter(Column::SchoolId.eq(two.school))
        .filter(Column::AccountId.eq(account))
        .all(tx)
        .await?)
}

async fn remove(tx: &Tx, row: &external_ids::Model) -> Result<(), DbError> {
    external_ids::Entity::delete_by_id((row.school_id, row.source, row.value.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

async fn give(tx: &Tx, row: &external_ids::Model, to: AccountId) -> Result<(), DbError> {
    use external_ids::Column;
    external_ids::Entity::update_many()
        .col_expr(Column::AccountId, Expr::value(to))
        .filter(Column::SchoolId.eq(row.school_id))
        .filter(Column::Source.eq(row.source))
        .filter(Column::Value.eq(row.value.clone()))
        .exec(tx)
        .await?;
    Ok(())
}
