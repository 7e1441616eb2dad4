//! What reaching objectives proposes: to tick their statements in the next
//! collective answer. Nothing is ticked by itself.

use chrono::NaiveDate;
use db::DbError;
use kernel::SchoolId;
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, QueryOrder, QueryTrait};

use super::GoalId;
use super::store::goals;

/// A statement that is proposed, with the objective that was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The code of the statement: `1.1.3-2`.
    pub statement: String,
    /// The objective.
    pub goal: GoalId,
    /// What was to be done.
    pub title: String,
    /// Since when it is reached.
    pub reached_on: NaiveDate,
    /// Where it is read.
    pub href: String,
}

/// The statements of an instrument that the objectives reached since a day (or
/// ever) propose, in the order of the days; one statement may come twice. One
/// query.
///
/// # Errors
/// When the database does not answer.
pub async fn proposed(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    instrument: &str,
    since: Option<NaiveDate>,
) -> Result<Vec<Proposal>, DbError> {
    use goals::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Instrument.eq(instrument))
        .filter(Column::ReachedOn.is_not_null())
        .filter(Column::DeletedAt.is_null())
        .apply_if(since, |select, since| {
            select.filter(Column::ReachedOn.gte(since))
        })
        .order_by_asc(Column::ReachedOn)
        .order_by_asc(Column::Id)
        .all(reader)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Proposal {
                statement: row.target().statement(),
                goal: row.id,
                reached_on: row.reached_on?,
                href: super::paths::one(row.id),
                title: row.title,
            })
        })
        .collect())
}
