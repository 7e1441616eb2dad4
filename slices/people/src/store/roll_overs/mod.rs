//! Roll-overs: what was done with a class at the end of its year, kept so that
//! it can be undone while nothing was done in the new class.

mod migration;
mod rows;

use db::DbError;
use kernel::{AccountId, SchoolId};
use sea_orm::entity::prelude::*;
use sea_orm::{QuerySelect, Set};

pub use migration::RollOvers;
pub use rows::lines::Model as Line;
pub use rows::roll_overs::Model;
use rows::{lines, roll_overs};

use super::{class_rows, enrolment_rows, teachings};
use crate::model::ClassId;

/// What was done with a class; none while its year goes on.
pub async fn get(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Option<Model>, DbError> {
    Ok(roll_overs::Entity::find_by_id((school, class))
        .one(connection)
        .await?)
}

/// What became of each learner of a class.
pub async fn lines(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<Line>, DbError> {
    Ok(lines::Entity::find()
        .filter(lines::Column::SchoolId.eq(school))
        .filter(lines::Column::ClassId.eq(class))
        .all(connection)
        .await?)
}

/// Writes what was done.
pub async fn insert(tx: &impl ConnectionTrait, done: &Model, of: Vec<Line>) -> Result<(), DbError> {
    roll_overs::ActiveModel {
        school_id: Set(done.school_id),
        class_id: Set(done.class_id),
        created_class_id: Set(done.created_class_id),
        team_kept: Set(done.team_kept),
        done_at: Set(done.done_at),
    }
    .insert(tx)
    .await?;
    if of.is_empty() {
        return Ok(());
    }
    lines::Entity::insert_many(of.into_iter().map(|line| lines::ActiveModel {
        school_id: Set(line.school_id),
        class_id: Set(line.class_id),
        account_id: Set(line.account_id),
        fate: Set(line.fate),
        to_class_id: Set(line.to_class_id),
    }))
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

/// Forgets what was done with a class: it was undone.
pub async fn delete(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<(), DbError> {
    lines::Entity::delete_many()
        .filter(lines::Column::SchoolId.eq(school))
        .filter(lines::Column::ClassId.eq(class))
        .exec(tx)
        .await?;
    roll_overs::Entity::delete_by_id((school, class))
        .exec(tx)
        .await?;
    Ok(())
}

/// Gives a class the team of another one.
pub async fn copy_team(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    from: ClassId,
    to: ClassId,
) -> Result<(), DbError> {
    let team = team(tx, school, from).await?;
    if team.is_empty() {
        return Ok(());
    }
    teachings::Entity::insert_many(team.into_iter().map(|row| teachings::ActiveModel {
        class_id: Set(to),
        ..teachings::ActiveModel::from(row)
    }))
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

/// The team of a class as it is written.
pub async fn team(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<teachings::Model>, DbError> {
    Ok(teachings::Entity::find()
        .filter(teachings::Column::SchoolId.eq(school))
        .filter(teachings::Column::ClassId.eq(class))
        .all(connection)
        .await?)
}

/// The enrolments in a class as they are written, those who left included.
pub async fn stays(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<Vec<enrolment_rows::Model>, DbError> {
    Ok(enrolment_rows::Entity::find()
        .filter(enrolment_rows::Column::SchoolId.eq(school))
        .filter(enrolment_rows::Column::ClassId.eq(class))
        .all(connection)
        .await?)
}

/// Takes away the enrolments of people in a class, as if they had never been.
pub async fn remove_stays(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
    people: &[AccountId],
) -> Result<(), DbError> {
    enrolment_rows::Entity::delete_many()
        .filter(enrolment_rows::Column::SchoolId.eq(school))
        .filter(enrolment_rows::Column::ClassId.eq(class))
        .filter(enrolment_rows::Column::AccountId.is_in(people.to_vec()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes away a class with its team, as if it had never been.
pub async fn remove_class(
    tx: &impl ConnectionTrait,
    school: SchoolId,
    class: ClassId,
) -> Result<(), DbError> {
    teachings::Entity::delete_many()
        .filter(teachings::Column::SchoolId.eq(school))
        .filter(teachings::Column::ClassId.eq(class))
        .exec(tx)
        .await?;
    class_rows::Entity::delete_many()
        .filter(class_rows::Column::SchoolId.eq(school))
        .filter(class_rows::Column::Id.eq(class))
        .exec(tx)
        .await?;
    Ok(())
}

/// The classes of later years that learners can go on in: (identifier, name, year).
pub async fn later_classes(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    after: kernel::SchoolYear,
) -> Result<Vec<(ClassId, String, kernel::SchoolYear)>, DbError> {
    use sea_orm::QueryOrder;
    Ok(class_rows::Entity::find()
        .select_only()
        .columns([
            class_rows::Column::Id,
            class_rows::Column::Name,
            class_rows::Column::SchoolYear,
        ])
        .filter(class_rows::Column::SchoolId.eq(school))
        .filter(class_rows::Column::SchoolYear.gt(after))
        .filter(class_rows::Column::ArchivedAt.is_null())
        .order_by_asc(class_rows::Column::SchoolYear)
        .order_by_asc(class_rows::Column::SortKey)
        .into_tuple()
        .all(connection)
        .await?)
}
