//! Where somebody stands: the classes and groups that a learner is in, the
//! classes that somebody teaches, what ties a person to a class.

use db::{Db, DbError};
use kernel::{AccountId, SchoolId};
use sea_orm::ConnectionTrait;
use web::Actor;

use super::{ClassSummary, Places, TiedClass};
use crate::model::ClassId;
use crate::policy::{Action, Facts, TEAM, decide};
use crate::store::enrolments::EnrolmentRow;
use crate::store::{classes, enrolments, groups};

/// The classes that a learner is in now, and the groups of these classes. Two
/// statements, however many there are; also inside a transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn places_of(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    learner: AccountId,
) -> Result<Places, DbError> {
    let classes: Vec<ClassId> = enrolments::of_learners(connection, school, &[learner])
        .await?
        .into_iter()
        .filter(EnrolmentRow::current)
        .map(|row| row.class_id)
        .collect();
    let groups = match classes.is_empty() {
        true => Vec::new(),
        false => groups::of_learner(connection, school, learner)
            .await?
            .into_iter()
            .filter(|(class, _)| classes.contains(class))
            .map(|(_, group)| group)
            .collect(),
    };
    Ok(Places { classes, groups })
}

/// The classes whose teams `actor` belongs to, not archived: the latest school
/// year first, then by name.
///
/// # Errors
/// When the database does not answer.
pub async fn taught_classes(db: &Db, actor: &Actor) -> Result<Vec<ClassSummary>, DbError> {
    if !actor.is_any(TEAM) {
        return Ok(Vec::new());
    }
    let which = classes::Which::TaughtBy(actor.account);
    let rows = classes::list(db.reader(), actor.school, which).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// A class of the school with what ties `actor` to it. One statement.
///
/// # Errors
/// When the database does not answer.
pub async fn tied_class(
    db: &Db,
    actor: &Actor,
    class: ClassId,
) -> Result<Option<TiedClass>, DbError> {
    let found = classes::with_teaching(db.reader(), actor.school, class, actor.account).await?;
    let Some((row, teaching)) = found else {
        return Ok(None);
    };
    let facts = Facts {
        own: false,
        teaches: teaching.is_some(),
        coordinates: teaching.is_some_and(|teaching| teaching.coordinator),
        archived: row.archived_at.is_some(),
    };
    Ok(Some(TiedClass {
        teaches: facts.teaches && actor.is_any(TEAM),
        follows: decide(actor.roles, Action::FollowLearners, facts),
        class: row.into(),
    }))
}
