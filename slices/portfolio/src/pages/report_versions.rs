//! The versions of a report: the list, one of them, taking one up again.

use askama::Template;
use axum::extract::{Path, State as Extract};
use axum::response::Response;
use kernel::date_time;
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Page, Shell};

use super::parts::versions::{self, VersionRow};
use super::parts::{LinkButton, PostButton, curriculum_of};
use super::report_show::{NoticeView, ShowPage, owned_trail};
use crate::paths;
use crate::progress::cards::state_chip;
use crate::report::commands::{Refused, restore_version};
use crate::report::object::{Reads, Writes};
use crate::report::store;
use crate::report::view::of_content;
use crate::report::{Report, ReportId};

/// The list.
#[derive(Template)]
#[template(path = "pages/report_versions.html")]
pub struct VersionsPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    title: String,
    saved: String,
    versions: Vec<VersionRow>,
}

/// GET /dossier/comptes-rendus/{report}/versions
pub async fn list(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    report: Authorised<Report, Reads>,
) -> AppResult<Page<VersionsPage>> {
    let row = report.object.row;
    let lines = store::version_lines(app.db.reader(), actor.school, row.id).await?;
    Ok(Page::new(VersionsPage {
        shell,
        trail: with_report(&row.title, row.id),
        saved: date_time(row.saved_at),
        versions: versions::rows(&app, &actor, row.id, &lines).await?,
        title: row.title,
    }))
}

/// GET /dossier/comptes-rendus/{report}/versions/{number}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    report: Authorised<Report, Reads>,
    Path((_, number)): Path<(String, String)>,
) -> AppResult<Page<ShowPage>> {
    let row = report.object.row;
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    let version = store::version(app.db.reader(), actor.school, row.id, number)
        .await?
        .ok_or(AppError::NotFound)?;
    let curriculum = curriculum_of(&app, row.curriculum_id).await?;
    let content = version.read()?;
    let body = of_content(&app, actor.school, &content, number, &curriculum).await?;
    let may_restore = row.deleted_at.is_none() && row.state.is_editable();
    let mut trail = with_report(&row.title, row.id);
    trail.push((
        "Versions".to_owned(),
        paths::below_report(row.id, "versions"),
    ));
    Ok(Page::new(ShowPage {
        shell,
        trail,
        here: format!("Version {number}"),
        title: body.title.clone(),
        about: body.about.clone(),
        chip: state_chip(version.state),
        steps: Vec::new(),
        notice: Some(NoticeView {
            kind: "",
            icon: "history",
            title: format!("Version {number}, {}", version.reason.label()),
            text: format!("Gardée le {}.", date_time(version.created_at)),
        }),
        buttons: may_restore
            .then(|| restore_button(row.id, number))
            .into_iter()
            .collect(),
        links: vec![
            LinkButton {
                href: paths::compare(row.id, number),
                icon: "columns-2",
                label: "Comparer au texte en place",
            },
            LinkButton {
                href: paths::report(row.id),
                icon: "arrow-left",
                label: "Revenir au compte rendu",
            },
        ],
        threads: Vec::new(),
        versions: Vec::new(),
        advice: Vec::new(),
        body,
    }))
}

/// « Prendre cette version ».
pub fn restore_button(id: ReportId, number: i32) -> PostButton {
    PostButton {
        action: paths::below_report(id, format_args!("versions/{number}/restaurer")),
        icon: "undo-2",
        label: "Prendre cette version",
        kind: "primary",
        field: None,
    }
}

/// The trail down to a report.
pub fn with_report(title: &str, id: ReportId) -> Vec<(String, String)> {
    let mut trail = owned_trail();
    trail.push((title.to_owned(), paths::report(id)));
    trail
}

/// POST /dossier/comptes-rendus/{report}/versions/{number}/restaurer
pub async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    report: Authorised<Report, Writes>,
    Path((_, number)): Path<(String, String)>,
) -> AppResult<Response> {
    let id = report.object.row.id;
    let number: i32 = number.parse().map_err(|_| AppError::NotFound)?;
    let (clock, school, author) = (app.clock.clone(), actor.school, actor.account);
    let done = app
        .db
        .write(move |tx| {
            let clock = clock.clone();
            async move { restore_version(&tx, &clock, school, author, id, number).await }
        })
        .await;
    match done {
        Ok(()) => Ok(Flash::ok(format!(
            "La version {number} est maintenant le texte en place. Celui d’avant est gardé parmi les versions."
        ))
        .to(paths::report(id))),
        Err(Refused::Because(sentence)) => Ok(Flash::danger(sentence).to(paths::report(id))),
        Err(Refused::Db(error)) => Err(error.into()),
    }
}
