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
    use crate::positioning::store::history;
    use proptest::prelude::*;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    use sea_orm::{ColumnTrait, QueryFilter};

    const TARGETS: [&str; 3] = ["C1.1", "C1.1.1", "C2.1"];

    /// Who places on what, at which level, after how many microseconds (a
    /// clock that is put back included).
    fn sequences() -> impl Strategy<Value = Vec<(usize, usize, usize, i16, i64)>> {
        let one = (
            0..TARGETS.len(),
            0_usize..4,
            0_usize..3,
            1_i16..5,
            -5_i64..20,
        );
        proptest::collection::vec(one, 1..20)
    }

    people::on_both_engines! {
        modules: vec![crate::module()];

        async fn what_is_current_is_always_the_latest_of_the_history(house) {
            let school = house.school("0009017B").await;
            let curriculum = school.sno().await;
            let mut authors = Vec::new();
            for name in ["Un", "Deux", "Trois"] {
                authors.push(school.teacher(name).await);
            }
            let mut runner = TestRunner::deterministic();
            for _ in 0..12 {
                let course = Course {
                    school: school.id,
                    learner: school.learner("Inès", "Ferrand").await,
                    curriculum,
                };
                let sequence = sequences().new_tree(&mut runner).expect("a value").current();
                for step in &sequence {
                    write(house, course, &authors, *step).await;
                }
                check(house, course, sequence.len()).await;
            }
        }
    }

    async fn write(
        house: &people::testing::House,
        course: Course,
        authors: &[AccountId],
        (target, viewpoint, author, level, wait): (usize, usize, usize, i16, i64),
    ) {
        house
            .app
            .clock
            .advance(chrono::Duration::microseconds(wait));
        let new = NewPositioning {
            target: TARGETS[target].to_owned(),
            viewpoint: Viewpoint::ALL[viewpoint],
            level: Level::new(level).expect("a level"),
            comment: String::new(),
            evidence: Vec::new(),
        };
        let work = (house.app.clock.clone(), authors[author], new);
        house
            .app
            .db
            .write(move |tx| {
                let (clock, author, new) = work.clone();
                async move { position(&tx, &clock, course, author, &new).await }
            })
            .await
            .expect("the positioning");
    }

    async fn check(house: &people::testing::House, course: Course, written: usize) {
        let reader = house.app.db.reader();
        let mut kept = 0;
        let mut expected = std::collections::HashMap::new();
        for target in TARGETS {
            let rows = history(reader, course, target).await.expect("the rows");
            kept += rows.len();
            // The latest comes first: it is the one that stays.
            for row in rows {
                let key = (
                    target,
                    row.viewpoint,
                    row.viewpoint.author_key(row.author_id),
                );
                expected.entry(key).or_insert(row);
            }
        }
        assert_eq!(kept, written, "nothing is overwritten");
        let current = current::Entity::find()
            .filter(current::Column::LearnerId.eq(course.learner))
            .filter(current::Column::CurriculumId.eq(course.curriculum))
            .all(reader)
            .await
            .expect("the rows");
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
