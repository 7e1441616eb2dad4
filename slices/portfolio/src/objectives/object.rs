//! An objective as the object of an address.

use db::DbError;
use kernel::SchoolId;
use web::{Actor, App, Does, Protected};

use super::ObjectiveId;
use super::store::objectives;
use crate::interviews::object::facts;
use crate::interviews::policy::{Action, Facts, decide};
use crate::kept;

/// An objective, with what ties the person to its learner; deleted ones too,
/// so that they can be restored.
#[derive(Clone, Debug)]
pub struct Objective {
    /// Its row.
    pub row: objectives::Model,
    /// What ties the person to it.
    pub facts: Facts,
}

impl Protected for Objective {
    const PARAM: &'static str = "objective";
    type Id = ObjectiveId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: ObjectiveId) -> Result<Option<Self>, DbError> {
        let Some(row) = kept::find::<objectives::Entity>(app.db.reader(), actor.school, id).await?
        else {
            return Ok(None);
        };
        let facts = facts(app, actor, row.learner_id).await?;
        Ok(Some(Self { row, facts }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        // What is in the corbeille is the team’s to restore, and nobody’s to read.
        (self.row.deleted_at.is_none() || action == Action::Lead)
            && decide(actor.roles, action, self.facts)
    }

    async fn school_of(app: &App, id: ObjectiveId) -> Result<Option<SchoolId>, DbError> {
        kept::school_of::<objectives::Entity>(app.db.reader(), id).await
    }
}

/// Reads an objective.
#[derive(Clone, Copy, Debug)]
pub struct Reads;
impl Does<Objective> for Reads {
    const ACTION: Action = Action::Read;
}

/// Writes an objective, says where it is, follows it.
#[derive(Clone, Copy, Debug)]
pub struct Pursues;
impl Does<Objective> for Pursues {
    const ACTION: Action = Action::Pursue;
}

/// Puts an objective in the corbeille, or takes it out.
#[derive(Clone, Copy, Debug)]
pub struct Removes;
impl Does<Objective> for Removes {
    const ACTION: Action = Action::Lead;
}
