//! What a filled workbook changes: the collective answer of the last campaign
//! and the objectives, all or nothing. What is the same already is left alone,
//! what only Jalon has stays: a workbook never removes an objective.

use std::collections::HashMap;

use db::Tx;
use kernel::{AccountId, Clock};

use super::collect;
use super::model::{BookGoal, BookPoint};
use super::read::Filled;
use crate::acting::{By, Refused};
use crate::campaigns::CampaignId;
use crate::campaigns::commands::{Position, Steering, steer};
use crate::instrument::Instrument;
use crate::objectives::commands::{
    NewCheckpoint, NewGoal, Outcome, change, check, conclude, create,
};
use crate::objectives::store::{self, Which, checkpoints, goals};
use crate::objectives::{Content, GoalId, Pilot, Target};
use crate::results::model::Standing;

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Statements of the collective answer that changed.
    pub statements: usize,
    /// Objectives that were written.
    pub written: usize,
    /// Objectives of which something changed.
    pub changed: usize,
}

/// Where it goes, and who can pilot.
#[derive(Clone)]
pub struct Destination {
    /// The campaign whose collective answer is filled, with where it stands.
    pub campaign: Option<(CampaignId, Standing)>,
    /// The questionnaire.
    pub instrument: Instrument,
    /// People of the school, by how a workbook names them, folded.
    pub people: HashMap<String, AccountId>,
    /// How they are called, for comparing.
    pub names: HashMap<AccountId, people::api::PersonName>,
}

/// Takes what a workbook holds.
///
/// # Errors
/// [`Refused::Because`] when the campaign is closed.
pub async fn apply(
    tx: &Tx,
    clock: &Clock,
    by: By,
    into: &Destination,
    filled: &Filled,
) -> Result<Done, Refused> {
    let mut done = Done::default();
    if let Some((campaign, standing)) = into.campaign.as_ref().filter(|_| filled.answered) {
        let steering = steering(&into.instrument, standing, &filled.book.standing);
        done.statements = steering.positions.len();
        if done.statements > 0 {
            steer(tx, clock, by, *campaign, &steering).await?;
        }
    }
    let known = store::list(tx, by.school, Which::All, None).await?;
    let ids: Vec<GoalId> = known.iter().map(|row| row.id).collect();
    let points = store::checkpoints_of(tx, by.school, &ids).await?;
    for goal in &filled.book.goals {
        let row = known.iter().find(|row| {
            row.item == goal.item && row.target().step == goal.step && row.title == goal.title
        });
        match row {
            None => {
                write(tx, clock, by, into, goal).await?;
                done.written += 1;
            }
            Some(row) => {
                let changes = update(tx, clock, by, into, goal, (row, &points)).await?;
                done.changed += usize::from(changes);
            }
        }
    }
    Ok(done)
}

/// The statements that a workbook says otherwise than the collective answer.
fn steering(instrument: &Instrument, now: &Standing, filled: &Standing) -> Steering {
    let statements = instrument.statements();
    let positions = statements.filter_map(|statement| {
        let (from, to) = (now.get(&statement.code)?, filled.get(&statement.code)?);
        (from != to).then(|| Position {
            statement: statement.code.clone(),
            from,
            to,
        })
    });
    Steering {
        positions: positions.collect(),
        notes: Vec::new(),
    }
}

async fn write(
    tx: &Tx,
    clock: &Clock,
    by: By,
    into: &Destination,
    goal: &BookGoal,
) -> Result<(), Refused> {
    let id = GoalId::generate(clock);
    let new = NewGoal {
        id,
        content: content(into, goal),
    };
    create(tx, clock, by, &new).await?;
    for point in &goal.points {
        check(tx, clock, by, id, &checkpoint(point)).await?;
    }
    if goal.reached || !goal.observations.is_empty() {
        conclude(tx, clock, by, id, 1, &outcome(goal)).await?;
    }
    Ok(())
}

/// Changes what a workbook says otherwise; whether something was.
async fn update(
    tx: &Tx,
    clock: &Clock,
    by: By,
    into: &Destination,
    goal: &BookGoal,
    (row, points): (&goals::Model, &[checkpoints::Model]),
) -> Result<bool, Refused> {
    let now = collect::goal(row, points, &into.names);
    let (mut version, mut changed) = (row.version, false);
    let mut said = content(into, goal);
    // The item may have been reworded since: the objective keeps its words.
    said.target = row.target();
    if now.pilot == goal.pilot {
        said.pilot = row.pilot();
    }
    if said != row.content() {
        change(tx, clock, by, row.id, version, &said).await?;
        (version, changed) = (version + 1, true);
    }
    for point in &goal.points {
        let same = |other: &BookPoint| other.on == point.on && other.state == point.state;
        if !now.points.iter().any(same) {
            check(tx, clock, by, row.id, &checkpoint(point)).await?;
            changed = true;
        }
    }
    if (now.reached, &now.observations) != (goal.reached, &goal.observations) {
        conclude(tx, clock, by, row.id, version, &outcome(goal)).await?;
        changed = true;
    }
    Ok(changed)
}

fn content(into: &Destination, goal: &BookGoal) -> Content {
    let item = into.instrument.item(&goal.item);
    let pilot = match into.people.get(&db::text::search_key(&goal.pilot)) {
        Some(account) => Pilot::Person(*account),
        None if goal.pilot.is_empty() => Pilot::Nobody,
        None => Pilot::Named(goal.pilot.clone()),
    };
    Content {
        target: Target {
            instrument: into.instrument.code.clone(),
            item: goal.item.clone(),
            title: item.map_or_else(String::new, |item| item.title.clone()),
            step: goal.step,
        },
        title: goal.title.clone(),
        measure: goal.measure.clone(),
        ambition: goal.ambition.clone(),
        means: goal.means.clone(),
        due_on: goal.due_on,
        pilot,
    }
}

fn checkpoint(point: &BookPoint) -> NewCheckpoint {
    NewCheckpoint {
        on: point.on,
        state: point.state,
        remark: point.remark.clone(),
    }
}

fn outcome(goal: &BookGoal) -> Outcome {
    Outcome {
        reached: goal.reached,
        observations: goal.observations.clone(),
    }
}

/// The people whom a workbook may name, by how they are called, folded; those
/// who are called alike are left out.
#[must_use]
pub fn by_name(names: &HashMap<AccountId, people::api::PersonName>) -> HashMap<String, AccountId> {
    let mut found: HashMap<String, Option<AccountId>> = HashMap::new();
    for (account, name) in names {
        for called in [name.formal(), name.display()] {
            found
                .entry(db::text::search_key(&called))
                .and_modify(|other| *other = other.filter(|other| other == account))
                .or_insert(Some(*account));
        }
    }
    let known = found.into_iter();
    known
        .filter_map(|(name, account)| Some((name, account?)))
        .collect()
}

impl Done {
    /// Whether the workbook said what was there already.
    #[must_use]
    pub const fn is_nothing(self) -> bool {
        self.statements == 0 && self.written == 0 && self.changed == 0
    }
}
