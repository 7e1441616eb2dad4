//! Objects that can only be had with the right to what one wants to do.

use std::collections::HashMap;
use std::marker::PhantomData;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use kernel::SchoolId;

use crate::{Actor, App, AppError};

/// An object behind an address, with the facts that its policy needs.
pub trait Protected: Sized + Send + Sync + 'static {
    /// The parameter of the address that identifies it: `report` for `{report}`.
    const PARAM: &'static str;
    /// What its identifier is.
    type Id: std::str::FromStr + Copy + Send + Sync;
    /// What can be done with it.
    type Action: Copy + Send + Sync;

    /// Loads the object of the actor's school, with what relates the two.
    fn find(
        app: &App,
        actor: &Actor,
        id: Self::Id,
    ) -> impl Future<Output = Result<Option<Self>, db::DbError>> + Send;

    /// The slice's rule: whether `actor` may do `action` with it.
    fn allows(&self, actor: &Actor, action: Self::Action) -> bool;

    /// The school that holds such an object, wherever it is: only used to
    /// offer a person of several schools to change over.
    fn school_of(
        _app: &App,
        _id: Self::Id,
    ) -> impl Future<Output = Result<Option<SchoolId>, db::DbError>> + Send {
        async { Ok(None) }
    }
}

/// A type that stands for one action, so that a handler's signature says what
/// it is going to do.
pub trait Does<R: Protected>: Send + Sync + 'static {
    /// The action.
    const ACTION: R::Action;
}

/// The object of the address, loaded *through* its policy: a handler that
/// holds one has the right to do `A`. Unknown and forbidden are both 404.
#[derive(Clone, Debug)]
pub struct Authorised<R, A> {
    /// The object.
    pub object: R,
    action: PhantomData<fn() -> A>,
}

impl<R: Protected, A: Does<R>> Authorised<R, A> {
    /// Loads an object named otherwise than by the address (a form's field).
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is unknown or not for `actor`.
    pub async fn load(app: &App, actor: &Actor, id: R::Id) -> Result<Self, AppError> {
        match R::find(app, actor, id).await? {
            Some(object) if object.allows(actor, A::ACTION) => Ok(Self {
                object,
                action: PhantomData,
            }),
            _ => Err(AppError::NotFound),
        }
    }
}

impl<R: Protected, A: Does<R>> FromRequestParts<App> for Authorised<R, A> {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let actor = <Actor as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let Path(parameters) = Path::<HashMap<String, String>>::from_request_parts(parts, app)
            .await
            .map_err(|_| AppError::NotFound)?;
        let id: R::Id = parameters
            .get(R::PARAM)
            .and_then(|text| text.parse().ok())
            .ok_or(AppError::NotFound)?;
        match Self::load(app, &actor, id).await {
            Err(AppError::NotFound) => Err(elsewhere::<R>(parts, app, &actor, id).await?),
            other => other,
        }
    }
}

/// 404, or the offer to change over when the object is in another school of mine.
async fn elsewhere<R: Protected>(
    parts: &Parts,
    app: &App,
    actor: &Actor,
    id: R::Id,
) -> Result<AppError, AppError> {
    let school = match R::school_of(app, id).await? {
        Some(school) if school != actor.school => school,
        _ => return Ok(AppError::NotFound),
    };
    let mine = app.directory.schools_of(app, actor.account).await?;
    Ok(mine.into_iter().find(|(id, _)| *id == school).map_or(
        AppError::NotFound,
        |(school, name)| AppError::OtherSchool {
            school,
            name,
            path: parts.uri.path().to_owned(),
        },
    ))
}
