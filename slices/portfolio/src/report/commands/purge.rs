//! The end of the corbeille: what stayed in it long enough is removed for good.

use chrono::Duration;
use db::{DbError, Tx};
use kernel::{Clock, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect};

use crate::events::Event;
use crate::evidence::EvidenceId;
use crate::evidence::store::evidence;
use crate::feedback::store::{feedback, replies};
use crate::positioning::store::{positioning_evidence, positionings};
use crate::report::ReportId;
use crate::report::store::reports;

/// Days that a report stays in the corbeille.
pub const KEPT_DELETED_DAYS: i64 = 30;

/// Reports deleted before this instant are removed now.
fn limit(now: Timestamp) -> Timestamp {
    now - Duration::days(KEPT_DELETED_DAYS)
}

/// Reports whose time in the corbeille is over, of all schools, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn purgeable(
    connection: &impl ConnectionTrait,
    now: Timestamp,
    at_most: u64,
) -> Result<Vec<(SchoolId, ReportId)>, DbError> {
    use reports::{Column, Entity};
    Ok(Entity::find()
        .select_only()
        .columns([Column::SchoolId, Column::Id])
        .filter(Column::DeletedAt.lt(limit(now)))
        .order_by_asc(Column::DeletedAt)
        .limit(at_most)
        .into_tuple()
        .all(connection)
        .await?)
}

/// Removes a report for good: its versions, its links, its pieces with their
/// files, the conversation about it. Positionings stay; they no longer name
/// it. One that was taken out of the corbeille meanwhile is left alone.
///
/// # Errors
/// When a row cannot be removed.
pub async fn purge(tx: &Tx, clock: &Clock, school: SchoolId, id: ReportId) -> Result<(), DbError> {
    let row = reports::Entity::find_by_id(id)
        .filter(reports::Column::SchoolId.eq(school))
        .filter(reports::Column::DeletedAt.lt(limit(clock.now())))
        .one(tx)
        .await?;
    let Some(row) = row else {
        return Ok(());
    };
    let pieces = evidence::Entity::find()
        .filter(evidence::Column::SchoolId.eq(school))
        .filter(evidence::Column::ReportId.eq(id))
        .all(tx)
        .await?;
    forget(tx, &row, pieces.iter().map(|piece| piece.id)).await?;
    remove_conversation(tx, &row).await?;
    evidence::Entity::delete_many()
        .filter(evidence::Column::SchoolId.eq(school))
        .filter(evidence::Column::ReportId.eq(id))
        .exec(tx)
        .await?;
    for file in pieces.iter().filter_map(|piece| piece.file_id) {
        files::records::purge(tx, clock, school, file).await?;
    }
    // Versions and links go with it.
    reports::Entity::delete_by_id(id).exec(tx).await?;
    db::audit::record(tx, clock, school, None, &Event::ReportPurged(id)).await
}

/// Positionings of the learner rest no longer on the report nor on its pieces.
async fn forget(
    tx: &Tx,
    row: &reports::Model,
    pieces: impl Iterator<Item = EvidenceId>,
) -> Result<(), DbError> {
    use positioning_evidence::{Column, Entity};
    let of_learner = Query::select()
        .column(positionings::Column::Id)
        .from(positionings::Entity)
        .and_where(positionings::Column::SchoolId.eq(row.school_id))
        .and_where(positionings::Column::LearnerId.eq(row.learner_id))
        .to_owned();
    Entity::update_many()
        .col_expr(Column::ReportId, Expr::value(Option::<Uuid>::None))
        .filter(Column::SchoolId.eq(row.school_id))
        .filter(Column::PositioningId.in_subquery(of_learner.clone()))
        .filter(Column::ReportId.eq(row.id))
        .exec(tx)
        .await?;
    Entity::update_many()
        .col_expr(Column::EvidenceId, Expr::value(Option::<Uuid>::None))
        .filter(Column::SchoolId.eq(row.school_id))
        .filter(Column::PositioningId.in_subquery(of_learner))
        .filter(Column::EvidenceId.is_in(pieces))
        .exec(tx)
        .await?;
    Ok(())
}

async fn remove_conversation(tx: &Tx, row: &reports::Model) -> Result<(), DbError> {
    let said = Query::select()
        .column(feedback::Column::Id)
        .from(feedback::Entity)
        .and_where(feedback::Column::SchoolId.eq(row.school_id))
        .and_where(feedback::Column::ReportId.eq(row.id))
        .to_owned();
    replies::Entity::delete_many()
        .filter(replies::Column::SchoolId.eq(row.school_id))
        .filter(replies::Column::FeedbackId.in_subquery(said))
        .exec(tx)
        .await?;
    feedback::Entity::delete_many()
        .filter(feedback::Column::SchoolId.eq(row.school_id))
        .filter(feedback::Column::ReportId.eq(row.id))
        .exec(tx)
        .await?;
    Ok(())
}
