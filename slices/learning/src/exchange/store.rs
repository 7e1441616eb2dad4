//! The rows of situations that arrive, and the queries on them.

use db::DbError;
use files::FileId;
use kernel::uuid::Uuid;
use kernel::{SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use super::ArrivalId;
use super::format::Envelope;
use crate::model::{OrganisationId, SituationId};
use crate::rows::{organisations, situations};

/// The table `situation_arrivals`.
pub mod arrivals {
    use kernel::uuid::Uuid;
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::exchange::ArrivalId;
    use crate::model::SituationId;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "situation_arrivals")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ArrivalId,
        pub school_id: SchoolId,
        /// Who sent the file.
        pub author_id: AccountId,
        /// The situation that the file was made from.
        pub origin: Uuid,
        /// A [`super::Staged`]; empty once it is created.
        pub content: Json,
        pub sent_at: Timestamp,
        /// When it was created here.
        pub created_at: Option<Timestamp>,
        /// What it became; none while it waits.
        pub situation_id: Option<SituationId>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use arrivals::{Column, Entity, Model};

/// What waits to be created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staged {
    /// What the file says.
    pub envelope: Envelope,
    /// The attachments that were taken, with their place in the envelope.
    pub files: Vec<(usize, FileId)>,
    /// Why the others were not, in sentences.
    pub refused: Vec<String>,
}

impl Model {
    /// What waits; nothing once it is created.
    pub fn staged(&self) -> Option<Staged> {
        serde_json::from_value(self.content.clone()).ok()
    }
}

/// An arrival of the school.
pub async fn find(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ArrivalId,
) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id(id)
        .filter(Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The school of an arrival, whichever it is.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: ArrivalId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(Entity::find_by_id(id)
        .select_only()
        .column(Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// The situation of the school that has this origin, the latest when there
/// are several, unless it was deleted: the one that came in a file, or the very
/// one that the file was made from.
pub async fn already_here(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    origin: Uuid,
) -> Result<Option<situations::Model>, DbError> {
    let mut ids: Vec<SituationId> = Entity::find()
        .select_only()
        .column(Column::SituationId)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Origin.eq(origin))
        .filter(Column::SituationId.is_not_null())
        .into_tuple()
        .all(connection)
        .await?;
    ids.push(SituationId(origin));
    Ok(situations::Entity::find()
        .filter(situations::Column::SchoolId.eq(school))
        .filter(situations::Column::Id.is_in(ids))
        .filter(situations::Column::DeletedAt.is_null())
        .order_by_desc(situations::Column::Id)
        .one(connection)
        .await?)
}

/// Where a situation came from; none when it was written here.
pub async fn origin_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    situation: SituationId,
) -> Result<Option<Uuid>, DbError> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Origin)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::SituationId.eq(situation))
        .into_tuple()
        .one(connection)
        .await?)
}

/// The organisations of the school, by name.
pub async fn organisations_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
) -> Result<Vec<(OrganisationId, String)>, DbError> {
    Ok(organisations::Entity::find()
        .select_only()
        .columns([organisations::Column::Id, organisations::Column::Name])
        .filter(organisations::Column::SchoolId.eq(school))
        .filter(organisations::Column::DeletedAt.is_null())
        .order_by_asc(organisations::Column::SortKey)
        .order_by_asc(organisations::Column::Id)
        .into_tuple()
        .all(connection)
        .await?)
}

/// Those that were sent before `before` and still wait, of all schools.
pub async fn waiting_since(
    connection: &impl ConnectionTrait,
    before: Timestamp,
    at_most: u64,
) -> Result<Vec<(SchoolId, ArrivalId)>, DbError> {
    Ok(Entity::find()
        .select_only()
        .columns([Column::SchoolId, Column::Id])
        .filter(Column::SituationId.is_null())
        .filter(Column::SentAt.lt(before))
        .order_by_asc(Column::SentAt)
        .limit(at_most)
        .into_tuple()
        .all(connection)
        .await?)
}
