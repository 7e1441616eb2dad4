//! What the team does with a round.

mod reading;
mod release;

use chrono::NaiveDate;
use curriculum::CurriculumId;
use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId, local_date};
use people::api::ClassId;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};

pub use crate::by::By;
pub use reading::{Hand, Words, hide, write};
pub use release::release;

use super::events::Event;
use super::model::{Act, Criterion, Pair, ReadingId, RoundId, State, Uneven, allow, check, circle};
use super::notices::About;
use super::store::{self, criteria, readings, rounds};
use crate::report::ReportId;
use crate::report::commands::Refused;

/// A round to prepare.
#[derive(Clone, Debug)]
pub struct NewRound {
    /// Drawn when the form was shown: sent twice, it prepares once.
    pub id: RoundId,
    /// The class.
    pub class: ClassId,
    /// What it follows.
    pub curriculum: CurriculumId,
    /// What the round is called.
    pub title: String,
    /// A word to the readers.
    pub instructions: String,
    /// Whether learners do not see each other’s names.
    pub anonymous: bool,
    /// The last day on which one can write.
    pub closes_on: NaiveDate,
    /// What is looked at.
    pub criteria: Vec<Criterion>,
    /// How many productions each reads.
    pub each: usize,
    /// The productions with their authors, in the order of the circle.
    pub reports: Vec<(ReportId, AccountId)>,
}

/// Prepares a round with a proposal of who reads whom; no learner sees it yet.
///
/// # Errors
/// When a row cannot be written.
pub async fn prepare(tx: &Tx, clock: &Clock, by: By, new: &NewRound) -> Result<(), Refused> {
    if store::round(tx, by.school, new.id).await?.is_some() {
        return Ok(());
    }
    rounds::ActiveModel {
        id: Set(new.id),
        school_id: Set(by.school),
        class_id: Set(new.class),
        curriculum_id: Set(new.curriculum),
        author_id: Set(by.account),
        title: Set(new.title.clone()),
        instructions: Set(new.instructions.clone()),
        anonymous: Set(new.anonymous),
        closes_on: Set(new.closes_on),
        state: Set(State::Prepared),
        closed_at: Set(None),
        released_at: Set(None),
        version: Set(1),
        created_at: Set(clock.now()),
    }
    .insert(tx)
    .await?;
    let criteria = (1_i16..).zip(&new.criteria);
    criteria::Entity::insert_many(criteria.map(|(number, criterion)| criteria::ActiveModel {
        school_id: Set(by.school),
        round_id: Set(new.id),
        number: Set(number),
        text: Set(criterion.text.clone()),
        target: Set(criterion.target.clone()),
    }))
    .exec_without_returning(tx)
    .await?;
    let circle = circle(new.reports.len(), new.each);
    let mut pairs = Vec::new();
    for ((report, author), readers) in new.reports.iter().zip(&circle) {
        pairs.extend(readers.iter().map(|place| Pair {
            report: *report,
            author: *author,
            reader: new.reports[*place].1,
        }));
    }
    give(tx, clock, by.school, new.id, &pairs).await?;
    audit(tx, clock, by, Event::Prepared(new.id)).await
}

/// Changes who reads whom. A reading that was begun is never taken away.
/// Returns those who were given something to read.
///
/// # Errors
/// [`Refused::Because`] when it is not possible; [`DbError::Conflict`] when a
/// colleague changed the round meanwhile.
pub async fn spread(
    tx: &Tx,
    clock: &Clock,
    by: By,
    round: RoundId,
    version: i32,
    wanted: &[Pair],
) -> Result<(), Refused> {
    let round = known(tx, clock, by, round, version, Act::Spread).await?;
    let before = store::readings_of(tx, by.school, round.id).await?;
    let mut authors: Vec<(ReportId, AccountId)> = before
        .iter()
        .map(|row| (row.report_id, row.learner_id))
        .collect();
    authors.dedup();
    let begun = before.iter().filter(|row| row.saved_at.is_some());
    let mut pairs: Vec<Pair> = begun.map(pair_of).collect();
    for pair in wanted {
        if !pairs.contains(pair) {
            pairs.push(*pair);
        }
    }
    check(&authors, &pairs).map_err(|uneven| Refused::Because(why(uneven).to_owned()))?;
    for row in &before {
        if !pairs.contains(&pair_of(row)) {
            readings::Entity::delete_by_id(row.id).exec(tx).await?;
        }
    }
    let old: Vec<Pair> = before.iter().map(pair_of).collect();
    let new: Vec<Pair> = pairs.into_iter().filter(|p| !old.contains(p)).collect();
    give(tx, clock, by.school, round.id, &new).await?;
    store::change(tx, &round, []).await?;
    if round.state == State::Open {
        let readers: Vec<AccountId> = new.iter().map(|pair| pair.reader).collect();
        tell_readers(tx, clock, &round, &readers).await?;
    }
    audit(tx, clock, by, Event::Spread(round.id)).await
}

/// What is wrong, without a name: the page shows where.
fn why(uneven: Uneven) -> &'static str {
    match uneven {
        Uneven::Themself(_) => "Personne ne relit son propre travail.",
        Uneven::Twice(_) => "La même personne est choisie deux fois pour le même travail.",
        Uneven::TooMany(_) => "Une personne aurait plus de trois travaux à relire.",
        Uneven::Unread(_) => "Un travail n’a personne pour le relire.",
    }
}

/// A step in the life of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Readers may write.
    Open,
    /// They may no longer, before its date.
    Close,
    /// What was written goes to the authors.
    Release,
    /// Readers may write again, until that day.
    Reopen(NaiveDate),
}

/// Takes a step.
///
/// # Errors
/// As for [`spread`].
pub async fn step(
    tx: &Tx,
    clock: &Clock,
    by: By,
    round: RoundId,
    version: i32,
    step: Step,
) -> Result<(), Refused> {
    match step {
        Step::Open => open(tx, clock, by, round, version).await,
        Step::Close => close(tx, clock, by, round, version).await,
        Step::Release => release(tx, clock, by, round, version).await,
        Step::Reopen(day) => reopen(tx, clock, by, round, version, day).await,
    }
}

/// Opens a round and tells its readers.
///
/// # Errors
/// As for [`spread`].
pub async fn open(
    tx: &Tx,
    clock: &Clock,
    by: By,
    round: RoundId,
    version: i32,
) -> Result<(), Refused> {
    let round = known(tx, clock, by, round, version, Act::Open).await?;
    if round.closes_on < local_date(clock.now()) {
        return Err(Refused::Because(
            "La date de clôture est passée. Préparez une nouvelle relecture.".into(),
        ));
    }
    store::change(
        tx,
        &round,
        [(rounds::Column::State, Expr::value(State::Open))],
    )
    .await?;
    let readings = store::readings_of(tx, by.school, round.id).await?;
    let readers: Vec<AccountId> = readings.iter().map(|row| row.reader_id).collect();
    tell_readers(tx, clock, &round, &readers).await?;
    audit(tx, clock, by, Event::Opened(round.id)).await
}

/// Closes a round before its date.
///
/// # Errors
/// As for [`spread`].
pub async fn close(
    tx: &Tx,
    clock: &Clock,
    by: By,
    round: RoundId,
    version: i32,
) -> Result<(), Refused> {
    let round = known(tx, clock, by, round, version, Act::Close).await?;
    let now = Expr::value(clock.now());
    store::change(tx, &round, [(rounds::Column::ClosedAt, now)]).await?;
    audit(tx, clock, by, Event::Closed(round.id)).await
}

/// Lets readers write again until a new date, and tells those who have not
/// handed in.
///
/// # Errors
/// As for [`spread`].
async fn reopen(
    tx: &Tx,
    clock: &Clock,
    by: By,
    round: RoundId,
    version: i32,
    closes_on: NaiveDate,
) -> Result<(), Refused> {
    let round = known(tx, clock, by, round, version, Act::Reopen).await?;
    let open = Option::<kernel::Timestamp>::None;
    store::change(
        tx,
        &round,
        [
            (rounds::Column::ClosesOn, Expr::value(closes_on)),
            (rounds::Column::ClosedAt, Expr::value(open)),
        ],
    )
    .await?;
    let waiting = store::readings_of(tx, by.school, round.id).await?;
    let waiting = waiting.iter().filter(|row| row.handed_in_at.is_none());
    let readers: Vec<AccountId> = waiting.map(|row| row.reader_id).collect();
    let round = rounds::Model { closes_on, ..round };
    tell_readers(tx, clock, &round, &readers).await?;
    audit(tx, clock, by, Event::Reopened(round.id)).await
}

/// The round, if it is the one that was shown and the act is possible now.
async fn known(
    tx: &Tx,
    clock: &Clock,
    by: By,
    round: RoundId,
    version: i32,
    act: Act,
) -> Result<rounds::Model, Refused> {
    let round = existing(tx, by.school, round).await?;
    allow(round.phase(local_date(clock.now())), act)
        .map_err(|sentence| Refused::Because(sentence.to_owned()))?;
    match round.version == version {
        true => Ok(round),
        false => Err(Refused::Db(DbError::Conflict)),
    }
}

async fn existing(tx: &Tx, school: SchoolId, id: RoundId) -> Result<rounds::Model, Refused> {
    store::round(tx, school, id).await?.ok_or_else(|| {
        Refused::Db(DbError::Other(sea_orm::DbErr::RecordNotFound(
            "a round of readings between peers".into(),
        )))
    })
}

fn pair_of(row: &readings::Model) -> Pair {
    Pair {
        report: row.report_id,
        author: row.learner_id,
        reader: row.reader_id,
    }
}

async fn give(
    tx: &Tx,
    clock: &Clock,
    school: SchoolId,
    round: RoundId,
    pairs: &[Pair],
) -> Result<(), DbError> {
    let rows: Vec<readings::ActiveModel> = pairs
        .iter()
        .map(|pair| readings::ActiveModel {
            id: Set(ReadingId::generate(clock)),
            school_id: Set(school),
            round_id: Set(round),
            report_id: Set(pair.report),
            learner_id: Set(pair.author),
            reader_id: Set(pair.reader),
            version: Set(1),
            saved_at: Set(None),
            handed_in_at: Set(None),
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    readings::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn about(round: &rounds::Model) -> About<'_> {
    About {
        school: round.school_id,
        round: round.id,
        title: &round.title,
        closes_on: round.closes_on,
    }
}

async fn tell_readers(
    tx: &Tx,
    clock: &Clock,
    round: &rounds::Model,
    readers: &[AccountId],
) -> Result<(), DbError> {
    let mut many = std::collections::BTreeMap::new();
    for reader in readers {
        *many.entry(*reader).or_insert(0_usize) += 1;
    }
    for (reader, many) in many {
        about(round).tell_reader(tx, clock, reader, many).await?;
    }
    Ok(())
}

async fn audit(tx: &Tx, clock: &Clock, by: By, event: Event) -> Result<(), Refused> {
    Ok(db::audit::record(tx, clock, by.school, Some(by.account), &event).await?)
}
