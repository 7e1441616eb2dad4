//! An interview as the object of an address; a class whose team plans them; a
//! learner whom somebody accompanies.

use db::DbError;
use kernel::{AccountId, SchoolId};
use people::api::{ClassId, TiedClass};
use web::{Actor, App, Does, Protected};

use super::InterviewId;
use super::policy::{Action, Facts, TEAM, decide};
use super::store::interviews;
use crate::kept;
use crate::policy::PathAction;
use crate::progress::learner::Learner;

/// An interview, with what ties the person to its learner; deleted ones too,
/// so that they can be restored.
#[derive(Clone, Debug)]
pub struct Interview {
    /// Its row.
    pub row: interviews::Model,
    /// What ties the person to it.
    pub facts: Facts,
}

/// What ties somebody to a learner.
///
/// # Errors
/// When the database does not answer.
pub async fn facts(app: &App, actor: &Actor, learner: AccountId) -> Result<Facts, DbError> {
    let own = learner == actor.account;
    let team = !own
        && actor.is_any(TEAM)
        && people::api::is_team_of(&app.db, actor.school, actor.account, learner)
            .await?
            .is_some();
    Ok(Facts {
        own,
        team,
        leads: false,
    })
}

impl Protected for Interview {
    const PARAM: &'static str = "interview";
    type Id = InterviewId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: InterviewId) -> Result<Option<Self>, DbError> {
        let Some(row) = kept::find::<interviews::Entity>(app.db.reader(), actor.school, id).await?
        else {
            return Ok(None);
        };
        let facts = Facts {
            leads: row.teacher_id == actor.account,
            ..facts(app, actor, row.learner_id).await?
        };
        Ok(Some(Self { row, facts }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        // What is in the corbeille is the team’s to restore, and nobody’s to read.
        (self.row.deleted_at.is_none() || action == Action::Lead)
            && decide(actor.roles, action, self.facts)
    }

    async fn school_of(app: &App, id: InterviewId) -> Result<Option<SchoolId>, DbError> {
        kept::school_of::<interviews::Entity>(app.db.reader(), id).await
    }
}

/// Reads an interview.
#[derive(Clone, Copy, Debug)]
pub struct Reads;
impl Does<Interview> for Reads {
    const ACTION: Action = Action::Read;
}

/// Plans, prepares, reports.
#[derive(Clone, Copy, Debug)]
pub struct Leads;
impl Does<Interview> for Leads {
    const ACTION: Action = Action::Lead;
}
impl Does<Class> for Leads {
    const ACTION: Action = Action::Lead;
}

/// Signs the report as who led the interview.
#[derive(Clone, Copy, Debug)]
pub struct SignsAsTeam;
impl Does<Interview> for SignsAsTeam {
    const ACTION: Action = Action::SignAsTeam;
}

/// Signs the report as the learner.
#[derive(Clone, Copy, Debug)]
pub struct SignsAsLearner;
impl Does<Interview> for SignsAsLearner {
    const ACTION: Action = Action::SignAsLearner;
}

/// Adds something below a report.
#[derive(Clone, Copy, Debug)]
pub struct Adds;
impl Does<Interview> for Adds {
    const ACTION: Action = Action::Add;
}

/// A class of the school, for the members of its team.
#[derive(Clone, Debug)]
pub struct Class(pub TiedClass);

impl Protected for Class {
    const PARAM: &'static str = "class";
    type Id = ClassId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: ClassId) -> Result<Option<Self>, DbError> {
        let tied = people::api::tied_class(&app.db, actor, id).await?;
        Ok(tied.map(Self))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        let facts = Facts {
            team: self.0.teaches && !self.0.class.archived,
            ..Facts::default()
        };
        decide(actor.roles, action, facts)
    }
}

/// Accompanies a learner: plans their interviews, writes objectives with them.
/// The tie is that of positioning: being of their team.
#[derive(Clone, Copy, Debug)]
pub struct Accompanies;
impl Does<Learner> for Accompanies {
    const ACTION: PathAction = PathAction::Position;
}
