//! Writing the report while one talks. One plain form does everything without
//! a script; with one, the same form is saved every few seconds.

use askama::Template;
use axum::Json;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use db::DbError;
use http::StatusCode;
use kernel::{FieldErrors, date_long, local_date, time_short};
use serde_json::json;
use web::client::FromScript;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Authorised, Field, Flash, Form, Page, Shell};

use super::{answer, show};
use crate::interviews::commands::{self, By};
use crate::interviews::forms::WriteForm;
use crate::interviews::object::{Interview, Leads, SignsAsTeam};
use crate::interviews::store::interviews;
use crate::interviews::view::{called, when};
use crate::interviews::{Content, Section, paths, questions};
use crate::pages::parts::curriculum_of;
use crate::pages::report_save::refused_by_script;
use crate::report::commands::{Aside, Refused, Saved};
use crate::report::view::{LinkedView, linked};

/// A section to write in.
struct SectionField {
    field: Field,
    label: &'static str,
    help: String,
}

/// The page.
#[derive(Template)]
#[template(path = "interviews/pages/write.html")]
pub struct WritePage {
    shell: Shell,
    trail: Vec<(String, String)>,
    base: String,
    id: String,
    learner: String,
    when: String,
    version: String,
    saved: String,
    errors: Vec<SummaryLine>,
    /// Why the text could not be saved.
    unsaved: Option<String>,
    sections: Vec<SectionField>,
    links: Vec<LinkedView>,
    asked: Vec<&'static str>,
    signs: bool,
    leader: String,
}

/// What the page shows besides the interview.
struct Shown {
    form: WriteForm,
    errors: FieldErrors,
    unsaved: Option<String>,
}

/// GET /entretiens/{interview}/compte-rendu. A report that is not being
/// written is read on the page of the interview.
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Interview, Leads>,
) -> AppResult<Response> {
    let row = &found.object.row;
    if !row.state.is_writable() || row.deleted_at.is_some() {
        return Ok(axum::response::Redirect::to(&paths::interview(row.id)).into_response());
    }
    let shown = Shown {
        form: WriteForm::of(&row.content(), row.version),
        errors: FieldErrors::new(),
        unsaved: None,
    };
    Ok(Page::new(page(&app, &actor, shell, row, shown).await?).into_response())
}

async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    row: &interviews::Model,
    shown: Shown,
) -> AppResult<WritePage> {
    let curriculum = curriculum_of(app, row.curriculum_id).await?;
    let people = [row.learner_id, row.teacher_id];
    let names = people::api::names_of(&app.db, actor.school, &people).await?;
    let mut trail = show::trail(row, &names, false);
    trail.push((show::heading(row), paths::interview(row.id)));
    let Shown {
        form,
        errors,
        unsaved,
    } = shown;
    Ok(WritePage {
        shell,
        trail,
        base: paths::interview(row.id),
        id: row.id.to_string(),
        learner: called(&names, row.learner_id),
        when: when(row.slot()),
        saved: saved(row, app),
        errors: summary(&errors),
        unsaved,
        sections: Section::ALL
            .iter()
            .map(|section| SectionField {
                field: Field::with(section.code(), form.get(*section), &errors),
                label: section.label(),
                help: section.help().to_owned(),
            })
            .collect(),
        version: form.version,
        links: linked(&row.target_codes(), &curriculum),
        asked: questions::shipped().texts(&row.question_codes()),
        signs: row.teacher_id == actor.account,
        leader: called(&names, row.teacher_id),
    })
}

/// « Enregistré à 17 h 42 » today, « Enregistré le 9 mars 2027 » later.
fn saved(row: &interviews::Model, app: &App) -> String {
    match local_date(row.saved_at) == local_date(app.clock.now()) {
        true => format!("Enregistré à {}", time_short(row.saved_at)),
        false => format!("Enregistré le {}", date_long(local_date(row.saved_at))),
    }
}

/// POST /entretiens/{interview}/compte-rendu
pub async fn save(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    FromScript(script): FromScript,
    found: Authorised<Interview, Leads>,
    Form(form): Form<WriteForm>,
) -> AppResult<Response> {
    let row = &found.object.row;
    let content = match form.read() {
        Ok(content) => content,
        Err(errors) if script => return Ok(refused_by_script(&errors)),
        Err(errors) => return refused(&app, &actor, shell, row, form, errors).await,
    };
    match keep(&app, &actor, row, &form, content, false).await {
        Ok(saved) => Ok(said(row, saved, script)),
        Err(Refused::Db(error)) if !script => unsaved(&app, &actor, shell, row, form, error).await,
        Err(refused) => Err(refused.into()),
    }
}

/// POST /entretiens/{interview}/signer: saves, then signs for the team.
pub async fn sign(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Interview, SignsAsTeam>,
    Form(form): Form<WriteForm>,
) -> AppResult<Response> {
    let row = &found.object.row;
    let content = match form.read() {
        Ok(content) => content,
        Err(errors) => return refused(&app, &actor, shell, row, form, errors).await,
    };
    match keep(&app, &actor, row, &form, content, true).await {
        Ok(saved @ Saved::Beside { .. }) => Ok(said(row, saved, false)),
        Ok(Saved::Current { .. }) => answer(
            Ok(()),
            "Vous avez signé. La personne est prévenue et signe à son tour.",
            paths::interview(row.id),
        ),
        // Nothing of the text is lost: it is saved on its own, then the sentence.
        Err(Refused::Because(sentence)) => {
            let text = form.read().unwrap_or_default();
            keep(&app, &actor, row, &form, text, false).await?;
            Ok(Flash::danger(sentence).to(paths::write(row.id)))
        }
        Err(Refused::Db(error)) => unsaved(&app, &actor, shell, row, form, error).await,
    }
}

/// Saves in one write; `sign` signs in the same one.
async fn keep(
    app: &App,
    actor: &Actor,
    row: &interviews::Model,
    form: &WriteForm,
    content: Content,
    sign: bool,
) -> Result<Saved, Refused> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), row.id);
    let version = form.version.parse().unwrap_or(0);
    app.db
        .write(move |tx| {
            let (clock, content) = (clock.clone(), content.clone());
            async move {
                let saved = commands::save(&tx, &clock, by, id, version, &content).await?;
                if sign && matches!(saved, Saved::Current { .. }) {
                    commands::sign_as_team(&tx, &clock, by, id).await?;
                }
                Ok(saved)
            }
        })
        .await
}

/// What became of a text, for the script or for the page.
fn said(row: &interviews::Model, saved: Saved, script: bool) -> Response {
    match saved {
        Saved::Current { version, at } if script => Json(json!({
            "version": version,
            "saved_at": at.to_rfc3339(),
            "message": format!("Enregistré à {}", time_short(at)),
        }))
        .into_response(),
        Saved::Current { .. } => Flash::ok("Enregistré.").to(paths::write(row.id)),
        Saved::Beside { number, why } if script => (
            StatusCode::CONFLICT,
            Json(json!({
                "conflict_url": paths::version(row.id, number),
                "message": beside(why, number),
            })),
        )
            .into_response(),
        Saved::Beside { number, why } => {
            Flash::warn(beside(why, number)).to(paths::version(row.id, number))
        }
    }
}

/// What became of a text that could not be put in place.
fn beside(why: Aside, number: i32) -> String {
    match why {
        Aside::Crossed => format!(
            "Ce compte rendu a changé ailleurs pendant que vous écriviez. Les deux textes sont gardés, le vôtre comme version {number}\u{a0}: comparez-les avant de continuer."
        ),
        Aside::Deleted => format!(
            "Cet entretien a été mis à la corbeille ailleurs. Ce que vous venez d’écrire est gardé avec lui, comme version {number}."
        ),
        Aside::Closed => format!(
            "Ce compte rendu est signé\u{a0}: il ne change plus. Ce que vous venez d’écrire est gardé à part, comme version {number}."
        ),
    }
}

/// What is wrong with the form, on the page.
async fn refused(
    app: &App,
    actor: &Actor,
    shell: Shell,
    row: &interviews::Model,
    form: WriteForm,
    errors: FieldErrors,
) -> AppResult<Response> {
    let shown = Shown {
        form,
        errors,
        unsaved: None,
    };
    Ok(Page::invalid(page(app, actor, shell, row, shown).await?).into_response())
}

/// The form again with all that was typed, when the database did not take it.
async fn unsaved(
    app: &App,
    actor: &Actor,
    shell: Shell,
    row: &interviews::Model,
    form: WriteForm,
    error: DbError,
) -> AppResult<Response> {
    let shown = Shown {
        form,
        errors: FieldErrors::new(),
        unsaved: Some(error.to_string()),
    };
    let error = AppError::from(error);
    let status = error.status();
    tracing::error!(status = status.as_u16(), %error, "the report of an interview was not saved");
    match page(app, actor, shell, row, shown).await {
        Ok(page) => Ok(Page::new(page).status(status).into_response()),
        Err(_) => Err(error),
    }
}
