//! The corbeille of the team: interviews and objectives of the learners whom
//! they follow.

use std::collections::HashSet;

use askama::Template;
use axum::extract::State as Extract;
use kernel::{AccountId, date_long, local_date};
use web::{Actor, App, AppResult, Page, Shell};

use crate::interviews::view::called;
use crate::interviews::{paths, store};
use crate::objectives::{paths as objective_paths, store as objectives};

/// Something in the corbeille.
struct Row {
    title: String,
    about: String,
    restore: String,
}

/// The page.
#[derive(Template)]
#[template(path = "interviews/pages/trash.html")]
pub struct TrashPage {
    shell: Shell,
    back: &'static str,
    rows: Vec<Row>,
}

/// GET /relances/corbeille
pub async fn trash(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<TrashPage>> {
    let followed = people::api::followed_learners(&app.db, &actor).await?;
    let learners: HashSet<AccountId> = followed.iter().map(|one| one.account).collect();
    let learners: Vec<AccountId> = learners.into_iter().collect();
    let reader = app.db.reader();
    let interviews = store::deleted_of(reader, actor.school, &learners).await?;
    let goals = objectives::deleted_of(reader, actor.school, &learners).await?;
    let concerned: Vec<AccountId> = interviews
        .iter()
        .map(|row| row.learner_id)
        .chain(goals.iter().map(|row| row.learner_id))
        .collect();
    let names = people::api::names_of(&app.db, actor.school, &concerned).await?;
    let about = |learner, at| {
        format!(
            "{}, supprimé le {}",
            called(&names, learner),
            date_long(local_date(at))
        )
    };
    let interviews = interviews.into_iter().map(|row| Row {
        title: format!("Entretien du {}", date_long(local_date(row.starts_at))),
        about: about(row.learner_id, row.deleted_at),
        restore: paths::below(row.id, "restaurer"),
    });
    let goals = goals.into_iter().map(|row| Row {
        about: about(row.learner_id, row.deleted_at),
        restore: objective_paths::below(row.id, "restaurer"),
        title: row.title,
    });
    Ok(Page::new(TrashPage {
        shell,
        back: paths::REMINDERS,
        rows: interviews.chain(goals).collect(),
    }))
}
