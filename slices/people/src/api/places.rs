//! Where somebody stands: the classes and groups that a learner is in, the
//! classes that somebody teaches, what ties a person to a class.

use db::{Db, DbError};
use kernel::{AccountId, SchoolId};
use sea_orm::ConnectionTrait;
use web::Actor;

use super::{ClassSummary, Enrolment, Places, TiedClass, TiedLearner};
use crate::model::ClassId;
use crate::policy::{Action, Facts, TEAM, decide};
use crate::store::enrolments::EnrolmentRow;
use crate::store::{classes, enrolments, groups, tied};

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

/// A learner who is in a class now, with what ties `who` to them. One
/// statement.
///
/// # Errors
/// When the database does not answer.
pub async fn tied_learner(
    db: &Db,
    school: SchoolId,
    who: AccountId,
    learner: AccountId,
) -> Result<Option<TiedLearner>, DbError> {
    let rows = tied::learner(db.reader(), school, learner, who).await?;
    let (team, guardian) = (
        rows.iter().any(|row| row.teaches),
        rows.iter().any(|row| row.guardian),
    );
    Ok(rows.into_iter().next().map(|latest| TiedLearner {
        name: latest.name(),
        birth_date: latest.birth_date,
        team,
        guardian,
        enrolment: Enrolment {
            status: latest.status,
            distance: latest.distance,
            entered_on: latest.entered_on,
            class: ClassSummary {
                id: latest.class_id,
                name: latest.class_name,
                school_year: latest.school_year,
                curriculum: latest.curriculum_id,
                archived: false,
            },
        },
    }))
}
