//! A digital project as the object of an address.

use db::DbError;
use kernel::{AccountId, SchoolId};
use web::{Actor, App, Does, Protected};

use super::ProjectId;
use super::policy::{Action, Facts, decide};
use super::store::{self, projects};

/// A project with its team; deleted ones too, so that they can be restored.
#[derive(Clone, Debug)]
pub struct Project {
    /// Its row.
    pub row: projects::Model,
    /// The people of its team.
    pub members: Vec<AccountId>,
}

impl Project {
    /// What ties somebody to it.
    #[must_use]
    pub fn facts(&self, account: AccountId) -> Facts {
        Facts {
            team: self.members.contains(&account),
            leads: self.row.author_id == account || self.row.pilot_id == account,
        }
    }
}

impl Protected for Project {
    const PARAM: &'static str = "project";
    type Id = ProjectId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: ProjectId) -> Result<Option<Self>, DbError> {
        let reader = app.db.reader();
        let Some(row) = store::find(reader, actor.school, id).await? else {
            return Ok(None);
        };
        let mut members = store::members_of(reader, actor.school, &[id]).await?;
        Ok(Some(Self {
            row,
            members: members.remove(&id).unwrap_or_default(),
        }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        // What is in the corbeille is only to be taken out.
        (self.row.deleted_at.is_none() || action == Action::Remove)
            && decide(actor.roles, action, self.facts(actor.account))
    }

    async fn school_of(app: &App, id: ProjectId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}

/// Reads a project.
#[derive(Clone, Copy, Debug)]
pub struct Reads;
impl Does<Project> for Reads {
    const ACTION: Action = Action::Read;
}

/// Changes a project, fills its steps, ticks, ties.
#[derive(Clone, Copy, Debug)]
pub struct Works;
impl Does<Project> for Works {
    const ACTION: Action = Action::Work;
}

/// Puts a project in the corbeille, or takes it out.
#[derive(Clone, Copy, Debug)]
pub struct Removes;
impl Does<Project> for Removes {
    const ACTION: Action = Action::Remove;
}
