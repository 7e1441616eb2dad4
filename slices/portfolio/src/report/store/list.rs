//! The list of a learner's reports, page by page.

use db::{Cursor, DbError, Direction, Slice};
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, Order, QueryOrder, QuerySelect};

use super::reports;
use crate::report::{Kind, ReportId, State};

/// A report in its learner's list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ReportLine {
    /// The report.
    pub id: ReportId,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: Kind,
    /// Its state.
    pub state: State,
    /// Whether its draft is shown to the team.
    pub shared: bool,
    /// Whether it was sent back.
    pub revised: bool,
    /// When it was last saved.
    pub saved_at: Timestamp,
    /// When it was last submitted.
    pub submitted_at: Option<Timestamp>,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
}

/// Reports on a page of the list.
pub const PAGE_SIZE: usize = 20;

/// A page of a learner's reports, the last saved first.
///
/// # Errors
/// When the database does not answer.
pub async fn lines(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
    state: Option<State>,
    deleted: bool,
    cursor: Option<&Cursor>,
) -> Result<Slice<ReportLine>, DbError> {
    use reports::{Column, Entity};
    let mut select = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Title,
            Column::Kind,
            Column::State,
            Column::Shared,
            Column::Revised,
            Column::SavedAt,
            Column::SubmittedAt,
            Column::DeletedAt,
        ])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::LearnerId.eq(learner))
        .filter(match deleted {
            true => Column::DeletedAt.is_not_null(),
            false => Column::DeletedAt.is_null(),
        });
    if let Some(state) = state {
        select = select.filter(Column::State.eq(state));
    }
    let backwards = cursor.is_some_and(|cursor| cursor.direction == Direction::Before);
    if let Some((at, id)) = cursor.and_then(position) {
        // Newest first: the page that follows holds earlier times.
        let (beyond, tie) = if backwards {
            (Column::SavedAt.gt(at), Column::Id.gt(id))
        } else {
            (Column::SavedAt.lt(at), Column::Id.lt(id))
        };
        select = select.filter(
            sea_orm::Condition::any().add(beyond).add(
                sea_orm::Condition::all()
                    .add(Column::SavedAt.eq(at))
                    .add(tie),
            ),
        );
    }
    let order = if backwards { Order::Asc } else { Order::Desc };
    let rows: Vec<ReportLine> = select
        .order_by(Column::SavedAt, order.clone())
        .order_by(Column::Id, order)
        .limit(PAGE_SIZE as u64 + 1)
        .into_model()
        .all(connection)
        .await?;
    Ok(Slice::from_rows(rows, PAGE_SIZE, cursor, |row| {
        (
            row.saved_at.timestamp_micros().to_be_bytes().to_vec(),
            row.id.into(),
        )
    }))
}

fn position(cursor: &Cursor) -> Option<(Timestamp, ReportId)> {
    let micros = i64::from_be_bytes(cursor.key.as_slice().try_into().ok()?);
    Some((
        Timestamp::from_timestamp_micros(micros)?,
        ReportId(cursor.id),
    ))
}
