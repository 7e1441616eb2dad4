//! Submitted reports that wait for an answer, the oldest first, page by page.

use std::collections::HashMap;

use db::{Cursor, DbError, Direction, Slice, gather};
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ConnectionTrait, DbBackend, FromQueryResult, Order, QueryOrder, QuerySelect, QueryTrait,
};

use crate::report::store::reports::{Column, Entity};
use crate::report::{Kind, ReportId};

/// So many reports on a page.
pub const PAGE_SIZE: usize = 25;

/// A report that waits.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Waiting {
    /// The report.
    pub id: ReportId,
    /// Its learner.
    pub learner_id: AccountId,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: Kind,
    /// Since when it waits.
    pub submitted_at: Timestamp,
    /// When somebody of the team first read it.
    pub read_at: Option<Timestamp>,
}

/// One page of what waits for the team of `learners`. `read` keeps the ones
/// that were read, or that were not.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learners: &[AccountId],
    read: Option<bool>,
    cursor: Option<&Cursor>,
) -> Result<Slice<Waiting>, DbError> {
    let mut select = waiting(school, learners);
    select = match read {
        Some(true) => select.filter(Column::ReadAt.is_not_null()),
        Some(false) => select.filter(Column::ReadAt.is_null()),
        None => select,
    };
    let backwards = cursor.is_some_and(|cursor| cursor.direction == Direction::Before);
    if let Some((at, id)) = cursor.and_then(position) {
        select = select.filter(beyond(at, id, backwards));
    }
    let order = if backwards { Order::Desc } else { Order::Asc };
    let rows: Vec<Waiting> = light(select)
        .order_by(Column::SubmittedAt, order.clone())
        .order_by(Column::Id, order)
        .limit(PAGE_SIZE as u64 + 1)
        .into_model()
        .all(reader)
        .await?;
    Ok(Slice::from_rows(rows, PAGE_SIZE, cursor, |row| {
        (key(row.submitted_at), row.id.into())
    }))
}

/// The report that follows another one in the queue; after the last one, the
/// first. None when nothing else waits.
///
/// # Errors
/// When the database does not answer.
pub async fn following(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learners: &[AccountId],
    at: Timestamp,
    id: ReportId,
) -> Result<Option<ReportId>, DbError> {
    let later = waiting(school, learners).filter(beyond(at, id.into(), false));
    let first = waiting(school, learners).filter(Column::Id.ne(id));
    for select in [later, first] {
        let found: Option<ReportId> = select
            .select_only()
            .column(Column::Id)
            .order_by_asc(Column::SubmittedAt)
            .order_by_asc(Column::Id)
            .into_tuple()
            .one(reader)
            .await?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// How many wait for each learner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// All of them.
    pub waiting: u64,
    /// Those that nobody read.
    pub unread: u64,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.waiting += other.waiting;
        self.unread += other.unread;
    }
}

/// How many wait, by learner; those without any are left out. One row,
/// however many learners.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learners: &[AccountId],
) -> Result<HashMap<AccountId, Count>, DbError> {
    let statement = counts_statement(reader.get_database_backend(), school, learners);
    let row = reader.query_one(&statement).await?;
    let gathered: Option<String> = match row {
        Some(row) => row.try_get_by_index(0)?,
        None => None,
    };
    let entries = gathered.as_deref().unwrap_or_default().split(';');
    Ok(entries.filter_map(count).collect())
}

/// The identifier of each learner, how many wait and how many of those were
/// read: `…:3/1;…:2/0`.
fn counts_statement(
    backend: DbBackend,
    school: SchoolId,
    learners: &[AccountId],
) -> SelectStatement {
    let by_learner = waiting(school, learners)
        .select_only()
        .column(Column::LearnerId)
        .column_as(Column::Id.count(), "waiting")
        // COUNT of a column counts those that are set: what was read.
        .column_as(Column::ReadAt.count(), "read_ones")
        .group_by(Column::LearnerId)
        .into_query();
    let learner = gather::digits_of(backend, "learner_id");
    Query::select()
        .expr(Expr::cust(format!(
            "string_agg({learner} || waiting || '/' || read_ones, ';')"
        )))
        .from_subquery(by_learner, "by_learner")
        .to_owned()
}

/// One entry of what [`counts_statement`] gathers.
fn count(entry: &str) -> Option<(AccountId, Count)> {
    let (learner, counts) = gather::identifier(entry)?;
    let (waiting, read) = counts.split_once('/')?;
    let (waiting, read): (u64, u64) = (waiting.parse().ok()?, read.parse().ok()?);
    let unread = waiting.saturating_sub(read);
    Some((learner, Count { waiting, unread }))
}

fn waiting(school: SchoolId, learners: &[AccountId]) -> Select<Entity> {
    Entity::find()
        .filter(Column::SchoolId.eq(school))
        // The words of the index `reports_queue`: a parameter would not match it.
        .filter(Expr::cust("state = 'submitted'"))
        .filter(Column::DeletedAt.is_null())
        .filter(Column::LearnerId.is_in(learners.iter().copied()))
}

/// Without the long texts.
fn light(select: Select<Entity>) -> Select<Entity> {
    select.select_only().columns([
        Column::Id,
        Column::LearnerId,
        Column::Title,
        Column::Kind,
        Column::SubmittedAt,
        Column::ReadAt,
    ])
}

fn beyond(at: Timestamp, id: Uuid, backwards: bool) -> sea_orm::Condition {
    let id = ReportId(id);
    let (further, same) = match backwards {
        false => (Column::SubmittedAt.gt(at), Column::Id.gt(id)),
        true => (Column::SubmittedAt.lt(at), Column::Id.lt(id)),
    };
    sea_orm::Condition::any().add(further).add(
        sea_orm::Condition::all()
            .add(Column::SubmittedAt.eq(at))
            .add(same),
    )
}

/// A date in a cursor: its microseconds.
fn key(at: Timestamp) -> Vec<u8> {
    at.timestamp_micros().to_be_bytes().to_vec()
}

/// The date and the identifier of a cursor; none when it was forged.
fn position(cursor: &Cursor) -> Option<(Timestamp, Uuid)> {
    let micros = i64::from_be_bytes(cursor.key.as_slice().try_into().ok()?);
    Some((Timestamp::from_timestamp_micros(micros)?, cursor.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::positioning::store::current;
    use crate::progress::plan::scans;

    #[tokio::test]
    async fn the_queue_the_levels_and_the_latest_feedback_are_found_by_index() {
        let modules = vec![crate::module()];
        let house = people::testing::house(db::Engine::Sqlite, modules)
            .await
            .expect("SQLite is always there");
        let (school, learner) = (SchoolId(Uuid::nil()), AccountId(Uuid::nil()));
        let queue = light(waiting(school, &[learner])).order_by_asc(Column::SubmittedAt);
        let levels = current::Entity::find()
            .filter(current::Column::SchoolId.eq(school))
            .filter(current::Column::LearnerId.eq(learner));
        let feedback = crate::feedback::store::latest_statement(school, learner);
        for query in [
            queue.into_query(),
            levels.into_query(),
            feedback.into_query(),
        ] {
            let scans = scans(&house, &query).await;
            assert!(scans.is_empty(), "{scans:?}");
        }
        // What waits is read from the index alone, its title included.
        let queue = light(waiting(school, &[learner])).into_query();
        let steps = crate::progress::plan::steps(&house, &queue).await;
        assert!(
            steps
                .iter()
                .any(|step| step.contains("COVERING INDEX reports_queue")),
            "{steps:?}"
        );
    }
}
