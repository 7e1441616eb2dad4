//! A document as the object of an address.

use db::DbError;
use kernel::{Role, SchoolId};
use web::{Actor, App, Does, Protected};

use super::store;
use crate::assignments::store::is_entrusted_to;
use crate::model::DocumentId;
use crate::policy::{Action, DocumentFacts, decide_document};
use crate::rows::documents;

/// A document with what ties the person who asks to it.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its row.
    pub row: documents::Model,
    facts: DocumentFacts,
}

impl Protected for Document {
    const PARAM: &'static str = "document";
    type Id = DocumentId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: DocumentId) -> Result<Option<Self>, DbError> {
        let reader = app.db.reader();
        let Some(row) = store::find(reader, actor.school, id).await? else {
            return Ok(None);
        };
        let entrusted = match row.mission_id.filter(|_| actor.is(Role::Learner)) {
            Some(mission) => is_entrusted_to(reader, actor.school, actor.account, mission).await?,
            None => false,
        };
        Ok(Some(Self {
            facts: DocumentFacts {
                removed: row.removed_at.is_some(),
                entrusted,
            },
            row,
        }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        decide_document(actor.roles, action, self.facts)
    }

    async fn school_of(app: &App, id: DocumentId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}

/// Sees or saves a document.
#[derive(Clone, Copy, Debug)]
pub struct Opens;
impl Does<Document> for Opens {
    const ACTION: Action = Action::Read;
}

/// Describes, removes or puts back a document.
#[derive(Clone, Copy, Debug)]
pub struct Writes;
impl Does<Document> for Writes {
    const ACTION: Action = Action::Write;
}
