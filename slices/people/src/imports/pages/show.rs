//! An import, as far as it is.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use web::{Actor, App, AppError, AppResult, Authorised, Page, Query, Shell};

use super::preview::{PreviewPage, RowsQuery};
use super::{columns, progress};
use crate::imports::objects::Import;
use crate::imports::store::State as Step;
use crate::objects::Manages;

/// The columns to name, the wait, what it would do, or what it did.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Import, Manages>,
    Query(query): Query<RowsQuery>,
) -> AppResult<Response> {
    let import = found.object.0;
    match import.state {
        Step::Columns => columns::page(&app, shell, &actor, &import).await,
        Step::Planning | Step::Applying => progress::page(&app, shell, &actor, &import).await,
        Step::Ready | Step::Done => {
            let page = PreviewPage::load(&app, shell, &actor, &import, &query).await?;
            Ok(Page::new(page).into_response())
        }
        Step::Abandoned => Err(AppError::NotFound),
    }
}
