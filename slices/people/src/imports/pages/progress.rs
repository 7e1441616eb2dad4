//! An import that is being compared or written: the page asks again by itself.

use askama::Template;
use axum::response::{IntoResponse, Response};
use web::{Actor, App, AppResult, Page, Shell};

use crate::imports::store::{State as Step, imports};

#[derive(Template)]
#[template(path = "imports/pages/progress.html")]
pub struct ProgressPage {
    shell: Shell,
    href: String,
    file: String,
    applying: bool,
    percent: u8,
    message: Option<String>,
}

/// The page; browsers load it again after two seconds.
pub async fn page(
    app: &App,
    shell: Shell,
    actor: &Actor,
    import: &imports::Model,
) -> AppResult<Response> {
    let status = match import.job_id {
        Some(job) => db::jobs::status(app.db.reader(), Some(actor.school), job).await?,
        None => None,
    };
    let page = ProgressPage {
        shell,
        href: super::address(import),
        file: import.file_name.clone(),
        applying: import.state == Step::Applying,
        percent: status.as_ref().map_or(0, |status| status.progress),
        message: status.and_then(|status| status.message),
    };
    Ok(([("refresh", "2")], Page::new(page)).into_response())
}
