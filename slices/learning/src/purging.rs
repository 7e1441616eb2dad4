//! The end of the corbeille: what stayed in it for a year is removed for good.
//! A situation or a mission that was entrusted to learners stays: their
//! reports and the follow-up of the class name it.

use chrono::Duration;
use db::jobs::{JobContext, JobError, JobPayload};
use db::{DbError, Tx};
use kernel::uuid::Uuid;
use kernel::{Clock, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{Condition, ConnectionTrait, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use crate::assignments::store::assignments;
use crate::events::Event;
use crate::model::{DocumentId, MissionId, OrganisationId, SheetId, SituationId};
use crate::rows::{
    comments, documents, mission_targets, missions, organisations, sheets, situations, versions,
};

/// Days that something stays in the corbeille: from one rentrée to the next.
pub const KEPT_DELETED_DAYS: i64 = 365;

/// So many are looked up at once; each is removed in a write of its own:
/// others want to write too.
const BATCH: u64 = 50;

/// Empties the corbeille of what stayed in it long enough.
#[derive(Debug, Serialize, Deserialize)]
pub struct PurgeTrash {}

impl JobPayload for PurgeTrash {
    const KIND: &'static str = "learning.purge_trash";
}

/// What the job is called, for the administrator.
pub const PURGE_TRASH: (&str, &str) = (
    PurgeTrash::KIND,
    "Vider la corbeille des situations de plus d’un an",
);

/// Something whose time is over.
#[derive(Clone, Copy, Debug)]
enum Due {
    Document(DocumentId),
    Mission(MissionId),
    Situation(SituationId),
    Organisation(OrganisationId),
}

/// Does the work of [`PurgeTrash`]: documents, then missions, then situations,
/// then the organisations that nothing takes place in any longer.
pub async fn purge_trash(_: PurgeTrash, context: JobContext) -> Result<(), JobError> {
    let before = context.clock().now() - Duration::days(KEPT_DELETED_DAYS);
    context
        .db()
        .write(move |tx| async move { forget_comments(&tx, before).await })
        .await?;
    loop {
        let due = due(context.db().reader(), before).await?;
        if due.is_empty() {
            return Ok(());
        }
        for (school, one) in due {
            let clock = context.clock().clone();
            context
                .db()
                .write(move |tx| {
                    let clock = clock.clone();
                    async move { purge(&tx, &clock, school, one, before).await }
                })
                .await?;
        }
    }
}

/// The first ones whose time is over, of all schools and of one kind: the
/// next kind waits until none is left, since it is what they hang on.
async fn due(
    reader: &impl ConnectionTrait,
    before: Timestamp,
) -> Result<Vec<(SchoolId, Due)>, DbError> {
    let found: Vec<(SchoolId, DocumentId)> = documents::Entity::find()
        .select_only()
        .columns([documents::Column::SchoolId, documents::Column::Id])
        .filter(documents::Column::RemovedAt.lt(before))
        .limit(BATCH)
        .into_tuple()
        .all(reader)
        .await?;
    if !found.is_empty() {
        return Ok(of_kind(found, Due::Document));
    }
    let found: Vec<(SchoolId, MissionId)> = missions::Entity::find()
        .select_only()
        .columns([missions::Column::SchoolId, missions::Column::Id])
        .filter(old_mission(before))
        .limit(BATCH)
        .into_tuple()
        .all(reader)
        .await?;
    if !found.is_empty() {
        return Ok(of_kind(found, Due::Mission));
    }
    let found: Vec<(SchoolId, SituationId)> = situations::Entity::find()
        .select_only()
        .columns([situations::Column::SchoolId, situations::Column::Id])
        .filter(old_situation(before))
        .order_by_asc(situations::Column::DeletedAt)
        .limit(BATCH)
        .into_tuple()
        .all(reader)
        .await?;
    if !found.is_empty() {
        return Ok(of_kind(found, Due::Situation));
    }
    let found: Vec<(SchoolId, OrganisationId)> = organisations::Entity::find()
        .select_only()
        .columns([organisations::Column::SchoolId, organisations::Column::Id])
        .filter(old_organisation(before))
        .limit(BATCH)
        .into_tuple()
        .all(reader)
        .await?;
    Ok(of_kind(found, Due::Organisation))
}

fn of_kind<Id>(found: Vec<(SchoolId, Id)>, kind: fn(Id) -> Due) -> Vec<(SchoolId, Due)> {
    found
        .into_iter()
        .map(|(school, id)| (school, kind(id)))
        .collect()
}

/// Missions of the corbeille that were never entrusted to anybody.
fn old_mission(before: Timestamp) -> Condition {
    Condition::all()
        .add(missions::Column::DeletedAt.lt(before))
        .add(missions::Column::Id.not_in_subquery(entrusted(assignments::Column::MissionId)))
}

/// Situations of the corbeille of which nothing was entrusted to anybody.
fn old_situation(before: Timestamp) -> Condition {
    Condition::all()
        .add(situations::Column::DeletedAt.lt(before))
        .add(situations::Column::Id.not_in_subquery(entrusted(assignments::Column::SituationId)))
}

/// Organisations of the corbeille that no situation takes place in.
fn old_organisation(before: Timestamp) -> Condition {
    let lived_in = Query::select()
        .column(situations::Column::OrganisationId)
        .from(situations::Entity)
        .and_where(situations::Column::OrganisationId.is_not_null())
        .to_owned();
    Condition::all()
        .add(organisations::Column::DeletedAt.lt(before))
        .add(organisations::Column::Id.not_in_subquery(lived_in))
}

fn entrusted(column: assignments::Column) -> SelectStatement {
    Query::select()
        .column(column)
        .from(assignments::Entity)
        .to_owned()
}

/// The text of a comment that its author removed is theirs.
async fn forget_comments(tx: &Tx, before: Timestamp) -> Result<(), DbError> {
    comments::Entity::delete_many()
        .filter(comments::Column::RemovedAt.lt(before))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes one of them for good. What was taken out of the corbeille or
/// entrusted meanwhile is left alone.
async fn purge(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    due: Due,
    before: Timestamp,
) -> Result<(), DbError> {
    let event = match due {
        Due::Document(id) => {
            let condition = Condition::all()
                .add(documents::Column::Id.eq(id))
                .add(documents::Column::RemovedAt.lt(before));
            return purge_documents(tx, clock, school, condition).await;
        }
        Due::Mission(id) => {
            let still = missions::Entity::find_by_id(id).filter(old_mission(before));
            if still.one(tx).await?.is_none() {
                return Ok(());
            }
            purge_mission(tx, clock, school, id).await?;
            Event::MissionPurged(id)
        }
        Due::Situation(id) => {
            let still = situations::Entity::find_by_id(id).filter(old_situation(before));
            if still.one(tx).await?.is_none() {
                return Ok(());
            }
            purge_situation(tx, clock, school, id).await?;
            Event::SituationPurged(id)
        }
        Due::Organisation(id) => {
            let still = organisations::Entity::find_by_id(id).filter(old_organisation(before));
            if still.one(tx).await?.is_none() {
                return Ok(());
            }
            organisations::Entity::delete_by_id(id).exec(tx).await?;
            purge_sheet(tx, school, id.into()).await?;
            Event::OrganisationPurged(id)
        }
    };
    db::audit::record(tx, clock, school, None, &event).await
}

async fn purge_situation(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    id: SituationId,
) -> Result<(), DbError> {
    let within: Vec<MissionId> = missions::Entity::find()
        .select_only()
        .column(missions::Column::Id)
        .filter(missions::Column::SchoolId.eq(school))
        .filter(missions::Column::SituationId.eq(id))
        .into_tuple()
        .all(tx)
        .await?;
    let condition = Condition::all().add(documents::Column::SituationId.eq(id));
    purge_documents(tx, clock, school, condition).await?;
    for mission in within {
        purge_mission(tx, clock, school, mission).await?;
    }
    comments::Entity::delete_many()
        .filter(comments::Column::SchoolId.eq(school))
        .filter(comments::Column::SituationId.eq(id))
        .exec(tx)
        .await?;
    situations::Entity::delete_by_id(id).exec(tx).await?;
    purge_sheet(tx, school, id.into()).await
}

async fn purge_mission(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    id: MissionId,
) -> Result<(), DbError> {
    let condition = Condition::all().add(documents::Column::MissionId.eq(id));
    purge_documents(tx, clock, school, condition).await?;
    mission_targets::Entity::delete_many()
        .filter(mission_targets::Column::SchoolId.eq(school))
        .filter(mission_targets::Column::MissionId.eq(id))
        .exec(tx)
        .await?;
    missions::Entity::delete_by_id(id).exec(tx).await?;
    purge_sheet(tx, school, id.into()).await
}

/// The documents, then their files: a file goes when nothing names it.
async fn purge_documents(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    condition: Condition,
) -> Result<(), DbError> {
    let rows = documents::Entity::find()
        .filter(documents::Column::SchoolId.eq(school))
        .filter(condition)
        .all(tx)
        .await?;
    for row in rows {
        documents::Entity::delete_by_id(row.id).exec(tx).await?;
        files::records::purge(tx, clock, school, row.file_id).await?;
    }
    Ok(())
}

/// What was written, with its history.
async fn purge_sheet(tx: &Tx, school: SchoolId, id: Uuid) -> Result<(), DbError> {
    let id = SheetId(id);
    versions::Entity::delete_many()
        .filter(versions::Column::SchoolId.eq(school))
        .filter(versions::Column::SheetId.eq(id))
        .exec(tx)
        .await?;
    sheets::Entity::delete_by_id(id).exec(tx).await?;
    Ok(())
}
