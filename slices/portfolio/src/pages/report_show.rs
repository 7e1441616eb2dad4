//! A report for its learner: the editor while it can be written, what was
//! handed in otherwise; the draft read again before it is submitted.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use kernel::date_time;
use web::{Actor, App, AppError, AppResult, Authorised, Page, Query, Shell};

use super::parts::steps::{Step, steps};
use super::parts::versions::{self, VersionRow};
use super::parts::{LinkButton, PostButton, curriculum_of};
use super::report_compare::With;
use super::report_edit::{self, Shown, trail};
use crate::feedback::view::{self as feedback_view, ThreadView};
use crate::paths;
use crate::progress::cards::{Chip, state_chip};
use crate::report::commands::KEPT_DELETED_DAYS;
use crate::report::forms::advice;
use crate::report::object::Reads;
use crate::report::store::{self, reports::Model};
use crate::report::view::{BodyView, body, of_content};
use crate::report::{Report, State};

/// A sentence on top of the page.
pub struct NoticeView {
    /// `ok`, `warn` or nothing.
    pub kind: &'static str,
    /// The name of its icon.
    pub icon: &'static str,
    /// Its title.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/report_show.html")]
pub struct ShowPage {
    /// The frame.
    pub shell: Shell,
    /// Where we are.
    pub trail: Vec<(String, String)>,
    /// The name of this page in the trail.
    pub here: String,
    /// The title of the report.
    pub title: String,
    /// Its kind, context and dates.
    pub about: String,
    /// Its state.
    pub chip: Chip,
    /// Its life; empty on the page of a version.
    pub steps: Vec<Step>,
    /// What to know first.
    pub notice: Option<NoticeView>,
    /// What can be done.
    pub buttons: Vec<PostButton>,
    /// Where one can go.
    pub links: Vec<LinkButton>,
    /// What it says.
    pub body: BodyView,
    /// The conversation.
    pub threads: Vec<ThreadView>,
    /// The kept versions.
    pub versions: Vec<VersionRow>,
    /// What is worth adding.
    pub advice: Vec<&'static str>,
}

/// The trail of a learner's report.
pub fn owned_trail() -> Vec<(String, String)> {
    trail()
        .into_iter()
        .map(|(label, href)| (label.to_owned(), href.to_owned()))
        .collect()
}

/// GET /dossier/comptes-rendus/{report}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    report: Authorised<Report, Reads>,
    Query(with): Query<With>,
) -> AppResult<Response> {
    let row = report.object.row;
    if row.deleted_at.is_none() && row.state.is_editable() {
        let shown = Shown::Saved {
            beside: with.number(),
        };
        let page = report_edit::page(&app, &actor, shell, &row, shown).await?;
        return Ok(Page::new(page).into_response());
    }
    let curriculum = curriculum_of(&app, row.curriculum_id).await?;
    let draft = row.state.is_editable();
    let body = body(&app, actor.school, row.id, draft, &curriculum)
        .await?
        .ok_or(AppError::NotFound)?;
    let lines = store::version_lines(app.db.reader(), actor.school, row.id).await?;
    let may_reply = row.deleted_at.is_none();
    Ok(Page::new(ShowPage {
        shell,
        trail: owned_trail(),
        here: row.title.clone(),
        title: body.title.clone(),
        about: body.about.clone(),
        chip: state_chip(row.state),
        steps: steps(&row, &lines),
        notice: notice(&row),
        buttons: buttons(&row),
        links: Vec::new(),
        threads: feedback_view::of_report(&app.db, actor.school, row.id, may_reply).await?,
        versions: versions::rows(&app, &actor, row.id, &lines).await?,
        advice: Vec::new(),
        body,
    })
    .into_response())
}

/// GET /dossier/comptes-rendus/{report}/apercu: the draft as readers would see it.
pub async fn preview(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    report: Authorised<Report, Reads>,
) -> AppResult<Response> {
    let row = report.object.row;
    if row.deleted_at.is_some() || !row.state.is_editable() {
        return Ok(axum::response::Redirect::to(&paths::report(row.id)).into_response());
    }
    let curriculum = curriculum_of(&app, row.curriculum_id).await?;
    let content = store::content(app.db.reader(), &row).await?;
    let body = of_content(&app, actor.school, &content, 0, &curriculum).await?;
    let mut trail = owned_trail();
    trail.push((row.title.clone(), paths::report(row.id)));
    Ok(Page::new(ShowPage {
        shell,
        trail,
        here: "Relire".to_owned(),
        title: body.title.clone(),
        about: body.about.clone(),
        chip: state_chip(row.state),
        steps: Vec::new(),
        notice: None,
        buttons: vec![PostButton {
            action: paths::below_report(row.id, "soumettre"),
            icon: "send",
            label: match row.revised {
                true => "Soumettre à nouveau",
                false => "Soumettre",
            },
            kind: "primary",
            field: Some(("tel_quel", "oui".to_owned())),
        }],
        links: vec![LinkButton {
            href: paths::report(row.id),
            icon: "pencil",
            label: "Continuer à écrire",
        }],
        threads: Vec::new(),
        versions: Vec::new(),
        advice: advice(&content),
        body,
    })
    .into_response())
}

fn notice(row: &Model) -> Option<NoticeView> {
    if row.deleted_at.is_some() {
        return Some(NoticeView {
            kind: "warn",
            icon: "trash-2",
            title: "Ce compte rendu est dans la corbeille".to_owned(),
            text: format!(
                "Sortez-le de la corbeille pour continuer. Sinon, il sera effacé {KEPT_DELETED_DAYS} jours après y avoir été mis."
            ),
        });
    }
    match (row.state, row.read_at) {
        (State::Submitted, None) => Some(NoticeView {
            kind: "",
            icon: "mail",
            title: "L’équipe n’a pas encore lu ce compte rendu".to_owned(),
            text: "Vous pouvez encore reprendre votre copie pour la changer.".to_owned(),
        }),
        (State::Submitted, Some(at)) => Some(NoticeView {
            kind: "",
            icon: "mail-open",
            title: "L’équipe a lu ce compte rendu".to_owned(),
            text: format!("Lu le {}. Attendez son retour.", date_time(at)),
        }),
        (State::Validated, _) => Some(NoticeView {
            kind: "ok",
            icon: "circle-check",
            title: "Ce compte rendu est validé".to_owned(),
            text: "Vous pouvez le rouvrir pour écrire une nouvelle version\u{a0}; la version validée reste lisible.".to_owned(),
        }),
        (State::Draft | State::ToRevise, _) => None,
    }
}

fn buttons(row: &Model) -> Vec<PostButton> {
    let button = |what: &str, icon, label, kind| PostButton {
        action: paths::below_report(row.id, what),
        icon,
        label,
        kind,
        field: None,
    };
    if row.deleted_at.is_some() {
        return vec![button(
            "restaurer",
            "undo-2",
            "Sortir de la corbeille",
            "primary",
        )];
    }
    match (row.state, row.read_at) {
        (State::Submitted, None) => {
            vec![button(
                "reprendre",
                "undo-2",
                "Reprendre ma copie",
                "secondary",
            )]
        }
        (State::Validated, _) => vec![
            button("rouvrir", "pencil", "Rouvrir", "secondary"),
            button("supprimer", "trash-2", "Mettre à la corbeille", "quiet"),
        ],
        _ => Vec::new(),
    }
}
