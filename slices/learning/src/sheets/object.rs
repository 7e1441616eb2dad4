//! A sheet as the object of the addresses of its versions.

use db::DbError;
use kernel::SchoolId;
use web::{Actor, App, Does, Protected};

use super::store;
use crate::model::SheetId;
use crate::policy::{Action, decide};
use crate::rows::sheets;

/// A sheet of the school: an organisation, a situation or a mission.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its row.
    pub row: sheets::Model,
}

impl Protected for Sheet {
    const PARAM: &'static str = "sheet";
    type Id = SheetId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: SheetId) -> Result<Option<Self>, DbError> {
        let row = store::find(app.db.reader(), actor.school, id).await?;
        Ok(row.map(|row| Self { row }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        decide(actor.roles, action)
    }

    async fn school_of(app: &App, id: SheetId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}

/// Reads the versions of a sheet.
#[derive(Clone, Copy, Debug)]
pub struct Reads;
impl Does<Sheet> for Reads {
    const ACTION: Action = Action::Read;
}

/// Takes up an earlier version.
#[derive(Clone, Copy, Debug)]
pub struct Writes;
impl Does<Sheet> for Writes {
    const ACTION: Action = Action::Write;
}
