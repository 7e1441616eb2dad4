//! What the school has, as a workbook holds it.

use std::collections::HashMap;

use db::DbError;
use kernel::{AccountId, SchoolId, local_date};
use people::api::PersonName;
use web::App;

use super::model::{Book, BookGoal, BookPoint, Cover};
use crate::campaigns::CampaignId;
use crate::campaigns::store as campaigns;
use crate::campaigns::store::campaigns as campaign_rows;
use crate::history::view::called;
use crate::instrument::{Instrument, versions};
use crate::objectives::store::{self, Which, checkpoints, goals};
use crate::objectives::{GoalId, Pilot, questionnaire};
use crate::results::model::Standing;

/// The campaign whose collective answer a workbook holds, and its questionnaire.
pub struct Source {
    /// The campaign; none when there is none yet.
    pub campaign: Option<campaign_rows::Model>,
    /// The questionnaire that it is answered on.
    pub instrument: Instrument,
}

impl Source {
    /// The last campaign of the school; the questionnaire that the school uses
    /// when there is none. Two statements at most.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(app: &App, school: SchoolId) -> Result<Self, DbError> {
        let reader = app.db.reader();
        let all = campaigns::list(reader, school, questionnaire::NUMEA).await?;
        let campaign = all.into_iter().next();
        let instrument = match &campaign {
            Some(row) => versions::find(reader, school, row.version_id).await?,
            None => None,
        };
        let instrument = match instrument {
            Some(row) => row.read()?,
            None => questionnaire::of(reader, school).await?,
        };
        Ok(Self {
            campaign,
            instrument,
        })
    }

    /// The campaign.
    #[must_use]
    pub fn id(&self) -> Option<CampaignId> {
        self.campaign.as_ref().map(|row| row.id)
    }

    /// Where the school stands.
    ///
    /// # Errors
    /// When the row is not of our making.
    pub fn standing(&self) -> Result<Standing, DbError> {
        match &self.campaign {
            Some(row) => row.standing(),
            None => Ok(Standing::none_of(&self.instrument)),
        }
    }
}

/// What the workbook of the school says at its head, and holds.
///
/// # Errors
/// When the database does not answer.
pub async fn book(
    app: &App,
    school: SchoolId,
    name: &str,
    source: &Source,
) -> Result<(Cover, Book), DbError> {
    let reader = app.db.reader();
    let rows = store::list(reader, school, Which::All, None).await?;
    let ids: Vec<GoalId> = rows.iter().map(|row| row.id).collect();
    let points = store::checkpoints_of(reader, school, &ids).await?;
    let people: Vec<AccountId> = rows
        .iter()
        .filter_map(|row| row.pilot_id)
        .chain(points.iter().map(|point| point.author_id))
        .collect();
    let names = people::api::names_of(&app.db, school, &people).await?;
    let cover = Cover {
        school: name.to_owned(),
        campaign: source
            .campaign
            .as_ref()
            .map_or_else(String::new, |row| row.title.clone()),
        updated_on: local_date(app.clock.now()),
    };
    let book = Book {
        standing: source.standing()?,
        goals: rows.iter().map(|row| goal(row, &points, &names)).collect(),
    };
    Ok((cover, book))
}

/// An objective as a workbook holds it.
#[must_use]
pub fn goal(
    row: &goals::Model,
    points: &[checkpoints::Model],
    names: &HashMap<AccountId, PersonName>,
) -> BookGoal {
    BookGoal {
        item: row.item.clone(),
        step: row.target().step,
        title: row.title.clone(),
        measure: row.measure.clone(),
        ambition: row.ambition.clone(),
        means: row.means.clone(),
        pilot: match row.pilot() {
            Pilot::Nobody => String::new(),
            Pilot::Person(account) => called(names, account),
            Pilot::Named(name) => name,
        },
        due_on: row.due_on,
        points: points
            .iter()
            .filter(|point| point.goal_id == row.id)
            .map(|point| BookPoint {
                on: point.on_day,
                state: point.state,
                remark: point.remark.clone(),
                author: called(names, point.author_id),
            })
            .collect(),
        reached: row.reached_on.is_some(),
        observations: row.observations.clone(),
    }
}
