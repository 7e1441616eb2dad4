//! Attaching a file to a situation or to one of its missions.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Multipart, State as Extract};
use axum::response::{IntoResponse, Response};
use files::{Prepared, Refusal};
use http::StatusCode;
use kernel::{FieldErrors, file_size};
use web::forms::{SummaryLine, optional_line, summary};
use web::upload::{NotTaken, Received, Upload, receive};
use web::{Actor, App, AppResult, Authorised, Field, Flash, Page, Shell};

use crate::documents::commands::{Place, add};
use crate::documents::store::of_situation;
use crate::model::MissionId;
use crate::pages::situations::trail;
use crate::paths;
use crate::rows::missions;
use crate::rows::situations::Model;
use crate::sheets::By;
use crate::situations::object::{Situation, Writes};
use crate::situations::store::missions_of;

/// What a document is, in so many characters.
const ABOUT_MAX: usize = 300;
/// The fields beside the files.
const FIELDS: &[&str] = &["mission", "description"];

/// A document that was removed.
struct Removed {
    name: String,
    restore: String,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/documents/add.html")]
pub struct AddPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    action: String,
    back: String,
    errors: Vec<SummaryLine>,
    /// The files that were refused, and why.
    refusals: Vec<(String, String)>,
    /// What became of the others.
    added: Option<String>,
    fichier: Field,
    mission: Field,
    missions: Vec<(String, String)>,
    description: Field,
    accept: String,
    help: String,
    removed: Vec<Removed>,
}

/// What came out of a form.
#[derive(Default)]
struct Outcome {
    errors: FieldErrors,
    refusals: Vec<(String, String)>,
    added: Option<String>,
    mission: String,
    description: String,
}

/// GET /situations/{situation}/documents/nouveau
pub async fn form(
    Extract(app): Extract<App>,
    shell: Shell,
    situation: Authorised<Situation, Writes>,
) -> AppResult<Page<AddPage>> {
    let row = situation.object.row;
    let page = page(&app, shell, &row, Outcome::default()).await?;
    Ok(Page::new(page))
}

async fn page(app: &App, shell: Shell, row: &Model, outcome: Outcome) -> AppResult<AddPage> {
    let (reader, limits) = (app.db.reader(), app.files.limits());
    let missions = missions_of(reader, row.school_id, &[row.id]).await?;
    let removed = of_situation(reader, row.school_id, row.id, true).await?;
    let errors = &outcome.errors;
    Ok(AddPage {
        shell,
        trail: trail(Some(row)),
        action: paths::below(row.id, "documents/nouveau"),
        back: format!("{}#documents", paths::situation(row.id)),
        errors: summary(errors),
        refusals: outcome.refusals,
        added: outcome.added,
        fichier: Field::with("fichier", "", errors),
        mission: Field::with("mission", outcome.mission, errors),
        missions: missions
            .into_iter()
            .map(|one| {
                (
                    one.id.to_string(),
                    format!("La mission «\u{202f}{}\u{202f}»", one.title),
                )
            })
            .collect(),
        description: Field::with("description", outcome.description, errors),
        accept: files::accept_attribute(),
        help: format!(
            "Image ({} au plus), document ou son ({}), vidéo ({}).",
            file_size(limits.image),
            file_size(limits.document),
            file_size(limits.video)
        ),
        removed: removed
            .into_iter()
            .map(|one| Removed {
                restore: paths::below_document(one.id, "restaurer"),
                name: one.name,
            })
            .collect(),
    })
}

/// POST /situations/{situation}/documents/nouveau
pub async fn upload(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    situation: Authorised<Situation, Writes>,
    form: Multipart,
) -> AppResult<Response> {
    let row = situation.object.row;
    let upload = receive(&app.files, actor.school, actor.account, form, FIELDS).await;
    let missions = missions_of(app.db.reader(), actor.school, &[row.id]).await?;
    let (outcome, status) = take(&app, &actor, &row, &missions, upload).await;
    match outcome.added {
        Some(added) if outcome.refusals.is_empty() => {
            Ok(Flash::ok(added).to(format!("{}#documents", paths::situation(row.id))))
        }
        _ => {
            let page = page(&app, shell, &row, outcome).await?;
            Ok(Page::new(page).status(status).into_response())
        }
    }
}

/// Records the files that were taken; says what became of all of them.
async fn take(
    app: &App,
    actor: &Actor,
    row: &Model,
    missions: &[missions::Model],
    upload: Upload,
) -> (Outcome, StatusCode) {
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    let mut outcome = Outcome {
        mission: upload.text("mission").to_owned(),
        description: upload.text("description").to_owned(),
        ..Outcome::default()
    };
    let mission = outcome
        .errors
        .take("mission", mission(&outcome.mission, missions));
    let about = optional_line(&outcome.description, "La description", ABOUT_MAX);
    let about = outcome.errors.take("description", about).flatten();
    if upload.files.is_empty() {
        let sentence = "Aucun fichier n’a été choisi. Choisissez-en un, puis joignez-le.";
        outcome.errors.add("fichier", sentence);
    }
    let mut taken = Vec::new();
    for Received { name, result } in upload.files {
        match result {
            Ok(prepared) => taken.push(prepared),
            Err(refused) => {
                if let NotTaken::Refused(refusal) = &refused {
                    status = status.max(status_of(refusal));
                }
                outcome.refusals.push((name, refused.to_string()));
            }
        }
    }
    let (Some(mission), true) = (mission, outcome.errors.is_empty()) else {
        return (outcome, status);
    };
    let place = Place {
        situation: row.id,
        mission,
        id: None,
    };
    let count = taken.len();
    match record(
        app,
        By::from(actor),
        place,
        taken,
        about.unwrap_or_default(),
    )
    .await
    {
        Ok(()) if count > 0 => {
            outcome.added = Some(match count {
                1 => "Document joint.".to_owned(),
                n => format!("{n} documents joints."),
            });
        }
        Ok(()) => {}
        Err(refusal) => {
            status = status.max(status_of(&refusal));
            outcome.refusals.push((String::new(), refusal.to_string()));
        }
    }
    (outcome, status)
}

/// The mission that was chosen; none for the team.
fn mission(typed: &str, missions: &[missions::Model]) -> Result<Option<MissionId>, &'static str> {
    if typed.is_empty() {
        return Ok(None);
    }
    let id: Option<MissionId> = typed.parse().ok();
    match id.filter(|id| missions.iter().any(|mission| mission.id == *id)) {
        Some(id) => Ok(Some(id)),
        None => Err("Cette mission n’est plus dans la situation. Choisissez-en une autre."),
    }
}

fn status_of(refusal: &Refusal) -> StatusCode {
    if refusal.is_failure() {
        tracing::error!(
            error = kernel::causes(refusal),
            "a document could not be stored"
        );
    }
    web::status_of_refusal(refusal)
}

async fn record(
    app: &App,
    by: By,
    place: Place,
    taken: Vec<Prepared>,
    about: String,
) -> Result<(), Refusal> {
    let (files, clock, taken) = (app.files.clone(), app.clock.clone(), Arc::new(taken));
    app.db
        .write(move |tx| {
            let work = (
                files.clone(),
                clock.clone(),
                Arc::clone(&taken),
                about.clone(),
            );
            async move {
                let (files, clock, taken, about) = work;
                for prepared in taken.iter() {
                    add(&tx, &clock, &files, by, place, prepared, &about).await?;
                }
                Ok(())
            }
        })
        .await
}
