//! The digest: one message per person for what they have not read, at the
//! moment they chose.
//!
//! A digest leaves **at most once**. What it counts is marked as mailed before
//! it is handed over; the mark is taken off again only when the server surely
//! did not take it. A message told twice is a nuisance that makes people stop
//! them all; one lost costs little: what it told of stays unread in Jalon, and
//! the bell still shows it.

use chrono::Duration;
use db::jobs::{JobError, JobPayload};
use db::{DbError, Tx};
use kernel::{AccountId, Timestamp};
use mail::MailError;
use sea_orm::entity::prelude::*;
use sea_orm::{ExprTrait, JoinType, QueryOrder, QuerySelect, RelationDef};
use serde::{Deserialize, Serialize};
use web::{App, NoticeKind};

use super::commands;
use super::jobs::outcome;
use super::letters;
use super::model::Digest;
use super::store::{self, addresses};
use crate::model::NotificationId;
use crate::store::{memberships, notification_rows as rows};

/// How often somebody looks whether digests are due.
pub const PLANNING: Duration = Duration::minutes(5);
/// So many people are looked at in one write: others want to write too.
const BATCH: u64 = 100;
/// One message counts so many at most; the rest comes with the next one.
const MOST: u64 = 500;

/// What stands for a kind that no slice knows.
const OTHER: NoticeKind = NoticeKind {
    code: "",
    one: "autre nouveauté",
    many: "autres nouveautés",
};

/// Looks whose digest is due.
#[derive(Debug, Serialize, Deserialize)]
pub struct PlanDigests {}

impl JobPayload for PlanDigests {
    const KIND: &'static str = "people.plan_digests";
}

/// Sends the digest of one person: a bad address stops nobody else.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendDigest {
    pub account: AccountId,
}

impl JobPayload for SendDigest {
    const KIND: &'static str = "people.mail_digest";
}

/// Enqueues the digests that are due, batch by batch. Who was looked at is
/// noted in the same write: nobody gets two for the same moment.
pub async fn plan(app: App) -> Result<(), JobError> {
    if !app.mailer.is_configured() {
        return Ok(());
    }
    for digest in [Digest::Daily, Digest::Weekly] {
        let Some(moment) = digest.last_moment(app.clock.now()) else {
            continue;
        };
        loop {
            let app = app.clone();
            let looked_at = app
                .db
                .clone()
                .write(move |tx| {
                    let app = app.clone();
                    async move { plan_batch(&tx, &app, digest, moment).await }
                })
                .await?;
            if looked_at < BATCH {
                break;
            }
        }
    }
    Ok(())
}

/// Says how many people were looked at.
async fn plan_batch(tx: &Tx, app: &App, digest: Digest, moment: Timestamp) -> Result<u64, DbError> {
    let due: Vec<AccountId> = due(digest, moment).into_tuple().all(tx).await?;
    if due.is_empty() {
        return Ok(0);
    }
    addresses::Entity::update_many()
        .col_expr(addresses::Column::PlannedAt, Expr::value(app.clock.now()))
        .filter(addresses::Column::AccountId.is_in(due.clone()))
        .exec(tx)
        .await?;
    let looked_at = due.len() as u64;
    for account in with_news(tx, due).await? {
        commands::send_digest(tx, &app.clock, account).await?;
    }
    Ok(looked_at)
}

/// The next people who were not looked at since `moment`.
pub fn due(digest: Digest, moment: Timestamp) -> Select<addresses::Entity> {
    use addresses::Column;
    addresses::Entity::find()
        .select_only()
        .column(Column::AccountId)
        .filter(Column::Digest.eq(digest))
        .filter(Column::PlannedAt.lt(moment))
        .order_by_asc(Column::PlannedAt)
        .order_by_asc(Column::AccountId)
        .limit(BATCH)
}

/// Those of `people` who have something to be told of.
async fn with_news(tx: &Tx, people: Vec<AccountId>) -> Result<Vec<AccountId>, DbError> {
    Ok(news(people)
        .column(memberships::Column::AccountId)
        .distinct()
        .into_tuple()
        .all(tx)
        .await?)
}

/// What these people have not read and were not told of, in the schools whose
/// doors are open to them. What is older than their address is no news.
pub fn news(people: Vec<AccountId>) -> Select<memberships::Entity> {
    let to_rows: RelationDef = memberships::Entity::belongs_to(rows::Entity)
        .from((
            memberships::Column::SchoolId,
            memberships::Column::AccountId,
        ))
        .to((rows::Column::SchoolId, rows::Column::AccountId))
        .into();
    let to_address: RelationDef = memberships::Entity::belongs_to(addresses::Entity)
        .from(memberships::Column::AccountId)
        .to(addresses::Column::AccountId)
        .into();
    memberships::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, to_rows)
        .join(JoinType::InnerJoin, to_address)
        .filter(memberships::Column::AccountId.is_in(people))
        .filter(memberships::Column::EndedAt.is_null())
        .filter(rows::Column::ReadAt.is_null())
        .filter(rows::Column::MailedAt.is_null())
        .filter(
            Expr::col((rows::Entity, rows::Column::CreatedAt)).gt(Expr::col((
                addresses::Entity,
                addresses::Column::ConfirmedAt,
            ))),
        )
}

/// Sends one digest.
pub async fn send(app: App, job: SendDigest) -> Result<(), JobError> {
    let account = job.account;
    let Some(owner) = store::reachable(app.db.reader(), account).await? else {
        return Ok(());
    };
    if owner.digest == Digest::Never {
        return Ok(());
    }
    // Nothing is marked while the server is away.
    outcome(app.mailer.check().await)?;
    let mark = app.clock.now();
    let taken = app
        .db
        .write(move |tx| async move { take(&tx, account, mark).await })
        .await?;
    if taken.is_empty() {
        return Ok(());
    }
    let lines = lines(&app, &taken);
    let letter = letters::digest(&app.config.public_url, &lines, &owner.stop_key);
    match app.mailer.send(&letter, &owner.email, &app.clock).await {
        Err(MailError::Doubtful) => {
            tracing::warn!("a digest may not have left; it is not sent again");
            Ok(())
        }
        Err(error) => {
            app.db
                .write(move |tx| {
                    let taken = taken.clone();
                    async move { set_mailed(&tx, &taken, None).await }
                })
                .await?;
            outcome(Err(error))
        }
        Ok(()) => Ok(()),
    }
}

/// Marks as mailed what is new to somebody; says what it is and of which kind.
async fn take(
    tx: &Tx,
    account: AccountId,
    mark: Timestamp,
) -> Result<Vec<(NotificationId, String)>, DbError> {
    let found: Vec<(NotificationId, String)> = news(vec![account])
        .columns([rows::Column::Id, rows::Column::Kind])
        .order_by_asc(rows::Column::Id)
        .limit(MOST)
        .into_tuple()
        .all(tx)
        .await?;
    set_mailed(tx, &found, Some(mark)).await?;
    Ok(found)
}

/// Notes when these were mailed, or that they were not.
async fn set_mailed(
    tx: &Tx,
    taken: &[(NotificationId, String)],
    at: Option<Timestamp>,
) -> Result<(), DbError> {
    rows::Entity::update_many()
        .col_expr(rows::Column::MailedAt, Expr::value(at))
        .filter(rows::Column::Id.is_in(taken.iter().map(|(id, _)| *id)))
        .exec(tx)
        .await?;
    Ok(())
}

/// « 3 comptes rendus à lire », kind by kind, in the order of the slices.
fn lines(app: &App, taken: &[(NotificationId, String)]) -> Vec<String> {
    let known: Vec<NoticeKind> = app
        .modules
        .iter()
        .flat_map(|module| module.notices.iter().copied())
        .collect();
    let count = |kind: &NoticeKind| taken.iter().filter(|(_, code)| code == kind.code).count();
    let mut counts: Vec<(u64, NoticeKind)> = known
        .iter()
        .map(|kind| (count(kind) as u64, *kind))
        .collect();
    let others = taken.len() as u64 - counts.iter().map(|(count, _)| count).sum::<u64>();
    counts.push((others, OTHER));
    counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, kind)| kernel::count(count, kind.one, kind.many))
        .collect()
}
