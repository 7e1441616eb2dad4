//! An entrusted mission as the object of an address: for the team, and for a
//! learner to whom it is entrusted.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Path};
use db::DbError;
use http::request::Parts;
use kernel::{AccountId, SchoolId};
use people::api::{ClassId, TiedClass};
use web::{Actor, App, AppError, Authorised, Does, Protected};

use super::policy::{Action, Facts, decide};
use super::store::{self, MineRow, assignments};
use crate::model::AssignmentId;

/// What ties somebody to a class.
fn facts(tied: &TiedClass) -> Facts {
    Facts {
        teaches: tied.teaches,
        archived: tied.class.archived,
        concerned: false,
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

/// A mission that is or was entrusted to a class, with what ties the person
/// to the class.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// Its row.
    pub row: assignments::Model,
    /// Its class.
    pub tied: TiedClass,
}

impl Protected for Assignment {
    const PARAM: &'static str = "assignment";
    type Id = AssignmentId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: AssignmentId) -> Result<Option<Self>, DbError> {
        let Some(row) = store::find(app.db.reader(), actor.school, id).await? else {
            return Ok(None);
        };
        let tied = people::api::tied_class(&app.db, actor, row.class_id).await?;
        Ok(tied.map(|tied| Self { row, tied }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        decide(actor.roles, action, facts(&self.tied))
    }

    async fn school_of(app: &App, id: AssignmentId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}

/// A mission that is entrusted to the learner now.
#[derive(Clone, Debug)]
pub struct Mine(pub MineRow);

impl Protected for Mine {
    const PARAM: &'static str = "assignment";
    type Id = AssignmentId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: AssignmentId) -> Result<Option<Self>, DbError> {
        let row = store::one_of_mine(app.db.reader(), actor.school, actor.account, id).await?;
        Ok(row.map(Self))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        let facts = Facts {
            concerned: true,
            ..Facts::default()
        };
        decide(actor.roles, action, facts)
    }

    async fn school_of(app: &App, id: AssignmentId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}

/// Follows a class or a mission.
#[derive(Clone, Copy, Debug)]
pub struct Follows;
impl Does<Class> for Follows {
    const ACTION: Action = Action::Follow;
}
impl Does<Assignment> for Follows {
    const ACTION: Action = Action::Follow;
}

/// Entrusts missions to a class, changes and withdraws them.
#[derive(Clone, Copy, Debug)]
pub struct Entrusts;
impl Does<Class> for Entrusts {
    const ACTION: Action = Action::Entrust;
}
impl Does<Assignment> for Entrusts {
    const ACTION: Action = Action::Entrust;
}

/// Adapts a mission for one learner.
#[derive(Clone, Copy, Debug)]
pub struct Adapts;
impl Does<Assignment> for Adapts {
    const ACTION: Action = Action::Adapt;
}

/// Does a mission.
#[derive(Clone, Copy, Debug)]
pub struct Works;
impl Does<Mine> for Works {
    const ACTION: Action = Action::Work;
}

/// The learner of an address `/missions/{assignment}/adaptations/{person}…`,
/// with the mission that the person may adapt.
#[derive(Clone, Debug)]
pub struct Adapted {
    /// The mission.
    pub assignment: Assignment,
    /// The learner; whether the mission concerns them is for the page to say.
    pub learner: AccountId,
}

impl FromRequestParts<App> for Adapted {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let found = Authorised::<Assignment, Adapts>::from_request_parts(parts, app).await?;
        let learner = parameter(parts, app, "person").await?;
        Ok(Self {
            assignment: found.object,
            learner,
        })
    }
}

/// A parameter of the address.
async fn parameter<T: std::str::FromStr>(
    parts: &mut Parts,
    app: &App,
    name: &str,
) -> Result<T, AppError> {
    let Path(parameters) = Path::<HashMap<String, String>>::from_request_parts(parts, app)
        .await
        .map_err(|_| AppError::NotFound)?;
    parameters
        .get(name)
        .and_then(|text| text.parse().ok())
        .ok_or(AppError::NotFound)
}
