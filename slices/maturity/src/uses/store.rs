//! The rows of shared uses and the queries on them.

use std::collections::HashMap;

use db::text::contains_pattern;
use db::{Cursor, DbError, Direction, Slice};
use kernel::{AccountId, SchoolId, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, ConnectionTrait, Order, QueryOrder, QuerySelect, QueryTrait};

use super::{Samr, UseId};

/// The table `digital_uses`.
pub mod uses {
    use kernel::{AccountId, SchoolId, Timestamp};
    use sea_orm::entity::prelude::*;

    use crate::uses::{Content, Samr, UseId};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "digital_uses")]
    /// A use that somebody shares.
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: UseId,
        pub school_id: SchoolId,
        pub author_id: AccountId,
        pub title: String,
        pub context: String,
        pub intention: String,
        pub samr: Samr,
        pub effect: String,
        pub resources: String,
        /// The words by which it is found.
        pub search_key: String,
        /// The use that it was begun from; may be gone.
        pub origin_id: Option<UseId>,
        pub origin_author_id: Option<AccountId>,
        pub origin_title: String,
        /// Grows with each change.
        pub version: i32,
        pub created_at: Timestamp,
        pub changed_at: Timestamp,
        pub deleted_at: Option<Timestamp>,
    }

    impl Model {
        /// What it says.
        #[must_use]
        pub fn content(&self) -> Content {
            Content {
                title: self.title.clone(),
                context: self.context.clone(),
                intention: self.intention.clone(),
                samr: self.samr,
                effect: self.effect.clone(),
                resources: self.resources.clone(),
            }
        }

        /// The same row saying something else.
        #[must_use]
        pub fn with(self, content: &Content) -> Self {
            Self {
                title: content.title.clone(),
                context: content.context.clone(),
                intention: content.intention.clone(),
                samr: content.samr,
                effect: content.effect.clone(),
                resources: content.resources.clone(),
                search_key: content.search_key(),
                ..self
            }
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Uses on a page of the list.
pub const PAGE_SIZE: usize = 20;

/// What the list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Words; empty for any.
    pub search: String,
    /// How far it goes.
    pub samr: Option<Samr>,
    /// Of somebody.
    pub author: Option<AccountId>,
}

/// A use of the school; deleted ones too.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: UseId,
) -> Result<Option<uses::Model>, DbError> {
    Ok(uses::Entity::find_by_id(id)
        .filter(uses::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The school of a use, whichever it is.
///
/// # Errors
/// When the database does not answer.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: UseId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(uses::Entity::find_by_id(id)
        .select_only()
        .column(uses::Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// A page of the uses of the school, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    filter: &Filter,
    cursor: Option<&Cursor>,
) -> Result<Slice<uses::Model>, DbError> {
    use uses::{Column, Entity};
    let mut select = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::DeletedAt.is_null())
        .apply_if(filter.samr, |select, samr| {
            select.filter(Column::Samr.eq(samr))
        })
        .apply_if(filter.author, |select, author| {
            select.filter(Column::AuthorId.eq(author))
        });
    if !filter.search.trim().is_empty() {
        select = select.filter(Column::SearchKey.like(contains_pattern(&filter.search)));
    }
    let backwards = cursor.is_some_and(|cursor| cursor.direction == Direction::Before);
    if let Some((at, id)) = cursor.and_then(position) {
        // Newest first: the page that follows holds earlier times.
        let (beyond, tie) = match backwards {
            true => (Column::CreatedAt.gt(at), Column::Id.gt(id)),
            false => (Column::CreatedAt.lt(at), Column::Id.lt(id)),
        };
        let same = Condition::all().add(Column::CreatedAt.eq(at)).add(tie);
        select = select.filter(Condition::any().add(beyond).add(same));
    }
    let order = if backwards { Order::Asc } else { Order::Desc };
    let rows = select
        .order_by(Column::CreatedAt, order.clone())
        .order_by(Column::Id, order)
        .limit(PAGE_SIZE as u64 + 1)
        .all(reader)
        .await?;
    Ok(Slice::from_rows(rows, PAGE_SIZE, cursor, |row| {
        let key = row.created_at.timestamp_micros().to_be_bytes().to_vec();
        (key, row.id.into())
    }))
}

fn position(cursor: &Cursor) -> Option<(Timestamp, UseId)> {
    let micros = i64::from_be_bytes(cursor.key.as_slice().try_into().ok()?);
    Some((Timestamp::from_timestamp_micros(micros)?, UseId(cursor.id)))
}

/// How many uses of the school there are of each level.
///
/// # Errors
/// When the database does not answer.
pub async fn count_by_level(
    reader: &impl ConnectionTrait,
    school: SchoolId,
) -> Result<HashMap<Samr, u64>, DbError> {
    use uses::{Column, Entity};
    let rows: Vec<(Samr, i64)> = Entity::find()
        .select_only()
        .column(Column::Samr)
        .column_as(Column::Id.count(), "n")
        .filter(Column::SchoolId.eq(school))
        .filter(Column::DeletedAt.is_null())
        .group_by(Column::Samr)
        .into_tuple()
        .all(reader)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(samr, n)| (samr, u64::try_from(n).unwrap_or(0)))
        .collect())
}

/// How many comments each of these uses has.
///
/// # Errors
/// When the database does not answer.
pub async fn count_comments(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    ids: &[UseId],
) -> Result<HashMap<UseId, u64>, DbError> {
    use super::comments::rows::{Column, Entity};
    let rows: Vec<(UseId, i64)> = Entity::find()
        .select_only()
        .column(Column::UseId)
        .column_as(Column::Id.count(), "n")
        .filter(Column::SchoolId.eq(school))
        .filter(Column::UseId.is_in(ids.iter().copied()))
        .filter(Column::RemovedAt.is_null())
        .group_by(Column::UseId)
        .into_tuple()
        .all(reader)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, n)| (id, u64::try_from(n).unwrap_or(0)))
        .collect())
}

/// So many are named where a use says what was begun from it, or a select
/// offers them.
const NAMED: u64 = 200;

/// The uses that were begun from one, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn begun_from(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    origin: UseId,
) -> Result<Vec<uses::Model>, DbError> {
    use uses::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::OriginId.eq(origin))
        .filter(Column::DeletedAt.is_null())
        .order_by_desc(Column::CreatedAt)
        .limit(NAMED)
        .all(reader)
        .await?)
}

/// The uses that somebody put in the corbeille, the last one first.
///
/// # Errors
/// When the database does not answer.
pub async fn deleted_of(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    author: Option<AccountId>,
) -> Result<Vec<uses::Model>, DbError> {
    use uses::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::DeletedAt.is_not_null())
        .apply_if(author, |select, author| {
            select.filter(Column::AuthorId.eq(author))
        })
        .order_by_desc(Column::DeletedAt)
        .limit(NAMED)
        .all(reader)
        .await?)
}

/// Uses deleted before an instant, of all schools.
///
/// # Errors
/// When the database does not answer.
pub async fn deleted_before(
    reader: &impl ConnectionTrait,
    before: Timestamp,
    at_most: u64,
) -> Result<Vec<(SchoolId, UseId)>, DbError> {
    use uses::{Column, Entity};
    Ok(Entity::find()
        .select_only()
        .columns([Column::SchoolId, Column::Id])
        .filter(Column::DeletedAt.lt(before))
        .order_by_asc(Column::DeletedAt)
        .limit(at_most)
        .into_tuple()
        .all(reader)
        .await?)
}

/// The latest uses of the school, for a list to tick in.
///
/// # Errors
/// When the database does not answer.
pub async fn latest(
    reader: &impl ConnectionTrait,
    school: SchoolId,
) -> Result<Vec<uses::Model>, DbError> {
    use uses::{Column, Entity};
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::DeletedAt.is_null())
        .order_by_desc(Column::CreatedAt)
        .limit(NAMED)
        .all(reader)
        .await?)
}

/// The uses that were observed in a project and are still shared, the latest
/// first.
///
/// # Errors
/// When the database does not answer.
pub async fn observed_in(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    project: crate::projects::ProjectId,
) -> Result<Vec<uses::Model>, DbError> {
    use crate::projects::store::observed;
    use uses::{Column, Entity};
    let observed = sea_orm::sea_query::Query::select()
        .column(observed::Column::UseId)
        .from(observed::Entity)
        .and_where(observed::Column::SchoolId.eq(school))
        .and_where(observed::Column::ProjectId.eq(project))
        .to_owned();
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::Id.in_subquery(observed))
        .filter(Column::DeletedAt.is_null())
        .order_by_desc(Column::CreatedAt)
        .limit(NAMED)
        .all(reader)
        .await?)
}
