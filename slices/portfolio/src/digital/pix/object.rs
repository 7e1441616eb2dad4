//! An import as the object of an address.

use db::DbError;
use kernel::SchoolId;
use people::api::TiedClass;
use sea_orm::QuerySelect;
use sea_orm::entity::prelude::*;
use web::{Actor, App, Does, Protected};

use super::model::PixImportId;
use super::store::{self, imports};
use crate::overview::object::facts;
use crate::policy::{ClassAction, decide_class};

/// An import of results, with what ties the person to its class.
#[derive(Clone, Debug)]
pub struct PixImport {
    /// Its row.
    pub row: imports::Model,
    /// Its class.
    pub tied: TiedClass,
}

impl Protected for PixImport {
    const PARAM: &'static str = "pix";
    type Id = PixImportId;
    type Action = ClassAction;

    async fn find(app: &App, actor: &Actor, id: PixImportId) -> Result<Option<Self>, DbError> {
        let Some(row) = store::find(app.db.reader(), actor.school, id).await? else {
            return Ok(None);
        };
        let tied = people::api::tied_class(&app.db, actor, row.class_id).await?;
        Ok(tied.map(|tied| Self { row, tied }))
    }

    fn allows(&self, actor: &Actor, action: ClassAction) -> bool {
        decide_class(actor.roles, action, facts(&self.tied))
    }

    async fn school_of(app: &App, id: PixImportId) -> Result<Option<SchoolId>, DbError> {
        Ok(imports::Entity::find_by_id(id)
            .select_only()
            .column(imports::Column::SchoolId)
            .into_tuple()
            .one(app.db.reader())
            .await?)
    }
}

/// Brings results of Pix into a class.
#[derive(Clone, Copy, Debug)]
pub struct Imports;
impl Does<PixImport> for Imports {
    const ACTION: ClassAction = ClassAction::ImportResults;
}
