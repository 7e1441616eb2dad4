//! Opening a campaign, inviting people to it, changing its days, reminding.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate};
use db::{DbError, Tx};
use kernel::{AccountId, Clock};
use sea_orm::entity::prelude::*;
use sea_orm::{EntityTrait, Set};

use super::{existing, json, record, write};
use crate::acting::{By, Refused};
use crate::campaigns::events::Event;
use crate::campaigns::model::{
    Answers, Audience, CampaignId, InvitationId, Notes, Progress, State, may_steer,
};
use crate::campaigns::notices::{INVITED, REMINDED, tell};
use crate::campaigns::store::{self, campaigns, people, tallies};
use crate::instrument::{Instrument, versions};
use crate::results::model::Standing;

/// How a campaign is called, and its days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// « Campagne 2026-2027 ».
    pub title: String,
    /// When and where the position is decided; may be empty.
    pub occasion: String,
    /// From this day people answer.
    pub opens_on: NaiveDate,
    /// The last day on which they do.
    pub answers_until: Option<NaiveDate>,
}

/// Somebody to invite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invitee {
    /// The person.
    pub account: AccountId,
    /// Among whom they are counted.
    pub audience: Audience,
    /// Whether they are of the steering group.
    pub steers: bool,
}

/// A campaign to open.
#[derive(Clone, Debug)]
pub struct NewCampaign {
    /// Its identifier, drawn by the caller: a form sent twice opens one.
    pub id: CampaignId,
    /// The instrument: `numea`.
    pub instrument: &'static str,
    /// Its name and days.
    pub terms: Terms,
    /// Whether it starts from the position of the last one.
    pub from_last: bool,
    /// Who is invited; nobody when the head fills it alone.
    pub people: Vec<Invitee>,
}

/// Opens a campaign and tells those who are invited.
///
/// # Errors
/// When a row cannot be written.
pub async fn open(tx: &Tx, clock: &Clock, by: By, new: &NewCampaign) -> Result<(), Refused> {
    if store::find(tx, by.school, new.id).await?.is_some() {
        return Ok(());
    }
    let (version_id, instrument) = versions::freeze(tx, clock, by.school, new.instrument).await?;
    let mut standing = Standing::none_of(&instrument);
    if new.from_last
        && let Some(last) = store::last_closed(tx, by.school, new.instrument).await?
    {
        carry_over(&mut standing, &last.standing()?);
    }
    let terms = &new.terms;
    let row = campaigns::Model {
        id: new.id,
        school_id: by.school,
        instrument: new.instrument.to_owned(),
        version_id,
        title: terms.title.clone(),
        occasion: terms.occasion.clone(),
        alone: new.people.is_empty(),
        opens_on: terms.opens_on,
        answers_until: terms.answers_until,
        state: State::Open,
        standing: json(&standing),
        notes: json(&Notes::default()),
        author_id: by.account,
        created_at: clock.now(),
        reminded_at: None,
        closed_at: None,
        closed_by_id: None,
        version: 1,
    };
    campaigns::Entity::insert(campaigns::ActiveModel::from(row.clone()).reset_all())
        .exec_without_returning(tx)
        .await?;
    invite(tx, clock, &row, &instrument, &new.people).await?;
    Ok(record(tx, clock, by, Event::Opened(row.id)).await?)
}

/// What was reached stays reached, where the statement is still in force.
fn carry_over(standing: &mut Standing, last: &Standing) {
    for item in &last.items {
        for (at, reached) in item.reached.iter().enumerate() {
            if *reached {
                standing.set(&format!("{}-{}", item.code, at + 1), true);
            }
        }
    }
}

/// Changes the name and the days of a campaign, and invites more people.
///
/// # Errors
/// [`Refused::Because`] when it is closed; [`DbError::Conflict`] when somebody
/// changed it since `version`.
pub async fn change(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: CampaignId,
    version: i32,
    (terms, more): (&Terms, &[Invitee]),
) -> Result<(), Refused> {
    let row = existing(tx, by.school, id).await?;
    may_steer(row.state)?;
    if row.version != version {
        return Err(DbError::Conflict.into());
    }
    let held = versions::find(tx, by.school, row.version_id).await?;
    let changed = campaigns::Model {
        title: terms.title.clone(),
        occasion: terms.occasion.clone(),
        opens_on: terms.opens_on,
        answers_until: terms.answers_until,
        alone: row.alone && more.is_empty(),
        ..row
    };
    write(tx, changed.clone()).await?;
    if let Some(held) = held {
        invite(tx, clock, &changed, &held.read()?, more).await?;
    }
    Ok(record(tx, clock, by, Event::Changed(id)).await?)
}

/// Rows written in one statement at most.
const BATCH: usize = 200;

/// Invites people who are not invited yet, and tells them.
async fn invite(
    tx: &Tx,
    clock: &Clock,
    row: &campaigns::Model,
    instrument: &Instrument,
    people: &[Invitee],
) -> Result<(), DbError> {
    let known = store::invited(tx, row.school_id, row.id).await?;
    let mut accounts: BTreeSet<AccountId> = known.iter().map(|one| one.0).collect();
    let new: Vec<Invitee> = people
        .iter()
        .filter(|invitee| accounts.insert(invitee.account))
        .copied()
        .collect();
    for some in new.chunks(BATCH) {
        let rows = some.iter().map(|invitee| invitation(clock, row, *invitee));
        people::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    let counted: BTreeSet<&str> = known.iter().map(|one| one.1.code()).collect();
    for audience in Audience::ALL {
        let joins = new.iter().any(|invitee| invitee.audience == *audience);
        if joins && !counted.contains(audience.code()) {
            begin_counting(tx, row, instrument, *audience).await?;
        }
    }
    let told: Vec<AccountId> = new.iter().map(|invitee| invitee.account).collect();
    tell(tx, clock, row, &told, &INVITED).await
}

fn invitation(clock: &Clock, row: &campaigns::Model, invitee: Invitee) -> people::ActiveModel {
    let row = people::Model {
        id: InvitationId::generate(clock),
        school_id: row.school_id,
        campaign_id: row.id,
        account_id: invitee.account,
        audience: invitee.audience,
        steers: invitee.steers,
        progress: Progress::Invited,
        answers: json(&Answers::default()),
        remarks: json(&Notes::default()),
        invited_at: clock.now(),
        saved_at: None,
        version: 1,
    };
    people::ActiveModel::from(row).reset_all()
}

/// One row per statement, at zero: sending an answer only adds to them.
async fn begin_counting(
    tx: &Tx,
    row: &campaigns::Model,
    instrument: &Instrument,
    audience: Audience,
) -> Result<(), DbError> {
    let rows = instrument
        .statements()
        .map(|statement| tallies::ActiveModel {
            school_id: Set(row.school_id),
            campaign_id: Set(row.id),
            audience: Set(audience),
            statement: Set(statement.code.clone()),
            reached: Set(0),
            missed: Set(0),
            unknown: Set(0),
        });
    tallies::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Reminds those who have not sent their answer, at most once a day. Returns
/// how many.
///
/// # Errors
/// [`Refused::Because`] when there is nobody to remind, or too early again.
pub async fn remind(tx: &Tx, clock: &Clock, by: By, id: CampaignId) -> Result<usize, Refused> {
    let row = existing(tx, by.school, id).await?;
    may_steer(row.state)?;
    let now = clock.now();
    if row
        .reminded_at
        .is_some_and(|at| now - at < Duration::days(1))
    {
        return Err(Refused::Because(
            "Une relance est partie il y a moins d’un jour. Rien n’a été envoyé\u{a0}: attendez demain.".into(),
        ));
    }
    let waiting = store::waiting(tx, by.school, id).await?;
    if waiting.is_empty() {
        return Err(Refused::Because(
            "Tout le monde a répondu\u{a0}: il n’y a personne à relancer.".into(),
        ));
    }
    tell(tx, clock, &row, &waiting, &REMINDED).await?;
    let reminded = campaigns::Model {
        reminded_at: Some(now),
        ..row
    };
    write(tx, reminded).await?;
    record(tx, clock, by, Event::Reminded(id)).await?;
    Ok(waiting.len())
}
