//! Interviews in lists: of one learner, of those whom somebody follows.

use std::collections::HashMap;

use db::DbError;
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, QueryOrder, QuerySelect};

use super::interviews::{Column, Entity};
use crate::interviews::model::{InterviewId, Slot, State};

/// An interview in a list, without what it says.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Line {
    /// The interview.
    pub id: InterviewId,
    /// Whom it is about.
    pub learner_id: AccountId,
    /// Who leads it.
    pub teacher_id: AccountId,
    /// When.
    pub starts_at: Timestamp,
    /// How long.
    pub minutes: i32,
    /// Where.
    pub place: String,
    /// About what, in a line.
    pub subject: String,
    /// Where it is in its life.
    pub state: State,
    /// Since when it waits for the learner’s signature.
    pub team_signed_at: Option<Timestamp>,
}

impl Line {
    /// When it takes place.
    #[must_use]
    pub const fn slot(&self) -> Slot {
        Slot {
            starts_at: self.starts_at,
            minutes: self.minutes,
        }
    }
}

/// So many interviews of one learner are listed, the latest first: several
/// years of them.
const LISTED: u64 = 100;

/// The interviews of a learner, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn lines_of(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<Vec<Line>, DbError> {
    Ok(lines_query(school, &[learner])
        .order_by_desc(Column::StartsAt)
        .limit(LISTED)
        .into_model()
        .all(reader)
        .await?)
}

/// The interviews of some learners that are not signed by both and not
/// cancelled, the first first.
///
/// # Errors
/// When the database does not answer.
pub async fn pending_of(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learners: &[AccountId],
) -> Result<Vec<Line>, DbError> {
    Ok(pending_query(school, learners)
        .order_by_asc(Column::StartsAt)
        .into_model()
        .all(reader)
        .await?)
}

/// [`lines_of`] without its order.
fn lines_query(school: SchoolId, learners: &[AccountId]) -> Select<Entity> {
    Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::LearnerId,
            Column::TeacherId,
            Column::StartsAt,
            Column::Minutes,
            Column::Place,
            Column::Subject,
            Column::State,
            Column::TeamSignedAt,
        ])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::LearnerId.is_in(learners.iter().copied()))
        .filter(Column::DeletedAt.is_null())
}

/// [`pending_of`] without its order.
fn pending_query(school: SchoolId, learners: &[AccountId]) -> Select<Entity> {
    lines_query(school, learners).filter(Column::State.is_in([
        State::Planned,
        State::Held,
        State::ToSign,
    ]))
}

/// When each of some learners last had an interview; those who never had one
/// are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn latest_held(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learners: &[AccountId],
) -> Result<HashMap<AccountId, Timestamp>, DbError> {
    let rows: Vec<(AccountId, Timestamp)> = Entity::find()
        .select_only()
        .column(Column::LearnerId)
        .column_as(Column::StartsAt.max(), "latest")
        .filter(Column::SchoolId.eq(school))
        .filter(Column::LearnerId.is_in(learners.iter().copied()))
        .filter(Column::HeldAt.is_not_null())
        .filter(Column::DeletedAt.is_null())
        .group_by(Column::LearnerId)
        .into_tuple()
        .all(reader)
        .await?;
    Ok(rows.into_iter().collect())
}

/// An interview in the corbeille.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DeletedRow {
    /// The interview.
    pub id: InterviewId,
    /// Whom it is about.
    pub learner_id: AccountId,
    /// When it was to take place, or did.
    pub starts_at: Timestamp,
    /// Since when it is there.
    pub deleted_at: Timestamp,
}

/// The interviews of some learners that are in the corbeille, the last put
/// there first.
///
/// # Errors
/// When the database does not answer.
pub async fn deleted_of(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learners: &[AccountId],
) -> Result<Vec<DeletedRow>, DbError> {
    Ok(Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::LearnerId,
            Column::StartsAt,
            Column::DeletedAt,
        ])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::LearnerId.is_in(learners.iter().copied()))
        .filter(Column::DeletedAt.is_not_null())
        .order_by_desc(Column::DeletedAt)
        .limit(LISTED)
        .into_model()
        .all(reader)
        .await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::plan::scans;
    use sea_orm::QueryTrait;

    #[tokio::test]
    async fn interviews_and_objectives_are_found_by_index() {
        let modules = vec![crate::module()];
        let house = people::testing::house(db::Engine::Sqlite, modules)
            .await
            .expect("SQLite is always there");
        let (school, learner) = (SchoolId(Uuid::nil()), AccountId(Uuid::nil()));
        let goals = crate::objectives::store::lines_query(school, &[learner]);
        for query in [
            lines_query(school, &[learner])
                .order_by_desc(Column::StartsAt)
                .into_query(),
            pending_query(school, &[learner]).into_query(),
            goals.into_query(),
        ] {
            let scans = scans(&house, &query).await;
            assert!(scans.is_empty(), "{scans:?}");
        }
    }
}
