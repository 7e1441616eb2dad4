//! The collective answer: filled by the steering group, each change kept with
//! its author, frozen when the campaign is closed.

use db::{DbError, Tx};
use kernel::Clock;
use sea_orm::entity::prelude::*;
use sea_orm::{EntityTrait, Set};

use super::{existing, json, record, write};
use crate::acting::{By, Refused};
use crate::campaigns::events::Event;
use crate::campaigns::model::{
    Answers, CampaignId, CollectiveChangeId, Impossible, Notes, Progress, State, may_steer,
};
use crate::campaigns::store::{self, ChangeKind, campaigns, changes, people, remarks, tallies};
use crate::results::counting::FEWEST;

/// Whether a statement is reached, as a page showed it and as it was sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The statement.
    pub statement: String,
    /// As the page showed it.
    pub from: bool,
    /// As it was sent back.
    pub to: bool,
}

/// What the group retains of an item, likewise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteChange {
    /// The item.
    pub item: String,
    /// As the page showed it.
    pub from: String,
    /// As it was sent back.
    pub to: String,
}

/// What a page of the steering group sends: two people may each send one, and
/// only what each of them changed counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steering {
    /// The statements.
    pub positions: Vec<Position>,
    /// The notes.
    pub notes: Vec<NoteChange>,
}

/// The items whose note somebody else changed meanwhile, with what it says
/// now: nothing was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crossed(pub Vec<(String, String)>);

/// Changes the collective answer.
///
/// # Errors
/// [`Refused::Because`] when the campaign is closed, or the page was of
/// another version of the instrument.
pub async fn steer(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: CampaignId,
    steering: &Steering,
) -> Result<Crossed, Refused> {
    let row = existing(tx, by.school, id).await?;
    may_steer(row.state)?;
    let (mut standing, mut notes) = (row.standing()?, row.notes()?);
    let crossed = crossed(&notes, &steering.notes);
    if !crossed.0.is_empty() {
        return Ok(crossed);
    }
    let mut kept = Vec::new();
    for position in &steering.positions {
        let Some(now) = standing.get(&position.statement) else {
            return Err(Impossible::OtherVersion.into());
        };
        if position.from != position.to && now != position.to {
            standing.set(&position.statement, position.to);
            let kind = match position.to {
                true => ChangeKind::Reached,
                false => ChangeKind::Missed,
            };
            kept.push((position.statement.clone(), kind, String::new()));
        }
    }
    for note in &steering.notes {
        if standing.item(&note.item).is_none() {
            return Err(Impossible::OtherVersion.into());
        }
        if note.from != note.to && notes.get(&note.item) != note.to {
            notes.set(&note.item, &note.to);
            kept.push((note.item.clone(), ChangeKind::Note, note.to.clone()));
        }
    }
    if kept.is_empty() {
        return Ok(Crossed::default());
    }
    let changed = campaigns::Model {
        standing: json(&standing),
        notes: json(&notes),
        ..row
    };
    write(tx, changed).await?;
    keep(tx, clock, by, id, kept).await?;
    record(tx, clock, by, Event::Positioned(id)).await?;
    Ok(Crossed::default())
}

/// A ticked box cannot cross another one: both say the same in the end. A note
/// can: two texts are not one.
fn crossed(notes: &Notes, sent: &[NoteChange]) -> Crossed {
    let lost = sent.iter().filter(|note| {
        let now = notes.get(&note.item);
        note.from != note.to && now != note.from && now != note.to
    });
    Crossed(
        lost.map(|note| (note.item.clone(), notes.get(&note.item).to_owned()))
            .collect(),
    )
}

async fn keep(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: CampaignId,
    kept: Vec<(String, ChangeKind, String)>,
) -> Result<(), DbError> {
    let rows = kept
        .into_iter()
        .map(|(place, kind, text)| changes::ActiveModel {
            id: Set(CollectiveChangeId::generate(clock)),
            school_id: Set(by.school),
            campaign_id: Set(id),
            place: Set(place),
            kind: Set(kind),
            text: Set(text),
            author_id: Set(by.account),
            created_at: Set(clock.now()),
        });
    changes::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Closes a campaign: the collective answer is frozen, and individual answers
/// are erased. What they add up to stays, unless too few people answered for
/// it ever to be shown.
///
/// # Errors
/// [`Refused::Because`] when it is closed already.
pub async fn close(tx: &Tx, clock: &Clock, by: By, id: CampaignId) -> Result<(), Refused> {
    let row = existing(tx, by.school, id).await?;
    may_steer(row.state)?;
    let closed = campaigns::Model {
        state: State::Closed,
        closed_at: Some(clock.now()),
        closed_by_id: Some(by.account),
        ..row
    };
    write(tx, closed).await?;
    erase_answers(tx, by, id).await?;
    Ok(record(tx, clock, by, Event::Closed(id)).await?)
}

async fn erase_answers(tx: &Tx, by: By, id: CampaignId) -> Result<(), DbError> {
    people::Entity::update_many()
        .col_expr(
            people::Column::Answers,
            Expr::value(json(&Answers::default())),
        )
        .col_expr(
            people::Column::Remarks,
            Expr::value(json(&Notes::default())),
        )
        .filter(people::Column::SchoolId.eq(by.school))
        .filter(people::Column::CampaignId.eq(id))
        .exec(tx)
        .await?;
    let sent: i64 = store::counts(tx, by.school, &[id])
        .await?
        .iter()
        .filter(|count| count.progress == Progress::Sent)
        .map(|count| count.people)
        .sum();
    if sent >= i64::from(FEWEST) {
        return Ok(());
    }
    tallies::Entity::delete_many()
        .filter(tallies::Column::SchoolId.eq(by.school))
        .filter(tallies::Column::CampaignId.eq(id))
        .exec(tx)
        .await?;
    remarks::Entity::delete_many()
        .filter(remarks::Column::SchoolId.eq(by.school))
        .filter(remarks::Column::CampaignId.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}
