//! All classes of the school, for their administrator.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use kernel::count;
use serde::Deserialize;
use web::{Actor, App, AppResult, Page, Query, Shell};

use crate::model::ClassId;
use crate::store::classes::{self, Which};
use crate::store::teams;

/// Whether the archive is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ArchiveQuery {
    pub(super) archives: String,
}

/// A class in the list.
pub struct ClassLine {
    href: String,
    name: String,
    year: String,
    curriculum: String,
    learners: String,
    coordinators: String,
}

#[derive(Template)]
#[template(path = "pages/classes/admin_list.html")]
pub struct AdminClassesPage {
    shell: Shell,
    archived: bool,
    classes: Vec<ClassLine>,
}

/// The list.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    Query(query): Query<ArchiveQuery>,
) -> AppResult<Page<AdminClassesPage>> {
    let archived = !query.archives.is_empty();
    let which = match archived {
        true => Which::Archived,
        false => Which::Current,
    };
    Ok(Page::new(AdminClassesPage {
        shell,
        archived,
        classes: lines(&app, &actor, which).await?,
    }))
}

async fn lines(app: &App, actor: &Actor, which: Which) -> AppResult<Vec<ClassLine>> {
    let reader = app.db.reader();
    let rows = classes::list(reader, actor.school, which).await?;
    let ids: Vec<ClassId> = rows.iter().map(|row| row.id).collect();
    let sizes = classes::sizes(reader, actor.school, &ids).await?;
    let mut coordinators: HashMap<ClassId, Vec<String>> = HashMap::new();
    for member in teams::of_classes(reader, actor.school, &ids).await? {
        if member.coordinator {
            let names = coordinators.entry(member.class_id).or_default();
            names.push(member.name().formal());
        }
    }
    let curricula: HashMap<_, _> = curriculum::api::list(&app.db, actor.school)
        .await?
        .into_iter()
        .map(|curriculum| (curriculum.id, curriculum.code))
        .collect();
    Ok(rows
        .into_iter()
        .map(|row| ClassLine {
            href: format!("/admin/classes/{}", row.id),
            name: row.name,
            year: row.school_year.to_string(),
            curriculum: curricula
                .get(&row.curriculum_id)
                .cloned()
                .unwrap_or_default(),
            learners: count(
                sizes.get(&row.id).copied().unwrap_or(0),
                "apprenant·e",
                "apprenant·es",
            ),
            coordinators: coordinators
                .get(&row.id)
                .map(|names| kernel::french_list(names))
                .unwrap_or_default(),
        })
        .collect())
}
