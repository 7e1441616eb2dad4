//! An arrival behind its address: only for whoever sent it.

use db::DbError;
use kernel::SchoolId;
use web::{Actor, App, Does, Protected};

use super::ArrivalId;
use super::store::{self, arrivals};
use crate::policy::{Action, decide};

/// A situation that arrived in a file.
#[derive(Clone, Debug)]
pub struct Arrival(pub arrivals::Model);

impl Protected for Arrival {
    const PARAM: &'static str = "arrival";
    type Id = ArrivalId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: ArrivalId) -> Result<Option<Self>, DbError> {
        let row = store::find(app.db.reader(), actor.school, id).await?;
        Ok(row.map(Self))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        self.0.author_id == actor.account && decide(actor.roles, action)
    }

    async fn school_of(app: &App, id: ArrivalId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}

/// Decides what becomes of it.
#[derive(Clone, Debug)]
pub struct Decides;

impl Does<Arrival> for Decides {
    const ACTION: Action = Action::Write;
}
