//! « Mon dossier en PDF »: asking for it, seeing how far it is, fetching it.

use askama::Template;
use axum::Json;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use chrono::Duration;
use documents::Conformity;
use http::header::CACHE_CONTROL;
use http::{HeaderMap, HeaderValue};
use kernel::{FieldErrors, count, date_long, date_time, file_size, local_date};
use serde_json::json;
use web::client::FromScript;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Field, Flash, Form, Page, Shell, download};

use crate::export::collect::{Collected, Head, collect, heads};
use crate::export::commands::ask as ask_for;
use crate::export::forms::ExportForm;
use crate::export::store::{self, exports};
use crate::export::{Choice, KEPT_DAYS, Stage};
use crate::paths;
use crate::report::ReportId;

/// A PDF that can be fetched.
struct Ready {
    href: &'static str,
    /// « Télécharger (PDF, 34 pages, 2,1 Mo) ».
    label: String,
    made: String,
    until: String,
    contents: String,
    conformity: &'static str,
    notes: Vec<String>,
    changed: bool,
}

/// A report to choose.
struct Line {
    id: String,
    /// The `id` of its field.
    field: String,
    title: String,
    checked: bool,
}

/// The form of what goes in.
struct Choices {
    drafts: Field,
    drafts_count: u64,
    loose: Field,
    reports: Vec<Line>,
    error: Option<String>,
    /// « 12 sur 12 ».
    chosen: String,
    /// The list is open: something in it is not as usual.
    open: bool,
    action: &'static str,
    button: &'static str,
    primary: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/export.html")]
pub struct ExportPage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    address: &'static str,
    /// Percent done and the words for it, while one is on its way.
    under_way: Option<(u8, &'static str)>,
    failure: Option<String>,
    ready: Option<Ready>,
    errors: Vec<SummaryLine>,
    /// Name and address of the images to describe.
    undescribed: Vec<(String, String)>,
    /// « 3 images à décrire ».
    to_describe: String,
    choices: Option<Choices>,
    kept_days: i64,
}

/// GET /dossier/export. To our script: how far it is.
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    FromScript(by_script): FromScript,
) -> AppResult<Response> {
    if by_script {
        return progress(&app, &actor).await;
    }
    Ok(Page::new(page(&app, &actor, shell, None).await?).into_response())
}

/// Percent done and the sentence, or that it is over: the page then says how.
async fn progress(app: &App, actor: &Actor) -> AppResult<Response> {
    let reader = app.db.reader();
    let own = store::own(reader, actor.school, actor.account).await?;
    let stage = match own.next {
        Some(next) => next.stage(reader).await?,
        None => Stage::Ready,
    };
    Ok(match under_way(&stage) {
        Some((percent, words)) => {
            Json(json!({ "over": false, "percent": percent, "message": words }))
        }
        None => Json(json!({ "over": true, "percent": 100, "message": "" })),
    }
    .into_response())
}

fn under_way(stage: &Stage) -> Option<(u8, &'static str)> {
    match stage {
        Stage::Waiting => Some((0, "Votre dossier attend son tour.")),
        Stage::Running(percent) if *percent < 50 => Some((*percent, "Lecture de vos images.")),
        Stage::Running(percent) if *percent < 80 => Some((*percent, "Mise en page.")),
        Stage::Running(percent) => Some((*percent, "Écriture du fichier.")),
        Stage::Ready | Stage::Failed(_) => None,
    }
}

async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    typed: Option<(ExportForm, FieldErrors)>,
) -> AppResult<ExportPage> {
    let reader = app.db.reader();
    let own = store::own(reader, actor.school, actor.account).await?;
    let stage = match &own.next {
        Some(next) => Some(next.stage(reader).await?),
        None => None,
    };
    let under_way = stage.as_ref().and_then(under_way);
    let failure = match stage {
        Some(Stage::Failed(sentence)) => Some(sentence),
        _ => None,
    };
    let heads = heads(reader, actor.school, actor.account).await?;
    let errors = typed
        .as_ref()
        .map_or_else(Vec::new, |(_, errors)| summary(errors));
    let (ready, undescribed) = match &own.made {
        Some(made) => ready(app, actor, made).await?,
        None => (None, Vec::new()),
    };
    let choices = match under_way {
        Some(_) => None,
        None => {
            let last = own.next.as_ref().or(own.made.as_ref());
            let choice = last.map(exports::Model::choice).unwrap_or_default();
            let button = match (&failure, &ready) {
                (Some(_), _) => "Réessayer",
                (None, Some(_)) => "Refaire",
                (None, None) => "Préparer mon dossier",
            };
            let primary = failure.is_some() || ready.is_none();
            Some(choices(&heads, &choice, typed, button, primary))
        }
    };
    Ok(ExportPage {
        shell,
        trail: vec![("Mon parcours", paths::DOSSIER)],
        address: paths::EXPORT,
        under_way,
        failure,
        ready,
        errors,
        to_describe: count(
            undescribed.len() as u64,
            "image à décrire",
            "images à décrire",
        ),
        undescribed,
        choices,
        kept_days: KEPT_DAYS,
    })
}

/// What is said of a PDF, and the images of the present dossier that nobody
/// has described; nothing when its file is gone.
async fn ready(
    app: &App,
    actor: &Actor,
    made: &exports::Model,
) -> AppResult<(Option<Ready>, Vec<(String, String)>)> {
    let file = match made.file_id {
        Some(id) => files::records::find(app.db.reader(), actor.school, id).await?,
        None => None,
    };
    let Some(file) = file else {
        return Ok((None, Vec::new()));
    };
    let now = now_in(app, actor, &made.choice()).await?;
    let at = made.done_at.unwrap_or(made.asked_at);
    let amount = |n: Option<i32>| u64::try_from(n.unwrap_or(0)).unwrap_or(0);
    let ready = Ready {
        href: paths::EXPORT_FILE,
        label: format!(
            "Télécharger (PDF, {}, {})",
            count(amount(made.pages), "page", "pages"),
            file_size(file.byte_size())
        ),
        made: date_time(at),
        until: date_long(local_date(made.asked_at + Duration::days(KEPT_DAYS))),
        contents: contents(amount(made.reports), &made.choice()),
        conformity: match made.accessible {
            Some(true) => Conformity::PdfAAndUa.label(),
            _ => Conformity::PdfA.label(),
        },
        notes: made.notes(),
        changed: made.fingerprint.as_deref() != Some(&now.fingerprint),
    };
    let undescribed = now
        .undescribed
        .into_iter()
        .map(|(id, name)| (name, paths::own_piece(id)))
        .collect();
    Ok((Some(ready), undescribed))
}

/// The dossier as it is now.
async fn now_in(app: &App, actor: &Actor, choice: &Choice) -> AppResult<Collected> {
    let today = local_date(app.clock.now());
    let (school, learner) = (actor.school, actor.account);
    Ok(collect(&app.db, &app.files, today, school, learner, choice).await?)
}

/// « 12 comptes rendus, brouillons compris ».
fn contents(reports: u64, choice: &Choice) -> String {
    let reports = match reports {
        0 => "aucun compte rendu".to_owned(),
        n => count(n, "compte rendu", "comptes rendus"),
    };
    let drafts = match choice.drafts {
        true => "brouillons compris",
        false => "sans les brouillons",
    };
    format!("{reports}, {drafts}")
}

fn choices(
    heads: &[Head],
    choice: &Choice,
    typed: Option<(ExportForm, FieldErrors)>,
    button: &'static str,
    primary: bool,
) -> Choices {
    let submitted = submitted(heads);
    let (form, errors) =
        typed.unwrap_or_else(|| (ExportForm::of(choice, &submitted), FieldErrors::new()));
    // The latest first: those that one looks for.
    let reports: Vec<Line> = heads
        .iter()
        .rev()
        .filter(|head| head.submitted_at.is_some())
        .map(|head| {
            let id = head.id.to_string();
            Line {
                checked: form.comptes_rendus.contains(&id),
                title: head.title.clone(),
                field: format!("cr-{id}"),
                id,
            }
        })
        .collect();
    let ticked = reports.iter().filter(|line| line.checked).count();
    Choices {
        drafts: Field::new("brouillons", form.brouillons),
        drafts_count: (heads.len() - reports.len()) as u64,
        loose: Field::new("pieces", form.pieces),
        error: errors.get("comptes_rendus").map(str::to_owned),
        chosen: format!("{ticked} sur {}", reports.len()),
        open: ticked < reports.len(),
        reports,
        action: paths::EXPORT,
        button,
        primary,
    }
}

fn submitted(heads: &[Head]) -> Vec<ReportId> {
    heads
        .iter()
        .filter(|head| head.submitted_at.is_some())
        .map(|head| head.id)
        .collect()
}

/// POST /dossier/export
pub async fn ask(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Form(form): Form<ExportForm>,
) -> AppResult<Response> {
    let (school, learner) = (actor.school, actor.account);
    let heads = heads(app.db.reader(), school, learner).await?;
    let choice = match form.read(&submitted(&heads)) {
        Ok(choice) => choice,
        Err(errors) => {
            let page = page(&app, &actor, shell, Some((form, errors))).await?;
            return Ok(Page::invalid(page).into_response());
        }
    };
    let clock = app.clock.clone();
    app.db
        .write(move |tx| {
            let (clock, choice) = (clock.clone(), choice.clone());
            async move { ask_for(&tx, &clock, school, learner, &choice).await }
        })
        .await?;
    Ok(
        Flash::ok("Votre dossier est en préparation. Vous pouvez quitter cette page et y revenir.")
            .to(paths::EXPORT),
    )
}

/// GET /dossier/export.pdf: the last one made.
pub async fn fetch(
    Extract(app): Extract<App>,
    actor: Actor,
    headers: HeaderMap,
) -> AppResult<Response> {
    let reader = app.db.reader();
    let own = store::own(reader, actor.school, actor.account).await?;
    let file = own.made.and_then(|made| made.file_id);
    let file = file.ok_or(AppError::NotFound)?;
    let file = files::records::find(reader, actor.school, file)
        .await?
        .ok_or(AppError::NotFound)?;
    let mut answer = download::send(&app.files, &file, &headers, true).await?;
    // One address for everybody's dossier, whose content changes: no copy of
    // it may wait in the browser of a shared computer.
    answer
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}
