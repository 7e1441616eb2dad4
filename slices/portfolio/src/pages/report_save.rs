//! Saving and submitting what was written. The script and the page send the
//! same fields to the same address; only the form of the answer differs.

use std::sync::Arc;

use axum::Json;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use curriculum::Curriculum;
use db::{DbError, Tx};
use http::StatusCode;
use kernel::{AccountId, Clock, FieldErrors, SchoolId, time_short};
use serde_json::json;
use web::client::FromScript;
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Form, Page, Shell};

use super::parts::curriculum_of;
use super::report_edit::{self, Shown};
use crate::feedback::notices::{About, notify_submission};
use crate::paths;
use crate::report::commands::{self, Aside, Refused, Saved};
use crate::report::forms::ReportForm;
use crate::report::object::Writes;
use crate::report::store::reports::Model;
use crate::report::view::linked;
use crate::report::{Content, Report, ReportId};

/// What a request to submit led to.
enum Outcome {
    /// It is with the team.
    Submitted,
    /// The text is kept beside the one in place.
    Beside(i32, Aside),
    /// It is saved, but cannot be submitted: why.
    SavedOnly(String),
}

/// POST /dossier/comptes-rendus/{report}/enregistrer
pub async fn save(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    FromScript(script): FromScript,
    report: Authorised<Report, Writes>,
    Form(form): Form<ReportForm>,
) -> AppResult<Response> {
    let row = report.object.row;
    let curriculum = curriculum_of(&app, row.curriculum_id).await?;
    let content = match form.read(&curriculum) {
        Ok(content) => content,
        Err(errors) if script => return Ok(refused_by_script(&errors)),
        Err(errors) => return refused(&app, &actor, shell, &row, form, errors).await,
    };
    let version = form.version.parse().unwrap_or(0);
    let (clock, school, author, id) = (app.clock.clone(), actor.school, actor.account, row.id);
    let saved = app
        .db
        .write(move |tx| {
            let (clock, content) = (clock.clone(), content.clone());
            async move { commands::save(&tx, &clock, school, author, id, version, &content).await }
        })
        .await;
    let saved = match saved {
        Ok(saved) => saved,
        Err(Refused::Db(error)) if !script => {
            return unsaved(&app, &actor, shell, &row, form, error).await;
        }
        Err(refused) => return Err(refused.into()),
    };
    match saved {
        Saved::Current { version, at } if script => Ok(Json(json!({
            "version": version,
            "saved_at": at.to_rfc3339(),
            "message": format!("Enregistré à {}", time_short(at)),
        }))
        .into_response()),
        Saved::Current { .. } if form.ensuite == "relire" => {
            Ok(axum::response::Redirect::to(&paths::below_report(id, "apercu")).into_response())
        }
        Saved::Current { .. } => Ok(Flash::ok("Enregistré.").to(match form.avec.parse() {
            Ok(number) => paths::write_beside(id, number),
            Err(_) => paths::report(id),
        })),
        Saved::Beside { number, why } if script => Ok((
            StatusCode::CONFLICT,
            Json(json!({
                "conflict_url": paths::compare(id, number),
                "message": beside(why, number),
            })),
        )
            .into_response()),
        Saved::Beside { number, why } => {
            Ok(Flash::warn(beside(why, number)).to(paths::compare(id, number)))
        }
    }
}

/// What became of a text that could not be put in place.
fn beside(why: Aside, number: i32) -> String {
    match why {
        Aside::Crossed => format!(
            "Ce texte a changé ailleurs pendant que vous écriviez. Les deux textes sont gardés, le vôtre comme version {number}\u{a0}: comparez-les avant de continuer."
        ),
        Aside::Deleted => format!(
            "Ce compte rendu a été mis à la corbeille ailleurs. Ce que vous venez d’écrire est gardé avec lui, comme version {number}\u{a0}: sortez-le de la corbeille pour continuer."
        ),
        Aside::Closed => format!(
            "Ce compte rendu n’est plus un brouillon\u{a0}: il ne change plus. Ce que vous venez d’écrire est gardé à part, comme version {number}."
        ),
    }
}

/// What is wrong with a form that is saved while it is written, for the script.
pub fn refused_by_script(errors: &FieldErrors) -> Response {
    let message = errors.iter().next().map_or("", |error| &error.message);
    (
        StatusCode::UNPROCESSABLE_ENTITY,
        Json(json!({ "message": message })),
    )
        .into_response()
}

/// What is wrong with the form, on the page.
async fn refused(
    app: &App,
    actor: &Actor,
    shell: Shell,
    row: &Model,
    form: ReportForm,
    errors: FieldErrors,
) -> AppResult<Response> {
    let page = report_edit::page(app, actor, shell, row, Shown::Refused(form, errors)).await?;
    Ok(Page::invalid(page).into_response())
}

/// The form again with all that was typed, when the database did not take it.
async fn unsaved(
    app: &App,
    actor: &Actor,
    shell: Shell,
    row: &Model,
    form: ReportForm,
    error: DbError,
) -> AppResult<Response> {
    let shown = Shown::Unsaved(form, error.to_string());
    let error = AppError::from(error);
    let status = error.status();
    tracing::error!(status = status.as_u16(), %error, "a report was not saved");
    match report_edit::page(app, actor, shell, row, shown).await {
        Ok(page) => Ok(Page::new(page).status(status).into_response()),
        Err(_) => Err(error),
    }
}

/// POST /dossier/comptes-rendus/{report}/soumettre: saves, then submits.
pub async fn submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    report: Authorised<Report, Writes>,
    Form(form): Form<ReportForm>,
) -> AppResult<Response> {
    let row = report.object.row;
    let curriculum = curriculum_of(&app, row.curriculum_id).await?;
    let written = if form.tel_quel.is_empty() {
        match form.read(&curriculum) {
            Ok(content) => Some((form.version.parse().unwrap_or(0), content)),
            Err(errors) => return refused(&app, &actor, shell, &row, form, errors).await,
        }
    } else {
        None
    };
    let work = Submission {
        clock: app.clock.clone(),
        school: actor.school,
        author: actor.account,
        id: row.id,
        written,
        curriculum,
    };
    let outcome = app
        .db
        .write(move |tx| {
            let work = work.clone();
            async move { work.run(&tx).await }
        })
        .await;
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(Refused::Db(error)) if form.tel_quel.is_empty() => {
            return unsaved(&app, &actor, shell, &row, form, error).await;
        }
        Err(refused) => return Err(refused.into()),
    };
    Ok(match outcome {
        Outcome::Submitted => Flash::ok(
            "Compte rendu soumis. L’équipe est prévenue\u{a0}; vous pouvez reprendre votre copie tant que personne ne l’a lue.",
        )
        .to(paths::report(row.id)),
        Outcome::Beside(number, why) => {
            Flash::warn(beside(why, number)).to(paths::compare(row.id, number))
        }
        Outcome::SavedOnly(sentence) => Flash::danger(sentence).to(paths::report(row.id)),
    })
}

/// All that submitting needs, in one transaction.
#[derive(Clone)]
struct Submission {
    clock: Clock,
    school: SchoolId,
    author: AccountId,
    id: ReportId,
    /// What to save first: the version it started from, the text.
    written: Option<(i32, Content)>,
    curriculum: Arc<Curriculum>,
}

impl Submission {
    async fn run(&self, tx: &Tx) -> Result<Outcome, Refused> {
        let Self {
            clock,
            school,
            author,
            id,
            ..
        } = self;
        if let Some((version, content)) = &self.written {
            let saved = commands::save(tx, clock, *school, *author, *id, *version, content).await?;
            if let Saved::Beside { number, why } = saved {
                return Ok(Outcome::Beside(number, why));
            }
        }
        let submitted = match commands::submit(tx, clock, *school, *author, *id).await {
            Ok(submitted) => submitted,
            // What was written stays saved: this is no failure of the transaction.
            Err(Refused::Because(sentence)) => return Ok(Outcome::SavedOnly(sentence)),
            Err(refused) => return Err(refused),
        };
        let mut blocks: Vec<u8> = linked(&submitted.content.targets, &self.curriculum)
            .iter()
            .map(|link| link.bloc)
            .collect();
        blocks.dedup();
        let about = About {
            school: *school,
            report: *id,
            learner: submitted.learner,
            title: &submitted.content.title,
        };
        notify_submission(tx, clock, &about, &blocks, submitted.again).await?;
        Ok(Outcome::Submitted)
    }
}
