//! Sealing: the events that wait get their place and their signature.

use kernel::SchoolId;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use serde::{Deserialize, Serialize};

use super::AuditKey;
use super::store::{Column, Entity, head};
use crate::jobs::{JobContext, JobPayload, Worker};
use crate::{Db, DbError, Tx};

/// Sealed in one write, so that no write lasts.
const BATCH: u64 = 200;

/// The job that seals.
#[derive(Debug, Serialize, Deserialize)]
struct Seal {}

impl JobPayload for Seal {
    const KIND: &'static str = "audit.seal";
}

/// Has the worker seal the events that wait, every minute.
#[must_use]
pub fn seal_regularly(worker: Worker, key: AuditKey) -> Worker {
    worker
        .register(move |_: Seal, context: JobContext| {
            let key = key.clone();
            async move {
                seal(context.db(), &key).await?;
                Ok(())
            }
        })
        .recurring(chrono::Duration::minutes(1), &Seal {})
}

/// Seals the events that wait, school by school, and says how many. A second
/// run at the same time does no harm.
///
/// # Errors
/// When the database does not answer; what is sealed so far stays sealed.
pub async fn seal(db: &Db, key: &AuditKey) -> Result<u64, DbError> {
    let mut sealed = 0;
    for school in waiting(db.reader()).await? {
        loop {
            let key = key.clone();
            let count = db
                .write(move |tx| {
                    let key = key.clone();
                    async move { seal_some(&tx, &key, school).await }
                })
                .await?;
            sealed += count;
            if count < BATCH {
                break;
            }
        }
    }
    Ok(sealed)
}

/// Whether anything was sealed yet: then the key exists somewhere, and a new
/// one would make the trail look forged.
///
/// # Errors
/// When the database does not answer.
pub async fn has_seals(reader: &impl ConnectionTrait) -> Result<bool, DbError> {
    Ok(head::Entity::find().one(reader).await?.is_some())
}

async fn waiting(reader: &impl ConnectionTrait) -> Result<Vec<SchoolId>, DbError> {
    Ok(Entity::find()
        .select_only()
        .column(Column::SchoolId)
        .distinct()
        .filter(Column::Sequence.is_null())
        .into_tuple()
        .all(reader)
        .await?)
}

async fn seal_some(tx: &Tx, key: &AuditKey, school: SchoolId) -> Result<u64, DbError> {
    let head = head::Entity::find_by_id(school).one(tx).await?;
    let (mut sequence, mut last) = head.map_or((0, Vec::new()), |head| (head.sequence, head.seal));
    let events = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Sequence.is_null())
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id)
        .limit(BATCH)
        .all(tx)
        .await?;
    if events.is_empty() {
        return Ok(0);
    }
    for event in &events {
        sequence += 1;
        last = key.seal_event(event, sequence, &last);
        Entity::update_many()
            .col_expr(Column::Sequence, Expr::value(sequence))
            .col_expr(Column::Seal, Expr::value(last.clone()))
            .filter(Column::Id.eq(event.id))
            .exec(tx)
            .await?;
    }
    head::Entity::insert(head::ActiveModel {
        school_id: Set(school),
        sequence: Set(sequence),
        signature: Set(key.sign_head(school, sequence, &last)),
        seal: Set(last),
    })
    .on_conflict(
        OnConflict::column(head::Column::SchoolId)
            .update_columns([
                head::Column::Sequence,
                head::Column::Seal,
                head::Column::Signature,
            ])
            .to_owned(),
    )
    .exec_without_returning(tx)
    .await?;
    Ok(events.len() as u64)
}
