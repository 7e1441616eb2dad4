//! The class, the bulk and the positioning behind the addresses of the matrix.

use db::DbError;
use kernel::SchoolId;
use people::api::{ClassId, TiedClass};
use sea_orm::EntityTrait;
use web::{Actor, App, Does, Protected};

use super::BatchId;
use super::policy::{Action, Facts, RestoreFacts, decide, decide_restore};
use super::rows::batches;
use super::store;
use crate::positioning::store::positionings;
use crate::positioning::{PositioningId, Viewpoint};

fn facts(tied: &TiedClass) -> Facts {
    Facts {
        teaches: tied.teaches,
        follows: tied.follows,
        own: false,
    }
}

/// A class of the school, with what ties the person to it.
#[derive(Clone, Debug)]
pub struct Class(pub TiedClass);

impl Protected for Class {
    const PARAM: &'static str = "class";
    type Id = ClassId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: ClassId) -> Result<Option<Self>, DbError> {
        let tied = people::api::tied_class(&app.db, actor, id).await?;
        Ok(tied.map(Self))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        decide(actor.roles, action, facts(&self.0))
    }
}

/// A bulk, with its class.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Its row.
    pub row: batches::Model,
    tied: TiedClass,
}

impl Protected for Batch {
    const PARAM: &'static str = "batch";
    type Id = BatchId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: BatchId) -> Result<Option<Self>, DbError> {
        let Some(row) = store::batch(app.db.reader(), actor.school, id).await? else {
            return Ok(None);
        };
        let tied = people::api::tied_class(&app.db, actor, row.class_id).await?;
        Ok(tied.map(|tied| Self { row, tied }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        let facts = Facts {
            own: self.row.author_id == actor.account,
            ..facts(&self.tied)
        };
        decide(actor.roles, action, facts)
    }
}

/// A positioning of the history, with what ties the person to its learner.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its row.
    pub row: positionings::Model,
    facts: RestoreFacts,
}

impl Protected for Kept {
    const PARAM: &'static str = "positioning";
    type Id = PositioningId;
    type Action = ();

    async fn find(app: &App, actor: &Actor, id: PositioningId) -> Result<Option<Self>, DbError> {
        let row = positionings::Entity::find_by_id(id)
            .one(app.db.reader())
            .await?
            .filter(|row| row.school_id == actor.school);
        let Some(row) = row else {
            return Ok(None);
        };
        let learner = row.learner_id;
        let facts = match row.viewpoint {
            Viewpoint::Team => RestoreFacts::Team {
                team: people::api::is_team_of(&app.db, actor.school, actor.account, learner)
                    .await?
                    .is_some(),
            },
            Viewpoint::SelfView => RestoreFacts::Learner {
                own: learner == actor.account,
            },
            Viewpoint::Tutor | Viewpoint::Peer => RestoreFacts::Others,
        };
        Ok(Some(Self { row, facts }))
    }

    fn allows(&self, actor: &Actor, (): ()) -> bool {
        decide_restore(actor.roles, self.facts)
    }

    async fn school_of(app: &App, id: PositioningId) -> Result<Option<SchoolId>, DbError> {
        let row = positionings::Entity::find_by_id(id)
            .one(app.db.reader())
            .await?;
        Ok(row.map(|row| row.school_id))
    }
}

/// Sees the matrix of a class.
#[derive(Clone, Copy, Debug)]
pub struct Sees;
impl Does<Class> for Sees {
    const ACTION: Action = Action::See;
}

/// Rates in a class.
#[derive(Clone, Copy, Debug)]
pub struct Rates;
impl Does<Class> for Rates {
    const ACTION: Action = Action::Rate;
}

/// Takes a bulk back.
#[derive(Clone, Copy, Debug)]
pub struct Undoes;
impl Does<Batch> for Undoes {
    const ACTION: Action = Action::Undo;
}

/// Writes a level of the history again.
#[derive(Clone, Copy, Debug)]
pub struct Restores;
impl Does<Kept> for Restores {
    const ACTION: () = ();
}
