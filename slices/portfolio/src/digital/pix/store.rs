//! The rows of Pix and the queries on them.

use db::{DbError, Tx};
use kernel::{AccountId, SchoolId, Timestamp};
use people::api::ClassId;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, PaginatorTrait, QueryOrder, QuerySelect};

use super::model::{Campaign, PixImportId, PixKind, PixState, Sent};
use super::plan::Known;

/// The table `pix_imports`.
pub mod imports {
    use kernel::{AccountId, SchoolId, Timestamp};
    use people::api::ClassId;
    use sea_orm::entity::prelude::*;

    use crate::digital::pix::model::{PixImportId, PixKind, PixState};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "pix_imports")]
    /// A file that was sent.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PixImportId,
        pub school_id: SchoolId,
        pub class_id: ClassId,
        pub author_id: AccountId,
        pub file_name: String,
        pub kind: PixKind,
        /// Pix's name of the school, folded.
        pub organisation: String,
        pub campaign: Json,
        pub state: PixState,
        /// The lines, until it is done.
        pub lines: Json,
        /// How many results were kept.
        pub kept: i32,
        pub created_at: Timestamp,
        pub finished_at: Option<Timestamp>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table `pix_results`, only ever added to.
pub mod results {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    use crate::digital::pix::model::{PixImportId, PixKind, PixResultId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "pix_results")]
    /// What somebody sent in a campaign.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: PixResultId,
        pub school_id: SchoolId,
        pub learner_id: AccountId,
        pub import_id: PixImportId,
        pub kind: PixKind,
        pub campaign_id: String,
        pub campaign: Json,
        pub sent_at: Timestamp,
        pub sent: Json,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A result, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PixResult {
    /// What was asked for.
    pub kind: PixKind,
    /// In which campaign.
    pub campaign: Campaign,
    /// What was sent.
    pub sent: Sent,
}

/// The results of a learner, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_learner(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<Vec<PixResult>, DbError> {
    let rows = results::Entity::find()
        .filter(results::Column::SchoolId.eq(school))
        .filter(results::Column::LearnerId.eq(learner))
        .order_by_desc(results::Column::SentAt)
        .order_by_desc(results::Column::Id)
        .all(reader)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PixResult {
                kind: row.kind,
                campaign: read(row.campaign)?,
                sent: read(row.sent)?,
            })
        })
        .collect()
}

/// The results of a campaign that are kept already for some learners.
///
/// # Errors
/// When the database does not answer.
pub async fn known(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    learners: &[AccountId],
    campaign: &str,
) -> Result<Vec<Known>, DbError> {
    let rows = results::Entity::find()
        .filter(results::Column::SchoolId.eq(school))
        .filter(results::Column::LearnerId.is_in(learners.iter().copied()))
        .filter(results::Column::CampaignId.eq(campaign))
        .all(reader)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Known {
                learner: row.learner_id,
                sent: read(row.sent)?,
            })
        })
        .collect()
}

/// Writes results; one that is there already stays as it is. How many are new.
///
/// # Errors
/// When a row cannot be written.
pub async fn insert(tx: &Tx, rows: Vec<results::ActiveModel>) -> Result<u64, DbError> {
    let once = OnConflict::columns([
        results::Column::SchoolId,
        results::Column::LearnerId,
        results::Column::CampaignId,
        results::Column::SentAt,
    ])
    .do_nothing()
    .to_owned();
    let mut new = 0;
    for part in rows.chunks(50) {
        new += results::Entity::insert_many(part.to_vec())
            .on_conflict(once.clone())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(new)
}

/// Whether results that Pix says to be of that organisation were kept before.
///
/// # Errors
/// When the database does not answer.
pub async fn is_known_organisation(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    organisation: &str,
) -> Result<bool, DbError> {
    let found = imports::Entity::find()
        .filter(imports::Column::SchoolId.eq(school))
        .filter(imports::Column::Organisation.eq(organisation))
        .filter(imports::Column::State.eq(PixState::Done))
        .limit(1)
        .count(reader)
        .await?;
    Ok(found > 0)
}

/// The imports of a class, the latest first, at most `limit`, without their lines.
///
/// # Errors
/// When the database does not answer.
pub async fn of_class(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
    limit: u64,
) -> Result<Vec<imports::Model>, DbError> {
    Ok(imports::Entity::find()
        .filter(imports::Column::SchoolId.eq(school))
        .filter(imports::Column::ClassId.eq(class))
        .order_by_desc(imports::Column::CreatedAt)
        .limit(limit)
        .all(reader)
        .await?)
}

/// An import of the school.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    id: PixImportId,
) -> Result<Option<imports::Model>, DbError> {
    Ok(imports::Entity::find_by_id(id)
        .filter(imports::Column::SchoolId.eq(school))
        .one(reader)
        .await?)
}

/// Gives up imports that nobody decided on before a moment.
///
/// # Errors
/// When the rows cannot be written.
pub async fn forget_before(tx: &Tx, before: Timestamp) -> Result<u64, DbError> {
    let done = imports::Entity::delete_many()
        .filter(imports::Column::State.eq(PixState::Ready))
        .filter(imports::Column::CreatedAt.lt(before))
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}

/// What a column of JSON holds.
///
/// # Errors
/// When it is not of its shape: never, in practice.
pub fn read<T: serde::de::DeserializeOwned>(value: Json) -> Result<T, DbError> {
    serde_json::from_value(value).map_err(|error| DbError::Other(DbErr::Json(error.to_string())))
}

/// What goes into a column of JSON.
///
/// # Errors
/// Never, in practice.
pub fn write<T: serde::Serialize>(value: &T) -> Result<Json, DbError> {
    serde_json::to_value(value).map_err(|error| DbError::Other(DbErr::Json(error.to_string())))
}
