//! The way in of a guardian: the learners, still minors, whose path they follow.

use askama::Template;
use axum::extract::State as Extract;
use kernel::local_date;
use web::{Actor, App, AppResult, Page, Shell};

use crate::paths;
use crate::progress::learner::is_minor;

/// The page.
#[derive(Template)]
#[template(path = "pages/wards.html")]
pub struct Wards {
    shell: Shell,
    /// Name and address of each path.
    paths: Vec<(String, String)>,
}

/// GET /parcours
pub async fn wards(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<Wards>> {
    let today = local_date(app.clock.now());
    let wards = people::api::wards_of(&app.db, actor.school, actor.account).await?;
    Ok(Page::new(Wards {
        shell,
        paths: wards
            .into_iter()
            .filter(|ward| is_minor(ward.birth_date, today))
            .map(|ward| (ward.name.display(), paths::learner_path(ward.account)))
            .collect(),
    }))
}
