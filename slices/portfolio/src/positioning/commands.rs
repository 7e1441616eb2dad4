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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::positioning::store::{current_of, history};
    use curriculum::CurriculumId;
    use kernel::SchoolId;
    use kernel::uuid::Uuid;
    use proptest::prelude::*;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    const TARGETS: [&str; 3] = ["C1.1", "C1.1.1", "C2.1"];

    /// Who places on what, at which level, after how many microseconds (a
    /// clock that is put back included).
    fn sequences() -> impl Strategy<Value = Vec<(usize, usize, u128, i16, i64)>> {
        let one = (
            0..TARGETS.len(),
            0_usize..4,
            1_u128..4,
            1_i16..5,
            -5_i64..20,
        );
        proptest::collection::vec(one, 1..20)
    }

    db::on_both_engines! {
        migrations: [db::migrations::own, files::migrations, curriculum::migrations, people::migrations, crate::migrations];

        async fn what_is_current_is_always_the_latest_of_the_history(db: Db) {
            let mut runner = TestRunner::deterministic();
            for learner in 0..12_u128 {
                let sequence = sequences().new_tree(&mut runner).expect("a value").current();
                let course = Course {
                    school: SchoolId(Uuid::from_u128(1)),
                    learner: AccountId(Uuid::from_u128(learner)),
                    curriculum: CurriculumId(Uuid::from_u128(2)),
                };
                let clock = Clock::manual(kernel::Timestamp::from_timestamp(1_800_000_000, 0).expect("a date"));
                for (target, viewpoint, author, level, wait) in &sequence {
                    clock.advance(chrono::Duration::microseconds(*wait));
                    let work = (clock.clone(), AccountId(Uuid::from_u128(*author)), NewPositioning {
                        target: TARGETS[*target].to_owned(),
                        viewpoint: Viewpoint::ALL[*viewpoint],
                        level: Level::new(*level).expect("a level"),
                        comment: String::new(),
                        evidence: Vec::new(),
                    });
                    db.write(move |tx| {
                        let (clock, author, new) = work.clone();
                        async move { position(&tx, &clock, course, author, &new).await }
                    }).await.expect("the positioning");
                }
                let current = current_of(db.reader(), course).await.expect("the rows");
                let mut kept = 0;
                let mut expected = std::collections::HashMap::new();
                for target in TARGETS {
                    let rows = history(db.reader(), course, target).await.expect("the rows");
                    kept += rows.len();
                    // The latest comes first: it is the one that stays.
                    for row in rows {
                        let key = (target, row.viewpoint, row.viewpoint.author_key(row.author_id));
                        expected.entry(key).or_insert(row);
                    }
                }
                assert_eq!(kept, sequence.len(), "nothing is overwritten");
                assert_eq!(current.len(), expected.len());
                for row in current {
                    let latest = &expected[&(row.target.as_str(), row.viewpoint, row.author_key)];
                    assert_eq!(
                        (row.positioning_id, row.author_id, row.level, row.created_at),
                        (latest.id, latest.author_id, latest.level, latest.created_at)
                    );
                }
            }
        }
    }
}
