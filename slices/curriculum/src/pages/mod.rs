//! Browsing the curricula, and publishing one's own.

pub mod block;
pub mod competence;
pub mod index;
pub mod publish;
pub mod reference;
pub mod search;
pub mod show;

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use web::{Actor, App, AppError};

use crate::{Curriculum, api};

/// The curriculum of the address, as the person's school sees it. Curricula
/// are open to everybody signed in: there is no right to check beyond that.
pub struct Published(pub Arc<Curriculum>);

impl FromRequestParts<App> for Published {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let actor = <Actor as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let Path(parameters) =
            Path::<std::collections::HashMap<String, String>>::from_request_parts(parts, app)
                .await
                .map_err(|_| AppError::NotFound)?;
        let code = parameters.get("curriculum").ok_or(AppError::NotFound)?;
        let (_, curriculum) = api::by_code(&app.db, actor.school, code)
            .await?
            .ok_or(AppError::NotFound)?;
        Ok(Self(curriculum))
    }
}

/// A text of several paragraphs with « - » lists, as the files hold them.
pub(crate) fn blocks(text: &str) -> Vec<web::prose::Block> {
    web::prose::parse(text, &[])
}
