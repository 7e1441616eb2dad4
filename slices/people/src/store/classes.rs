//! Classes of a school.

use std::collections::HashMap;

use db::DbError;
use kernel::{AccountId, SchoolId, SchoolYear};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, IntoCondition, Query, SelectStatement};
use sea_orm::{JoinType, QueryOrder, QuerySelect, RelationDef};

use super::class_rows::{Column, Entity, Model};
use super::{enrolment_rows, teachings};
use crate::model::ClassId;

/// Which classes of a school.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// All that are not archived.
    Current,
    /// The archived ones.
    Archived,
    /// Those whose team somebody belongs to, not archived.
    TaughtBy(AccountId),
    /// Those, archived.
    ArchivedTaughtBy(AccountId),
}

/// Classes, the latest school year first, then by name.
pub async fn list(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    which: Which,
) -> Result<Vec<Model>, DbError> {
    let select = Entity::find().filter(Column::SchoolId.eq(school));
    let select = match which {
        Which::Current => select.filter(Column::ArchivedAt.is_null()),
        Which::Archived => select.filter(Column::ArchivedAt.is_not_null()),
        Which::TaughtBy(teacher) => select
            .filter(Column::ArchivedAt.is_null())
            .filter(Column::Id.in_subquery(taught_by(school, teacher))),
        Which::ArchivedTaughtBy(teacher) => select
            .filter(Column::ArchivedAt.is_not_null())
            .filter(Column::Id.in_subquery(taught_by(school, teacher))),
    };
    Ok(select
        .order_by_desc(Column::SchoolYear)
        .order_by_asc(Column::SortKey)
        .all(reader)
        .await?)
}

fn taught_by(school: SchoolId, teacher: AccountId) -> SelectStatement {
    Query::select()
        .column(teachings::Column::ClassId)
        .from(teachings::Entity)
        .and_where(teachings::Column::SchoolId.eq(school))
        .and_where(teachings::Column::AccountId.eq(teacher))
        .to_owned()
}

/// A class of the school.
pub async fn get(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ClassId,
) -> Result<Option<Model>, DbError> {
    Ok(Entity::find_by_id(id)
        .filter(Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// A class of the school, with what somebody teaches in it. One statement.
pub async fn with_teaching(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ClassId,
    teacher: AccountId,
) -> Result<Option<(Model, Option<teachings::Model>)>, DbError> {
    let to_teaching: RelationDef = Entity::belongs_to(teachings::Entity)
        .from((Column::SchoolId, Column::Id))
        .to((teachings::Column::SchoolId, teachings::Column::ClassId))
        .on_condition(move |_, teaching| {
            Expr::col((teaching, teachings::Column::AccountId))
                .eq(teacher)
                .into_condition()
        })
        .into();
    Ok(Entity::find_by_id(id)
        .filter(Column::SchoolId.eq(school))
        .join(JoinType::LeftJoin, to_teaching)
        .select_also(teachings::Entity)
        .one(connection)
        .await?)
}

/// The school of a class, whichever it is.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: ClassId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(Entity::find_by_id(id)
        .select_only()
        .column(Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// Whether another class bears this name in this school year.
pub async fn name_taken(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    year: SchoolYear,
    name: &str,
    except: Option<ClassId>,
) -> Result<bool, DbError> {
    let mut select = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::SchoolYear.eq(year))
        .filter(Column::Name.eq(name));
    if let Some(id) = except {
        select = select.filter(Column::Id.ne(id));
    }
    Ok(select.count(connection).await? > 0)
}

/// How many learners each class has now.
pub async fn sizes(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    classes: &[ClassId],
) -> Result<HashMap<ClassId, u64>, DbError> {
    let rows: Vec<(ClassId, i64)> = enrolment_rows::Entity::find()
        .select_only()
        .column(enrolment_rows::Column::ClassId)
        .column_as(enrolment_rows::Column::AccountId.count(), "learners")
        .filter(enrolment_rows::Column::SchoolId.eq(school))
        .filter(enrolment_rows::Column::ClassId.is_in(classes.to_vec()))
        .filter(enrolment_rows::Column::LeftOn.is_null())
        .group_by(enrolment_rows::Column::ClassId)
        .into_tuple()
        .all(reader)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(class, learners)| (class, u64::try_from(learners).unwrap_or(0)))
        .collect())
}
