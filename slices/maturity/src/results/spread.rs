//! The spread of the individual answers: what they add up to, item by item and
//! step by step, and only when enough people answered.

use std::collections::HashMap;

use db::DbError;
use kernel::{SchoolId, count};
use sea_orm::ConnectionTrait;

use super::counting::{Publishable, Tally, publishable};
use crate::campaigns::model::{Answer, Audience, CampaignId, Progress};
use crate::campaigns::store::{self, remarks};

/// The answers to a campaign, added up.
#[derive(Clone, Debug)]
pub struct Spread {
    /// How many people are invited.
    pub invited: u32,
    /// What may be shown.
    pub shown: Publishable,
    /// Whose answers these are; nothing for everybody’s.
    pub audience: Option<Audience>,
    tallies: HashMap<String, Tally>,
}

/// Reads the spread of a campaign: everybody’s, or that of one group. What may
/// not be shown is not in what comes back. Two statements.
///
/// # Errors
/// When the database does not answer.
pub async fn read(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    campaign: CampaignId,
    audience: Option<Audience>,
) -> Result<Spread, DbError> {
    let counts = store::counts(connection, school, &[campaign]).await?;
    let number = |people: i64| u32::try_from(people).unwrap_or(u32::MAX);
    let sent: Vec<(Audience, u32)> = counts
        .iter()
        .filter(|count| count.progress == Progress::Sent)
        .map(|count| (count.audience, number(count.people)))
        .collect();
    let shown = publishable(&sent);
    // A group that may not be shown apart is shown with all the others.
    let audience = audience.filter(|one| shown.shows(*one));
    let mut tallies: HashMap<String, Tally> = HashMap::new();
    if shown.whole {
        for row in store::tallies_of(connection, school, campaign).await? {
            if audience.is_none_or(|one| one == row.audience) {
                let tally = tallies.entry(row.statement).or_default();
                let one = |n: i32| u32::try_from(n).unwrap_or(0);
                *tally = tally.and(Tally {
                    reached: one(row.reached),
                    missed: one(row.missed),
                    unknown: one(row.unknown),
                });
            }
        }
    }
    Ok(Spread {
        invited: number(counts.iter().map(|count| count.people).sum()),
        shown,
        audience,
        tallies,
    })
}

/// What people remarked, when enough of them answered for nobody to be
/// recognised.
///
/// # Errors
/// When the database does not answer.
pub async fn remarks(
    connection: &impl ConnectionTrait,
    school: SchoolId,
    campaign: CampaignId,
    shown: &Publishable,
) -> Result<Vec<remarks::Model>, DbError> {
    match shown.whole {
        true => store::remarks_of(connection, school, campaign).await,
        false => Ok(Vec::new()),
    }
}

impl Spread {
    /// How a statement was answered.
    #[must_use]
    pub fn get(&self, statement: &str) -> Tally {
        self.tallies.get(statement).copied().unwrap_or_default()
    }

    /// « 14 réponses sur 22 personnes invitées ».
    #[must_use]
    pub fn told(&self) -> String {
        format!(
            "{} sur {}",
            count(u64::from(self.shown.total), "réponse", "réponses"),
            count(
                u64::from(self.invited),
                "personne invitée",
                "personnes invitées"
            )
        )
    }

    /// How a statement was answered, as parts of a bar and in words; nothing
    /// when it may not be shown.
    #[must_use]
    pub fn bar(&self, statement: &str) -> Option<SpreadBar> {
        if !self.shown.whole {
            return None;
        }
        let tally = self.get(statement);
        let total = tally.total().max(1);
        let mut from = 0;
        let parts = Answer::ALL.iter().map(|answer| {
            let width = SPREAD_WIDTH * tally.get(*answer) / total;
            let part = (answer.code(), from, width);
            from += width;
            part
        });
        Some(SpreadBar {
            parts: parts.filter(|(_, _, width)| *width > 0).collect(),
            reached: tally.reached,
            missed: tally.missed,
            unknown: tally.unknown,
        })
    }
}

/// The width of a whole bar in its `viewBox`.
pub const SPREAD_WIDTH: u32 = 240;

/// The answers to a statement, ready for its template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpreadBar {
    /// The parts of the bar: kind, left end, width.
    pub parts: Vec<(&'static str, u32, u32)>,
    /// « Atteint ».
    pub reached: u32,
    /// « Pas atteint ».
    pub missed: u32,
    /// « Je ne sais pas ».
    pub unknown: u32,
}
