//! The classes that somebody teaches in, or may look at.

use askama::Template;
use axum::extract::State;
use kernel::count;
use web::{Actor, App, AppResult, Page, Query, Shell};

use super::admin_list::ArchiveQuery;
use crate::model::ClassId;
use crate::store::classes::{self, Which};

/// A class in the list.
pub struct ClassCard {
    href: String,
    name: String,
    year: String,
    learners: String,
}

#[derive(Template)]
#[template(path = "pages/classes/list.html")]
pub struct ClassesPage {
    shell: Shell,
    /// Whether these are all classes of the school.
    all: bool,
    archived: bool,
    classes: Vec<ClassCard>,
}

/// All classes for those who may see any; one's own for the team.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    Query(query): Query<ArchiveQuery>,
) -> AppResult<Page<ClassesPage>> {
    let reader = app.db.reader();
    let all = crate::api::sees_all_classes(&actor);
    let archived = !query.archives.is_empty();
    let which = match (all, archived) {
        (true, false) => Which::Current,
        (true, true) => Which::Archived,
        (false, false) => Which::TaughtBy(actor.account),
        (false, true) => Which::ArchivedTaughtBy(actor.account),
    };
    let rows = classes::list(reader, actor.school, which).await?;
    let ids: Vec<ClassId> = rows.iter().map(|row| row.id).collect();
    let sizes = classes::sizes(reader, actor.school, &ids).await?;
    Ok(Page::new(ClassesPage {
        shell,
        all,
        archived,
        classes: rows
            .into_iter()
            .map(|row| ClassCard {
                href: format!("/classes/{}", row.id),
                learners: count(
                    sizes.get(&row.id).copied().unwrap_or(0),
                    "apprenant·e",
                    "apprenant·es",
                ),
                year: row.school_year.to_string(),
                name: row.name,
            })
            .collect(),
    }))
}
