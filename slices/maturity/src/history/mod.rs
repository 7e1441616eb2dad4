//! What happened to a use, a project or an objective: only ever added to, so
//! that nothing that was written is lost when somebody writes over it.

pub mod migration;
pub mod view;

use db::{DbError, Tx};
use kernel::uuid::Uuid;
use kernel::{Clock, SchoolId, words};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveModelTrait, ConnectionTrait, QueryOrder, QuerySelect, Set};
use serde::Serialize;

use crate::acting::By;

kernel::typed_ids! {
    /// A line of the history.
    pub struct LineId;
}

words! {
    /// What happened.
    What {
        /// It was written.
        Written = "written", "Écrit";
        /// It was begun from something else.
        Copied = "copied", "Repris";
        /// What it says changed; the line holds what it said before.
        Changed = "changed", "Modifié";
        /// A step of it changed; the line holds what it said before.
        StepChanged = "step_changed", "Étape modifiée";
        /// A checkpoint was taken off; the line holds what it said.
        CheckpointRemoved = "checkpoint_removed", "Point de situation retiré";
        /// It was said to be reached.
        Reached = "reached", "Atteint";
        /// It was said not to be reached after all.
        Resumed = "resumed", "Repris";
        /// It was put in the corbeille.
        Deleted = "deleted", "Mis à la corbeille";
        /// It was taken out of it.
        Restored = "restored", "Sorti de la corbeille";
    }
}

/// The table `maturity_history`.
pub(crate) mod lines {
    use kernel::uuid::Uuid;
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use super::{LineId, What};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "maturity_history")]
    /// Something that happened.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: LineId,
        pub school_id: SchoolId,
        /// What it happened to.
        pub subject_id: Uuid,
        pub author_id: AccountId,
        pub what: What,
        /// What it said before.
        pub before: Option<Json>,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// So many lines are shown.
const SHOWN: u64 = 100;

/// Adds a line.
///
/// # Errors
/// When the row cannot be written.
pub async fn note(
    tx: &Tx,
    clock: &Clock,
    by: By,
    subject: impl Into<Uuid>,
    what: What,
) -> Result<(), DbError> {
    insert(tx, clock, by, subject.into(), what, None).await
}

/// Adds a line that keeps what was said before.
///
/// # Errors
/// When the row cannot be written.
pub async fn keep(
    tx: &Tx,
    clock: &Clock,
    by: By,
    subject: impl Into<Uuid>,
    what: What,
    before: &(impl Serialize + Sync),
) -> Result<(), DbError> {
    let before = serde_json::to_value(before)
        .map_err(|error| DbError::Other(DbErr::Json(error.to_string())))?;
    insert(tx, clock, by, subject.into(), what, Some(before)).await
}

async fn insert(
    tx: &Tx,
    clock: &Clock,
    by: By,
    subject: Uuid,
    what: What,
    before: Option<Json>,
) -> Result<(), DbError> {
    lines::ActiveModel {
        id: Set(LineId::generate(clock)),
        school_id: Set(by.school),
        subject_id: Set(subject),
        author_id: Set(by.account),
        what: Set(what),
        before: Set(before),
        created_at: Set(clock.now()),
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// What happened to something, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    subject: impl Into<Uuid>,
) -> Result<Vec<lines::Model>, DbError> {
    use lines::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::SubjectId.eq(subject.into()))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(SHOWN)
        .all(reader)
        .await?)
}

/// Forgets what happened to something that is removed for good.
///
/// # Errors
/// When a row cannot be removed.
pub async fn forget(tx: &Tx, school: SchoolId, subject: impl Into<Uuid>) -> Result<(), DbError> {
    use lines::{Column, Entity};
    Entity::delete_many()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::SubjectId.eq(subject.into()))
        .exec(tx)
        .await?;
    Ok(())
}

/// The columns that name an account.
pub const ACCOUNTS: [web::AccountColumn; 1] = [web::AccountColumn::stays(
    "maturity_history",
    "author_id",
    "signed by the team",
)];
