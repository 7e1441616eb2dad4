//! A use as the object of an address.

use db::DbError;
use kernel::SchoolId;
use web::{Actor, App, Does, Protected};

use super::UseId;
use super::policy::{Action, Facts, decide};
use super::store::{self, uses};

/// A use; deleted ones too, so that they can be restored.
#[derive(Clone, Debug)]
pub struct SharedUse {
    /// Its row.
    pub row: uses::Model,
}

impl Protected for SharedUse {
    const PARAM: &'static str = "usage";
    type Id = UseId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: UseId) -> Result<Option<Self>, DbError> {
        let row = store::find(app.db.reader(), actor.school, id).await?;
        Ok(row.map(|row| Self { row }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        let own = self.row.author_id == actor.account;
        // What is in the corbeille is only to be taken out.
        (self.row.deleted_at.is_none() || action == Action::Remove)
            && decide(actor.roles, action, Facts { own })
    }

    async fn school_of(app: &App, id: UseId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}

/// Reads a use.
#[derive(Clone, Copy, Debug)]
pub struct Reads;
impl Does<SharedUse> for Reads {
    const ACTION: Action = Action::Read;
}

/// Says something of a use, begins one's own from it.
#[derive(Clone, Copy, Debug)]
pub struct Shares;
impl Does<SharedUse> for Shares {
    const ACTION: Action = Action::Share;
}

/// Changes what a use says.
#[derive(Clone, Copy, Debug)]
pub struct Changes;
impl Does<SharedUse> for Changes {
    const ACTION: Action = Action::Change;
}

/// Puts a use in the corbeille, or takes it out.
#[derive(Clone, Copy, Debug)]
pub struct Removes;
impl Does<SharedUse> for Removes {
    const ACTION: Action = Action::Remove;
}
