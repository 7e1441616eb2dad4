//! The part of the door that is about readings between peers.

use db::DbError;
use kernel::{AccountId, SchoolId};
use sea_orm::ConnectionTrait;

pub use super::commands::{By, Hand, NewRound, Words, close, open, prepare, release, write};
pub use super::model::{Criterion, Given as Mark, Part, ReadingId, RoundId};
use super::store;
use crate::report::ReportId;

/// A production given to somebody to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenReading {
    /// The reading.
    pub id: ReadingId,
    /// The production.
    pub report: ReportId,
    /// Who reads it.
    pub reader: AccountId,
}

/// Who reads what in a round.
///
/// # Errors
/// When the database does not answer.
pub async fn given(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    round: RoundId,
) -> Result<Vec<GivenReading>, DbError> {
    let rows = store::readings_of(connection, school, round).await?;
    Ok(rows
        .into_iter()
        .map(|row| GivenReading {
            id: row.id,
            report: row.report_id,
            reader: row.reader_id,
        })
        .collect())
}
