//! The organisations of the school.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use web::{Actor, App, AppResult, Page, Shell};

use crate::model::OrganisationId;
use crate::organisations::store;
use crate::paths;
use crate::policy::{Action, decide};
use crate::rows::organisations::Model;
use crate::situations::index::count_by_organisation;

/// An organisation in the list.
struct Row {
    name: String,
    href: String,
    note: String,
    restore: String,
}

/// The list.
#[derive(Template)]
#[template(path = "pages/organisations/list.html")]
pub struct OrganisationsPage {
    shell: Shell,
    rows: Vec<Row>,
    /// Those of the corbeille.
    deleted: Vec<Row>,
    may_write: bool,
}

/// GET /situations/organisations
pub async fn list(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<OrganisationsPage>> {
    let reader = app.db.reader();
    let all = store::list(reader, actor.school).await?;
    let counts = count_by_organisation(reader, actor.school).await?;
    let (deleted, present): (Vec<Model>, Vec<Model>) =
        all.into_iter().partition(|one| one.deleted_at.is_some());
    let rows = |all: Vec<Model>| all.into_iter().map(|one| row(one, &counts)).collect();
    Ok(Page::new(OrganisationsPage {
        shell,
        rows: rows(present),
        deleted: rows(deleted),
        may_write: decide(actor.roles, Action::Write),
    }))
}

fn row(row: Model, counts: &HashMap<OrganisationId, u64>) -> Row {
    Row {
        href: paths::organisation(row.id),
        note: match counts.get(&row.id) {
            None => "Aucune situation ne s’y passe encore.".to_owned(),
            Some(count) => format!("{}.", kernel::count(*count, "situation", "situations")),
        },
        restore: paths::below_organisation(row.id, "restaurer"),
        name: row.name,
    }
}
