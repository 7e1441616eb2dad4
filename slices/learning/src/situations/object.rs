//! A situation as the object of an address, and a mission of it.

use std::collections::HashMap;

use axum::extract::{FromRequestParts, Path};
use db::DbError;
use http::request::Parts;
use kernel::SchoolId;
use web::{Actor, App, AppError, Authorised, Does, Protected};

use super::store;
use crate::model::{MissionId, SituationId};
use crate::policy::{Action, decide};
use crate::rows::{missions, situations};

/// A situation of the school; deleted ones too, so that they can be restored.
#[derive(Clone, Debug)]
pub struct Situation {
    /// Its row.
    pub row: situations::Model,
}

impl Protected for Situation {
    const PARAM: &'static str = "situation";
    type Id = SituationId;
    type Action = Action;

    async fn find(app: &App, actor: &Actor, id: SituationId) -> Result<Option<Self>, DbError> {
        let row = store::find(app.db.reader(), actor.school, id).await?;
        Ok(row.map(|row| Self { row }))
    }

    fn allows(&self, actor: &Actor, action: Action) -> bool {
        decide(actor.roles, action)
    }

    async fn school_of(app: &App, id: SituationId) -> Result<Option<SchoolId>, DbError> {
        store::school_of(app.db.reader(), id).await
    }
}

/// Reads a situation.
#[derive(Clone, Copy, Debug)]
pub struct Reads;
impl Does<Situation> for Reads {
    const ACTION: Action = Action::Read;
}

/// Changes a situation, its missions, what is attached to it.
#[derive(Clone, Copy, Debug)]
pub struct Writes;
impl Does<Situation> for Writes {
    const ACTION: Action = Action::Write;
}

/// The mission of an address `/situations/{situation}/missions/{mission}…`: of
/// that situation, deleted or not.
#[derive(Clone, Debug)]
pub struct MissionOf<A> {
    /// The situation.
    pub situation: Authorised<Situation, A>,
    /// The mission.
    pub mission: missions::Model,
}

impl<A: Does<Situation>> FromRequestParts<App> for MissionOf<A> {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let situation = Authorised::<Situation, A>::from_request_parts(parts, app).await?;
        let Path(parameters) = Path::<HashMap<String, String>>::from_request_parts(parts, app)
            .await
            .map_err(|_| AppError::NotFound)?;
        let id: MissionId = parameters
            .get("mission")
            .and_then(|text| text.parse().ok())
            .ok_or(AppError::NotFound)?;
        let row = &situation.object.row;
        let mission = store::mission(app.db.reader(), row.school_id, id).await?;
        match mission.filter(|mission| mission.situation_id == row.id) {
            Some(mission) => Ok(Self { situation, mission }),
            None => Err(AppError::NotFound),
        }
    }
}
