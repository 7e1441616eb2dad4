//! What is tidied up without anybody asking.

use chrono::Duration;
use db::jobs::{JobContext, JobError, JobPayload, Worker};
use db::text::{SORT_KEY_VERSION, sort_key};
use db::{DbError, Tx};
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use web::App;

use crate::mailing::digest::{PlanDigests, SendDigest};
use crate::mailing::invitation::SendInvitation;
use crate::mailing::jobs::{SendConfirmation, SendReset, TellFormer, TellPasswordChanged};
use crate::store::{accounts, class_rows, codes, memberships, notifications};
use crate::{mailing, merging};

/// So many rows are rebuilt in one write: others want to write too.
const BATCH: u64 = 200;

/// Removes old codes, old notifications, addresses never confirmed and what
/// old merges moved.
#[derive(Debug, Serialize, Deserialize)]
struct Sweep {}

impl JobPayload for Sweep {
    const KIND: &'static str = "people.sweep";
}

/// Rebuilds the sort keys made with other collation data.
#[derive(Debug, Serialize, Deserialize)]
struct RebuildSortKeys {}

impl JobPayload for RebuildSortKeys {
    const KIND: &'static str = "people.rebuild_sort_keys";
}

/// What they are called, for the administrator.
pub const NAMES: &[(&str, &str)] = &[
    (
        crate::imports::jobs::APPLY,
        "Écrire un import de personnes confirmé",
    ),
    (
        crate::imports::jobs::FORGET,
        "Effacer ce que les vieux imports disent des personnes",
    ),
    (
        Sweep::KIND,
        "Effacer les codes, les notifications et les anciennes réunions de fiches périmés",
    ),
    (
        RebuildSortKeys::KIND,
        "Remettre les noms dans l’ordre alphabétique",
    ),
    (
        SendConfirmation::KIND,
        "Envoyer le lien qui confirme une adresse",
    ),
    (SendReset::KIND, "Envoyer le lien d’un nouveau mot de passe"),
    (
        TellPasswordChanged::KIND,
        "Prévenir qu’un mot de passe a changé",
    ),
    (
        TellFormer::KIND,
        "Prévenir une ancienne adresse qu’elle a changé",
    ),
    (
        SendInvitation::KIND,
        "Envoyer une invitation à choisir son mot de passe",
    ),
    (PlanDigests::KIND, "Préparer les messages de nouveautés"),
    (SendDigest::KIND, "Envoyer un message de nouveautés"),
];

/// The jobs of the slice.
pub fn register(app: &App, worker: Worker) -> Worker {
    let worker = mailing::jobs::register(app, worker);
    crate::imports::jobs::register(worker)
        .register::<Sweep, _, _>(sweep)
        .recurring(Duration::days(1), &Sweep {})
        .register::<RebuildSortKeys, _, _>(rebuild)
        .recurring(Duration::days(1), &RebuildSortKeys {})
}

async fn sweep(_: Sweep, context: JobContext) -> Result<(), JobError> {
    let now = context.clock().now();
    context
        .db()
        .write(move |tx| async move {
            codes::sweep(&tx, now).await?;
            mailing::store::sweep(&tx, now).await?;
            merging::store::sweep(&tx, now).await?;
            notifications::sweep(&tx, now).await
        })
        .await?;
    Ok(())
}

async fn rebuild(_: RebuildSortKeys, context: JobContext) -> Result<(), JobError> {
    while context.db().write(rebuild_people).await? > 0 {}
    while context.db().write(rebuild_classes).await? > 0 {}
    Ok(())
}

/// One batch of memberships; says how many there were.
async fn rebuild_people(tx: Tx) -> Result<usize, DbError> {
    let stale = memberships::Entity::find()
        .filter(memberships::Column::SortKeyVersion.ne(SORT_KEY_VERSION))
        .limit(BATCH)
        .all(&tx)
        .await?;
    for row in &stale {
        let account = accounts::Entity::find_by_id(row.account_id)
            .one(&tx)
            .await?;
        let Some(name) = account.map(|account| account.name()) else {
            continue;
        };
        memberships::Entity::update_many()
            .col_expr(memberships::Column::SortKey, Expr::value(name.sort_key()))
            .col_expr(
                memberships::Column::SearchKey,
                Expr::value(name.search_key()),
            )
            .col_expr(
                memberships::Column::SortKeyVersion,
                Expr::value(SORT_KEY_VERSION),
            )
            .filter(memberships::Column::SchoolId.eq(row.school_id))
            .filter(memberships::Column::AccountId.eq(row.account_id))
            .exec(&tx)
            .await?;
    }
    Ok(stale.len())
}

/// One batch of classes; says how many there were.
async fn rebuild_classes(tx: Tx) -> Result<usize, DbError> {
    let stale = class_rows::Entity::find()
        .filter(class_rows::Column::SortKeyVersion.ne(SORT_KEY_VERSION))
        .limit(BATCH)
        .all(&tx)
        .await?;
    for row in &stale {
        class_rows::Entity::update_many()
            .col_expr(
                class_rows::Column::SortKey,
                Expr::value(sort_key(&row.name)),
            )
            .col_expr(
                class_rows::Column::SortKeyVersion,
                Expr::value(SORT_KEY_VERSION),
            )
            .filter(class_rows::Column::Id.eq(row.id))
            .exec(&tx)
            .await?;
    }
    Ok(stale.len())
}
