//! The positionings of a learner over time, without their comments.

use chrono::NaiveDate;
use db::DbError;
use kernel::{AccountId, Level, Timestamp, local_date};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult, QueryOrder, QuerySelect};

use super::model::Seen;
use crate::positioning::Viewpoint;
use crate::positioning::store::{Course, positionings};

#[derive(FromQueryResult)]
struct Row {
    target: String,
    viewpoint: Viewpoint,
    author_id: AccountId,
    level: Level,
    created_at: Timestamp,
}

/// All of them until a day, the earliest first. One statement.
///
/// # Errors
/// When the database does not answer.
pub async fn until(
    reader: &impl ConnectionTrait,
    course: Course,
    last: NaiveDate,
) -> Result<Vec<Seen>, DbError> {
    use positionings::{Column, Entity};
    let rows: Vec<Row> = Entity::find()
        .select_only()
        .columns([
            Column::Target,
            Column::Viewpoint,
            Column::AuthorId,
            Column::Level,
            Column::CreatedAt,
        ])
        .filter(Column::SchoolId.eq(course.school))
        .filter(Column::LearnerId.eq(course.learner))
        .filter(Column::CurriculumId.eq(course.curriculum))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .into_model()
        .all(reader)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Seen {
            target: row.target,
            viewpoint: row.viewpoint,
            author: row.author_id,
            level: row.level,
            on: local_date(row.created_at),
        })
        .filter(|seen| seen.on <= last)
        .collect())
}
