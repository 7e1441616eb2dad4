//! Handing over what was written.

use db::{DbError, Tx};
use kernel::{AccountId, Clock};
use sea_orm::sea_query::Expr;

use super::{By, about, audit, known};
use crate::peers::events::Event;
use crate::peers::model::{Act, ReadingId, RoundId, State};
use crate::peers::store::{self, readings, rounds};
use crate::positioning::commands::{NewPositioning, position};
use crate::positioning::store::Course;
use crate::positioning::{EvidenceRef, Viewpoint};
use crate::report::commands::Refused;

/// Hands what was written to the authors: they can read it from now on, and
/// each level given on a competence becomes a positioning of that peer, with
/// the production as what it rests on.
///
/// # Errors
/// As for [`super::spread`].
pub async fn release(
    tx: &Tx,
    clock: &Clock,
    by: By,
    round: RoundId,
    version: i32,
) -> Result<(), Refused> {
    let round = known(tx, clock, by, round, version, Act::Release).await?;
    store::change(
        tx,
        &round,
        [
            (rounds::Column::State, Expr::value(State::Released)),
            (rounds::Column::ReleasedAt, Expr::value(clock.now())),
        ],
    )
    .await?;
    let mut readings = store::readings_of(tx, by.school, round.id).await?;
    readings.retain(|row| row.handed_in_at.is_some());
    plant(tx, clock, &round, &readings).await?;
    let mut authors: Vec<AccountId> = readings.iter().map(|row| row.learner_id).collect();
    authors.sort_unstable();
    authors.dedup();
    for author in authors {
        about(&round).tell_author(tx, clock, author).await?;
    }
    audit(tx, clock, by, Event::Released(round.id)).await
}

/// Makes positionings of the levels given on competences.
async fn plant(
    tx: &Tx,
    clock: &Clock,
    round: &rounds::Model,
    readings: &[readings::Model],
) -> Result<(), DbError> {
    let criteria = store::criteria_of(tx, round.school_id, round.id).await?;
    let ids: Vec<ReadingId> = readings.iter().map(|row| row.id).collect();
    let written = store::written(tx, round.school_id, &ids).await?;
    for given in &written.levels {
        let criterion = criteria.iter().find(|one| one.number == given.number);
        let target = criterion.and_then(|one| one.target.clone());
        let reading = readings.iter().find(|row| row.id == given.reading_id);
        let (Some(target), Some(level), Some(reading)) = (target, given.level, reading) else {
            continue;
        };
        let course = Course {
            school: round.school_id,
            learner: reading.learner_id,
            curriculum: round.curriculum_id,
        };
        let new = NewPositioning {
            target,
            viewpoint: Viewpoint::Peer,
            level,
            comment: String::new(),
            evidence: vec![EvidenceRef::Report(reading.report_id)],
        };
        position(tx, clock, course, reading.reader_id, &new).await?;
    }
    Ok(())
}
