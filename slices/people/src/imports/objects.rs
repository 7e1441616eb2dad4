//! An import behind an address, loaded through the policy of the slice.

use db::DbError;
use kernel::SchoolId;
use web::{Actor, App, Does, Protected};

use super::ImportId;
use super::store::{imports, list};
use crate::objects::Manages;
use crate::policy::{Action, Facts, decide};

/// An import of the school.
#[derive(Clone, Debug)]
pub struct Import(pub imports::Model);

impl Protected for Import {
    const PARAM: &'static str = "import";
    type Id = ImportId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: ImportId) -> Result<Option<Self>, DbError> {
        Ok(list::get(app.db.reader(), actor.school, id)
            .await?
            .map(Self))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        decide(actor.roles, action, Facts::default())
    }

    async fn school_of(app: &App, id: ImportId) -> Result<Option<SchoolId>, DbError> {
        list::school_of(app.db.reader(), id).await
    }
}

impl Does<Import> for Manages {
    const ACTION: Action = Action::Administer;
}
