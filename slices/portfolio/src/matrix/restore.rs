//! « Rétablir »: an earlier level is written again, dated, with the name of
//! whoever does it. Nothing is removed from the history.

use db::{DbError, Tx};
use kernel::{AccountId, Clock, date_long, local_date};
use sea_orm::EntityTrait;

use crate::positioning::commands::{NewPositioning, position};
use crate::positioning::store::{Course, current, positionings};
use crate::positioning::{PositioningId, store};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restored {
    /// It is in force again, as a positioning of its own.
    Again(PositioningId),
    /// It was in force already.
    InForce,
}

/// Writes a level of the history again, with what it rested on.
///
/// # Errors
/// When a row cannot be written.
pub async fn restore(
    tx: &Tx,
    clock: &Clock,
    author: AccountId,
    old: &positionings::Model,
) -> Result<Restored, DbError> {
    let key = (
        old.school_id,
        old.learner_id,
        old.curriculum_id,
        old.target.clone(),
        old.viewpoint,
        old.viewpoint.author_key(author),
    );
    let in_force = current::Entity::find_by_id(key).one(tx).await?;
    if in_force.is_some_and(|row| row.positioning_id == old.id) {
        return Ok(Restored::InForce);
    }
    let evidence = store::evidence_of(tx, old.school_id, &[old.id]).await?;
    let course = Course {
        school: old.school_id,
        learner: old.learner_id,
        curriculum: old.curriculum_id,
    };
    let again = NewPositioning {
        target: old.target.clone(),
        viewpoint: old.viewpoint,
        level: old.level,
        comment: comment(old),
        evidence: evidence.into_iter().map(|(_, evidence)| evidence).collect(),
    };
    let id = position(tx, clock, course, author, &again).await?;
    Ok(Restored::Again(id))
}

/// What is said of the level, after where it comes from.
fn comment(old: &positionings::Model) -> String {
    let from = format!(
        "Niveau du {} rétabli.",
        date_long(local_date(old.created_at))
    );
    // A level restored twice does not pile up its sentences.
    match old.comment.as_str() {
        "" => from,
        said if said.starts_with("Niveau du ") => said.to_owned(),
        said => format!("{from}\n{said}"),
    }
}
