//! GET /referentiels

use askama::Template;
use axum::extract::State;
use web::{Actor, App, AppResult, Page, Shell};

use crate::api::{self, CurriculumSummary};
use crate::paths;

/// The curricula of the school, the CRCN, the scales.
#[derive(Template)]
#[template(path = "pages/index.html")]
pub struct IndexPage {
    shell: Shell,
    curricula: Vec<(String, CurriculumSummary)>,
    publishes: bool,
}

/// The page.
pub async fn index(
    State(app): State<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<IndexPage>> {
    let mut curricula = api::list(&app.db, actor.school).await?;
    // The latest version of each; the list is ordered so.
    curricula.dedup_by(|later, first| later.code == first.code);
    Ok(Page::new(IndexPage {
        shell,
        curricula: curricula
            .into_iter()
            .map(|one| (paths::curriculum(&one.code), one))
            .collect(),
        publishes: actor.is_any(super::publish::PUBLISHERS),
    }))
}
