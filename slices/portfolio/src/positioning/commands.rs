//! Writing a positioning.

use db::{DbError, Tx};
use kernel::{AccountId, Clock, Level};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};

use super::model::date_after;
use super::store::{Course, current, positioning_evidence, positionings};
use super::{EvidenceRef, PositioningId, Viewpoint};
use crate::events::Event;

/// A positioning to write. Its target is known to exist in the curriculum,
/// its author to have the right to this point of view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPositioning {
    /// Code of the competence or of the detailed one.
    pub target: String,
    /// Who looks.
    pub viewpoint: Viewpoint,
    /// The level given.
    pub level: Level,
    /// What the author says of it; empty when nothing.
    pub comment: String,
    /// What it rests on.
    pub evidence: Vec<EvidenceRef>,
}

/// Adds a positioning to the history and makes it the current one of its
/// point of view, in the same transaction. What was there before stays in the
/// history: of two authors at once, both are kept and the later is current.
///
/// # Errors
/// When a row cannot be written.
pub async fn position(
    tx: &Tx,
    clock: &Clock,
    course: Course,
    author: AccountId,
    new: &NewPositioning,
) -> Result<PositioningId, DbError> {
    let key = (
        course.school,
        course.learner,
        course.curriculum,
        new.target.clone(),
        new.viewpoint,
        new.viewpoint.author_key(author),
    );
    let replaced = current::Entity::find_by_id(key).one(tx).await?;
    let at = date_after(clock.now(), replaced.map(|row| row.created_at));
    let id = PositioningId::generate(clock);
    positionings::ActiveModel {
        id: Set(id),
        school_id: Set(course.school),
        learner_id: Set(course.learner),
        curriculum_id: Set(course.curriculum),
        target: Set(new.target.clone()),
        viewpoint: Set(new.viewpoint),
        author_id: Set(author),
        level: Set(new.level),
        comment: Set(new.comment.clone()),
        created_at: Set(at),
    }
    .insert(tx)
    .await?;
    for (number, evidence) in (1_i16..).zip(&new.evidence) {
        positioning_evidence::ActiveModel {
            school_id: Set(course.school),
            positioning_id: Set(id),
            number: Set(number),
            report_id: Set(match evidence {
                EvidenceRef::Report(report) => Some(*report),
                EvidenceRef::Piece(_) => None,
            }),
            evidence_id: Set(match evidence {
                EvidenceRef::Piece(piece) => Some(*piece),
                EvidenceRef::Report(_) => None,
            }),
        }
        .insert(tx)
        .await?;
    }
    make_current(tx, course, author, new, id, at).await?;
    db::audit::record(
        tx,
        clock,
        course.school,
        Some(author),
        &Event::Positioned(id),
    )
    .await?;
    Ok(id)
}

async fn make_current(
    tx: &Tx,
    course: Course,
    author: AccountId,
    new: &NewPositioning,
    id: PositioningId,
    at: kernel::Timestamp,
) -> Result<(), DbError> {
    use current::Column;
    let row = current::ActiveModel {
        school_id: Set(course.school),
        learner_id: Set(course.learner),
        curriculum_id: Set(course.curriculum),
        target: Set(new.target.clone()),
        viewpoint: Set(new.viewpoint),
        author_key: Set(new.viewpoint.author_key(author)),
        positioning_id: Set(id),
        author_id: Set(author),
        level: Set(new.level),
        created_at: Set(at),
    };
    current::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([
                Column::SchoolId,
                Column::LearnerId,
                Column::CurriculumId,
                Column::Target,
                Column::Viewpoint,
                Column::AuthorKey,
            ])
            .update_columns([
                Column::PositioningId,
                Column::AuthorId,
                Column::Level,
                Column::CreatedAt,
            ])
            .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
