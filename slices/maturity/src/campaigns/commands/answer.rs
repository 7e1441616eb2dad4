//! One’s own answer: kept while it is written, added to the totals once it is
//! sent.

use db::{DbError, Tx, expect_one};
use kernel::{Clock, local_date};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{EntityTrait, Set};

use super::{existing, json};
use crate::acting::{By, Refused};
use crate::campaigns::model::{
    Answer, Answers, CampaignId, Impossible, Notes, Progress, RemarkId, may_answer,
};
use crate::campaigns::store::{self, campaigns, people, remarks, tallies};
use crate::instrument::{Instrument, InstrumentVersionId, versions};

/// What somebody says on a page: only what that page asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Statement by statement.
    pub answers: Vec<(String, Answer)>,
    /// Item by item; empty takes a remark away.
    pub remarks: Vec<(String, String)>,
}

/// The campaign, the invitation and the instrument, when one can answer now.
async fn answering(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: CampaignId,
) -> Result<(campaigns::Model, people::Model, Instrument), Refused> {
    let row = existing(tx, by.school, id).await?;
    let Some(mine) = store::invitation(tx, by.school, id, by.account).await? else {
        return Err(Refused::Because(
            "Vous n’êtes pas invité·e à cette campagne. Rien n’a été enregistré.".into(),
        ));
    };
    may_answer(
        row.state,
        row.days(),
        local_date(clock.now()),
        mine.progress,
    )?;
    let Some(held) = versions::find(tx, by.school, row.version_id).await? else {
        return Err(Impossible::OtherVersion.into());
    };
    let instrument = held.read()?;
    Ok((row, mine, instrument))
}

/// Keeps what somebody says on a page of the instrument that they saw.
///
/// # Errors
/// [`Refused::Because`] when one cannot answer now, or on another version.
pub async fn save(
    tx: &Tx,
    clock: &Clock,
    by: By,
    id: CampaignId,
    seen: Option<InstrumentVersionId>,
    given: &Given,
) -> Result<(), Refused> {
    let (row, mine, instrument) = answering(tx, clock, by, id).await?;
    if seen != Some(row.version_id) {
        return Err(Impossible::OtherVersion.into());
    }
    let mut answers = mine.answers()?;
    for (statement, answer) in &given.answers {
        if instrument.statements().all(|one| one.code != *statement) {
            return Err(Impossible::OtherVersion.into());
        }
        answers.0.insert(statement.clone(), *answer);
    }
    let mut remarks = mine.remarks()?;
    for (item, text) in &given.remarks {
        if instrument.item(item).is_none() {
            return Err(Impossible::OtherVersion.into());
        }
        remarks.set(item, text);
    }
    let mut active = people::ActiveModel::from(mine.clone());
    active.answers = Set(json(&answers));
    active.remarks = Set(json(&remarks));
    active.progress = Set(Progress::Begun);
    active.saved_at = Set(Some(clock.now()));
    Ok(write(tx, &mine, active).await?)
}

/// Sends an answer: from now on it counts, once.
///
/// # Errors
/// [`Refused::Because`] when one cannot answer now, or said nothing.
pub async fn send(tx: &Tx, clock: &Clock, by: By, id: CampaignId) -> Result<(), Refused> {
    let (row, mine, instrument) = answering(tx, clock, by, id).await?;
    let answers = mine.answers()?;
    if answers.given(&instrument) == 0 {
        return Err(Refused::Because(
            "Répondez à un énoncé au moins avant d’envoyer. Rien n’a été envoyé.".into(),
        ));
    }
    let mut active = people::ActiveModel::from(mine.clone());
    active.progress = Set(Progress::Sent);
    active.saved_at = Set(Some(clock.now()));
    write(tx, &mine, active).await?;
    count(tx, &row, &mine, &instrument, &answers).await?;
    Ok(keep_remarks(tx, clock, &row, &mine.remarks()?).await?)
}

async fn write(tx: &Tx, mine: &people::Model, active: people::ActiveModel) -> Result<(), DbError> {
    use people::{Column, Entity};
    let mut active = active;
    active.version = Set(mine.version + 1);
    let done = Entity::update_many()
        .set(active)
        .filter(Column::Id.eq(mine.id))
        .filter(Column::SchoolId.eq(mine.school_id))
        .filter(Column::Version.eq(mine.version))
        .exec(tx)
        .await?;
    expect_one(done.rows_affected)
}

/// Adds an answer to the totals of its group: one statement per kind of answer.
async fn count(
    tx: &Tx,
    row: &campaigns::Model,
    mine: &people::Model,
    instrument: &Instrument,
    answers: &Answers,
) -> Result<(), DbError> {
    use tallies::{Column, Entity};
    for answer in Answer::ALL {
        let statements = answers.with(instrument, *answer);
        if statements.is_empty() {
            continue;
        }
        let column = match answer {
            Answer::Reached => Column::Reached,
            Answer::Missed => Column::Missed,
            Answer::Unknown => Column::Unknown,
        };
        Entity::update_many()
            .col_expr(column, Expr::col(column).add(1))
            .filter(Column::SchoolId.eq(row.school_id))
            .filter(Column::CampaignId.eq(row.id))
            .filter(Column::Audience.eq(mine.audience))
            .filter(Column::Statement.is_in(statements))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Keeps what somebody remarked, and not who.
async fn keep_remarks(
    tx: &Tx,
    clock: &Clock,
    row: &campaigns::Model,
    notes: &Notes,
) -> Result<(), DbError> {
    let rows: Vec<remarks::ActiveModel> = notes
        .0
        .iter()
        .map(|(item, text)| remarks::ActiveModel {
            id: Set(RemarkId::generate(clock)),
            school_id: Set(row.school_id),
            campaign_id: Set(row.id),
            item: Set(item.clone()),
            text: Set(text.clone()),
        })
        .collect();
    if !rows.is_empty() {
        remarks::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
