//! A class as the object of an address, for those who follow its learners.

use db::DbError;
use people::api::{ClassId, TiedClass};
use web::{Actor, App, Does, Protected};

use crate::policy::{ClassAction, ClassFacts, decide_class};

/// What ties somebody to a class.
#[must_use]
pub fn facts(tied: &TiedClass) -> ClassFacts {
    ClassFacts {
        team: tied.teaches,
        archived: tied.class.archived,
    }
}

/// A class of the school, with what ties the person to it.
#[derive(Clone, Debug)]
pub struct Class {
    /// The class, and the tie.
    pub tied: TiedClass,
}

impl Protected for Class {
    const PARAM: &'static str = "class";
    type Id = ClassId;
    type Action = ClassAction;

    async fn find(app: &App, actor: &Actor, id: ClassId) -> Result<Option<Self>, DbError> {
        let tied = people::api::tied_class(&app.db, actor, id).await?;
        Ok(tied.map(|tied| Self { tied }))
    }

    fn allows(&self, actor: &Actor, action: ClassAction) -> bool {
        decide_class(actor.roles, action, facts(&self.tied))
    }
}

/// Sees where a class is.
#[derive(Clone, Copy, Debug)]
pub struct SeesClass;
impl Does<Class> for SeesClass {
    const ACTION: ClassAction = ClassAction::See;
}

/// Brings results of another service into a class.
#[derive(Clone, Copy, Debug)]
pub struct ImportsResults;
impl Does<Class> for ImportsResults {
    const ACTION: ClassAction = ClassAction::ImportResults;
}
