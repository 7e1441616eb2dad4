//! An organisation as the object of an address.

use db::DbError;
use kernel::SchoolId;
use web::{Actor, App, Does, Protected};

use super::store;
use crate::model::OrganisationId;
use crate::policy::{Action, decide};
use crate::rows::organisations;

/// An organisation of the school; deleted ones too, so that they can be restored.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its row.
    pub row: organisations::Model,
}

impl Protected for Organisation {
    const PARAM: &'static str = "organisation";
    type Id = OrganisationId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: OrganisationId) -> Result<Option<Self>, DbError> {
        let row = store::find(app.db.reader(), actor.school, id).await?;
        Ok(row.map(|row| Self { row }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        decide(actor.roles, action)
    }

    async fn school_of(app: &App, id: OrganisationId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}

/// Reads an organisation.
#[derive(Clone, Copy, Debug)]
pub struct Reads;
impl Does<Organisation> for Reads {
    const ACTION: Action = Action::Read;
}

/// Changes an organisation.
#[derive(Clone, Copy, Debug)]
pub struct Writes;
impl Does<Organisation> for Writes {
    const ACTION: Action = Action::Write;
}
