//! Who is told what of an objective. A notification holds no word of it: it
//! may be read over a shoulder.

use db::{DbError, Tx};
use kernel::{Clock, date_long};
use web::NoticeKind;

use super::paths;
use super::store::objectives;
use crate::by::By;

/// Something happened to an objective.
pub const OBJECTIVE: NoticeKind = NoticeKind {
    code: "portfolio.objective",
    one: "nouvelle d’un objectif",
    many: "nouvelles d’objectifs",
};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It was written.
    Written,
    /// What it says changed.
    Changed,
    /// Its state changed, or something was said of it.
    Followed,
}

/// Tells the learner when the team acted, and who wrote the objective when the
/// learner did.
///
/// # Errors
/// When the row cannot be written.
pub async fn tell(
    tx: &Tx,
    clock: &Clock,
    by: By,
    row: &objectives::Model,
    news: News,
) -> Result<(), DbError> {
    let told = match by.account == row.learner_id {
        true => row.author_id,
        false => row.learner_id,
    };
    if told == by.account {
        return Ok(());
    }
    let due = row
        .due_on
        .map_or_else(String::new, |due| format!(", pour le {}", date_long(due)));
    let text = match news {
        News::Written => format!("Un objectif est écrit{due}."),
        News::Changed => format!("Un objectif a changé{due}."),
        News::Followed => "Un objectif a avancé.".to_owned(),
    };
    let href = paths::objective(row.id);
    people::api::notify(tx, clock, by.school, told, &OBJECTIVE, &text, &href).await
}
