//! A SMART objective as the object of an address.

use db::DbError;
use kernel::SchoolId;
use web::{Actor, App, Does, Protected};

use super::GoalId;
use super::policy::{Action, Facts, decide};
use super::store::{self, goals};

/// An objective; deleted ones too, so that they can be restored.
#[derive(Clone, Debug)]
pub struct Goal {
    /// Its row.
    pub row: goals::Model,
}

impl Protected for Goal {
    const PARAM: &'static str = "goal";
    type Id = GoalId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: GoalId) -> Result<Option<Self>, DbError> {
        let row = store::find(app.db.reader(), actor.school, id).await?;
        Ok(row.map(|row| Self { row }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        let pilot = self.row.pilot_id == Some(actor.account);
        // What is in the corbeille is only to be taken out.
        (self.row.deleted_at.is_none() || action == Action::Steer)
            && decide(actor.roles, action, Facts { pilot })
    }

    async fn school_of(app: &App, id: GoalId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}

/// Reads an objective.
#[derive(Clone, Copy, Debug)]
pub struct Reads;
impl Does<Goal> for Reads {
    const ACTION: Action = Action::Read;
}

/// Says where an objective is.
#[derive(Clone, Copy, Debug)]
pub struct Follows;
impl Does<Goal> for Follows {
    const ACTION: Action = Action::Follow;
}

/// Changes an objective, removes it.
#[derive(Clone, Copy, Debug)]
pub struct Steers;
impl Does<Goal> for Steers {
    const ACTION: Action = Action::Steer;
}
