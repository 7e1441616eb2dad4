//! The rows of the readings between peers and the queries on them.

mod rows;

use std::collections::HashMap;

use chrono::NaiveDate;
use curriculum::CurriculumId;
use db::DbError;
use kernel::{AccountId, SchoolId};
use people::api::ClassId;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect};

pub use rows::{criteria, levels, readings, remarks, rounds};

use super::model::{Phase, ReadingId, RoundId};
use crate::report::ReportId;
use crate::report::store::reports;

/// A round of the school.
///
/// # Errors
/// When the database does not answer.
pub async fn round(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: RoundId,
) -> Result<Option<rounds::Model>, DbError> {
    Ok(rounds::Entity::find_by_id(id)
        .filter(rounds::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// The school of a round, whichever it is.
///
/// # Errors
/// When the database does not answer.
pub async fn school_of(
    connection: &impl ConnectionTrait,
    id: RoundId,
) -> Result<Option<SchoolId>, DbError> {
    Ok(rounds::Entity::find_by_id(id)
        .select_only()
        .column(rounds::Column::SchoolId)
        .into_tuple()
        .one(connection)
        .await?)
}

/// The rounds of some classes, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn rounds_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    classes: &[ClassId],
) -> Result<Vec<rounds::Model>, DbError> {
    if classes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(rounds::Entity::find()
        .filter(rounds::Column::SchoolId.eq(school))
        .filter(rounds::Column::ClassId.is_in(classes.iter().copied()))
        .order_by_desc(rounds::Column::CreatedAt)
        .order_by_desc(rounds::Column::Id)
        .all(connection)
        .await?)
}

/// Rounds by their identifiers.
///
/// # Errors
/// When the database does not answer.
pub async fn rounds_by_id(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    ids: &[RoundId],
) -> Result<HashMap<RoundId, rounds::Model>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = rounds::Entity::find()
        .filter(rounds::Column::SchoolId.eq(school))
        .filter(rounds::Column::Id.is_in(ids.iter().copied()))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// How many readings some rounds have, and how many of them are handed in.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    ids: &[RoundId],
) -> Result<HashMap<RoundId, (u64, u64)>, DbError> {
    use readings::{Column, Entity};
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(RoundId, i64, i64)> = Entity::find()
        .select_only()
        .column(Column::RoundId)
        .column_as(Column::Id.count(), "readings")
        .column_as(Column::HandedInAt.count(), "handed_in")
        .filter(Column::SchoolId.eq(school))
        .filter(Column::RoundId.is_in(ids.iter().copied()))
        .group_by(Column::RoundId)
        .into_tuple()
        .all(connection)
        .await?;
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|(id, all, done)| (id, (number(all), number(done))))
        .collect())
}

/// The criteria of a round, in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn criteria_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    round: RoundId,
) -> Result<Vec<criteria::Model>, DbError> {
    Ok(criteria::Entity::find()
        .filter(criteria::Column::SchoolId.eq(school))
        .filter(criteria::Column::RoundId.eq(round))
        .order_by_asc(criteria::Column::Number)
        .all(connection)
        .await?)
}

/// Who reads whom in a round.
///
/// # Errors
/// When the database does not answer.
pub async fn readings_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    round: RoundId,
) -> Result<Vec<readings::Model>, DbError> {
    Ok(readings::Entity::find()
        .filter(readings::Column::SchoolId.eq(school))
        .filter(readings::Column::RoundId.eq(round))
        .order_by_asc(readings::Column::Id)
        .all(connection)
        .await?)
}

/// A reading of the school.
///
/// # Errors
/// When the database does not answer.
pub async fn reading(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    id: ReadingId,
) -> Result<Option<readings::Model>, DbError> {
    Ok(readings::Entity::find_by_id(id)
        .filter(readings::Column::SchoolId.eq(school))
        .one(connection)
        .await?)
}

/// Whether a report is in its learner’s dossier, and not in the corbeille.
///
/// # Errors
/// When the database does not answer.
pub async fn is_there(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    report: ReportId,
) -> Result<bool, DbError> {
    use reports::{Column, Entity};
    let found: Option<ReportId> = Entity::find_by_id(report)
        .select_only()
        .column(Column::Id)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::DeletedAt.is_null())
        .into_tuple()
        .one(connection)
        .await?;
    Ok(found.is_some())
}

/// What a learner reads, and what was handed in about what they wrote.
///
/// # Errors
/// When the database does not answer.
pub async fn around(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<Vec<readings::Model>, DbError> {
    use readings::{Column, Entity};
    let of_school = || Entity::find().filter(Column::SchoolId.eq(school));
    let mut rows = of_school()
        .filter(Column::ReaderId.eq(learner))
        .all(connection)
        .await?;
    let received = of_school()
        .filter(Column::LearnerId.eq(learner))
        .filter(Column::HandedInAt.is_not_null())
        .all(connection)
        .await?;
    rows.extend(received);
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// What was handed in about the production of a learner in a round.
///
/// # Errors
/// When the database does not answer.
pub async fn received(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    round: RoundId,
    learner: AccountId,
) -> Result<Vec<readings::Model>, DbError> {
    use readings::{Column, Entity};
    let mut rows = Entity::find()
        .filter(Column::SchoolId.eq(school))
        .filter(Column::LearnerId.eq(learner))
        .filter(Column::RoundId.eq(round))
        .filter(Column::HandedInAt.is_not_null())
        .all(connection)
        .await?;
    rows.sort_by_key(readings::Model::shuffled);
    Ok(rows)
}

/// Whether a learner reads a production now: the reading was given to them,
/// in a round that is open, of a class that they are still in.
///
/// # Errors
/// When the database does not answer.
pub async fn is_reading(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    reader: AccountId,
    report: ReportId,
    today: NaiveDate,
) -> Result<bool, DbError> {
    use readings::{Column, Entity};
    let ids: Vec<RoundId> = Entity::find()
        .select_only()
        .column(Column::RoundId)
        .filter(Column::SchoolId.eq(school))
        .filter(Column::ReaderId.eq(reader))
        .filter(Column::ReportId.eq(report))
        .into_tuple()
        .all(connection)
        .await?;
    let rounds = rounds_by_id(connection, school, &ids).await?;
    let open: Vec<ClassId> = rounds
        .values()
        .filter(|round| round.phase(today) == Phase::Open)
        .map(|round| round.class_id)
        .collect();
    if open.is_empty() {
        return Ok(false);
    }
    let places = people::api::places_of(connection, school, reader).await?;
    Ok(open.iter().any(|class| places.classes.contains(class)))
}

/// What was written in some readings.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The levels.
    pub levels: Vec<levels::Model>,
    /// The remarks.
    pub remarks: Vec<remarks::Model>,
}

/// What was written in some readings; two statements.
///
/// # Errors
/// When the database does not answer.
pub async fn written(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    ids: &[ReadingId],
) -> Result<Written, DbError> {
    if ids.is_empty() {
        return Ok(Written::default());
    }
    Ok(Written {
        levels: levels::Entity::find()
            .filter(levels::Column::SchoolId.eq(school))
            .filter(levels::Column::ReadingId.is_in(ids.iter().copied()))
            .order_by_asc(levels::Column::Number)
            .all(connection)
            .await?,
        remarks: remarks::Entity::find()
            .filter(remarks::Column::SchoolId.eq(school))
            .filter(remarks::Column::ReadingId.is_in(ids.iter().copied()))
            .all(connection)
            .await?,
    })
}

/// A report of a class that peers could read.
#[derive(Clone, Debug, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct Readable {
    /// The report.
    pub id: ReportId,
    /// Its learner.
    pub learner_id: AccountId,
    /// When it was submitted.
    pub submitted_at: Option<kernel::Timestamp>,
    /// The mission that it is about.
    pub assignment_id: Option<learning::api::AssignmentId>,
}

/// The reports of some learners that were submitted, in the curriculum of
/// their class, the latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn readable(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    learners: &[AccountId],
    curriculum: CurriculumId,
) -> Result<Vec<Readable>, DbError> {
    use reports::{Column, Entity};
    if learners.is_empty() {
        return Ok(Vec::new());
    }
    Ok(Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::LearnerId,
            Column::SubmittedAt,
            Column::AssignmentId,
        ])
        .filter(Column::SchoolId.eq(school))
        .filter(Column::LearnerId.is_in(learners.iter().copied()))
        .filter(Column::CurriculumId.eq(curriculum))
        .filter(Column::SubmittedAt.is_not_null())
        .filter(Column::DeletedAt.is_null())
        .order_by_desc(Column::SubmittedAt)
        .order_by_desc(Column::Id)
        .into_model()
        .all(connection)
        .await?)
}

/// Changes the state of a round, if it is still the one that was shown.
///
/// # Errors
/// [`DbError::Conflict`] when somebody changed it meanwhile.
pub async fn change(
    tx: &impl ConnectionTrait,
    round: &rounds::Model,
    columns: impl IntoIterator<Item = (rounds::Column, Expr)>,
) -> Result<(), DbError> {
    let mut update = rounds::Entity::update_many();
    for (column, value) in columns {
        update = update.col_expr(column, value);
    }
    let done = update
        .col_expr(rounds::Column::Version, Expr::value(round.version + 1))
        .filter(rounds::Column::SchoolId.eq(round.school_id))
        .filter(rounds::Column::Id.eq(round.id))
        .filter(rounds::Column::Version.eq(round.version))
        .exec(tx)
        .await?;
    db::expect_one(done.rows_affected)
}
