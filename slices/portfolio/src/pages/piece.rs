//! One piece: seen or saved by those who may, described, linked, removed and
//! put back by its learner.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};
use curriculum::{Curriculum, Offer, Picker};
use files::StoredFile;
use http::HeaderMap;
use kernel::{FieldErrors, date_time};
use serde::Deserialize;
use web::forms::{SummaryLine, summary};
use web::{
    Actor, App, AppError, AppResult, Authorised, Field, Flash, Form, Page, Query, Shell, download,
};

use super::parts::curriculum_of;
use super::parts::pieces::{self, OwnPiece};
use super::retouch;
use crate::evidence::Piece;
use crate::evidence::commands::{describe, link_to, set_removed};
use crate::evidence::forms::PieceForm;
use crate::evidence::lock::{Unchanged, removable};
use crate::evidence::object::{Opens, Writes};
use crate::evidence::store::{self, evidence};
use crate::paths;
use crate::report::store as reports;

/// How the file is wanted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct How {
    /// Not empty to save it instead of showing it.
    enregistrer: String,
}

/// The file of a piece that was not removed.
pub async fn stored(app: &App, row: &evidence::Model) -> AppResult<StoredFile> {
    let id = row.file_id.ok_or(AppError::NotFound)?;
    files::records::find(app.db.reader(), row.school_id, id)
        .await?
        .ok_or(AppError::NotFound)
}

/// GET /pieces/{evidence}
pub async fn open(
    Extract(app): Extract<App>,
    piece: Authorised<Piece, Opens>,
    Query(how): Query<How>,
    headers: HeaderMap,
) -> AppResult<Response> {
    let row = piece.object.row;
    if let Some(url) = &row.url {
        return Ok(Redirect::to(url).into_response());
    }
    let file = stored(&app, &row).await?;
    download::send(&app.files, &file, &headers, !how.enregistrer.is_empty()).await
}

/// GET /pieces/{evidence}/vignette
pub async fn thumbnail(
    Extract(app): Extract<App>,
    piece: Authorised<Piece, Opens>,
    headers: HeaderMap,
) -> AppResult<Response> {
    let file = stored(&app, &piece.object.row).await?;
    download::send_thumbnail(&app.files, &file, &headers).await
}

/// The page of a piece of one's own.
#[derive(Template)]
#[template(path = "pages/piece.html")]
pub struct PiecePage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    piece: OwnPiece,
    removed: bool,
    restore: String,
    action: String,
    /// Title and address of its report.
    report: Option<(String, String)>,
    is_image: bool,
    /// Where its picture is retouched.
    retouch: Option<String>,
    /// « 24 novembre 2026 à 18 h 05 ».
    retouched: Option<String>,
    errors: Vec<SummaryLine>,
    description: Field,
    decorative: Field,
    picker: Option<Picker>,
}

/// GET /dossier/pieces/{evidence}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    piece: Authorised<Piece, Writes>,
) -> AppResult<Page<PiecePage>> {
    Ok(Page::new(
        page(&app, &actor, shell, &piece.object.row, None).await?,
    ))
}

/// The curriculum of the piece's report, or of the learner's class.
async fn curriculum_for(
    app: &App,
    actor: &Actor,
    report: Option<&reports::reports::Model>,
) -> AppResult<Option<Arc<Curriculum>>> {
    let id = match report {
        Some(report) => Some(report.curriculum_id),
        None => people::api::enrolment_of(&app.db, actor.school, actor.account)
            .await?
            .map(|enrolment| enrolment.class.curriculum),
    };
    match id {
        Some(id) => Ok(Some(curriculum_of(app, id).await?)),
        None => Ok(None),
    }
}

/// The report that a piece hangs on.
pub async fn report_of(
    app: &App,
    row: &evidence::Model,
) -> AppResult<Option<reports::reports::Model>> {
    match row.report_id {
        Some(id) => Ok(reports::find(app.db.reader(), row.school_id, id).await?),
        None => Ok(None),
    }
}

async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    row: &evidence::Model,
    typed: Option<(PieceForm, FieldErrors)>,
) -> AppResult<PiecePage> {
    let reader = app.db.reader();
    let mut own = pieces::own(reader, actor, std::slice::from_ref(row)).await?;
    let piece = own.pop().ok_or(AppError::NotFound)?;
    let file = match row.file_id {
        Some(id) => files::records::find(reader, row.school_id, id).await?,
        None => None,
    };
    let (form, errors) = match typed {
        Some(typed) => typed,
        None => {
            let mut codes = store::targets_of(reader, row.school_id, &[row.id]).await?;
            let decorative = file.as_ref().is_some_and(|file| file.decorative);
            let form = PieceForm {
                description: file
                    .as_ref()
                    .and_then(|file| file.description.clone())
                    .unwrap_or_default(),
                decorative: if decorative { "oui" } else { "" }.to_owned(),
                cible: codes.remove(&row.id).unwrap_or_default(),
            };
            (form, FieldErrors::new())
        }
    };
    let report = report_of(app, row).await?;
    let curriculum = curriculum_for(app, actor, report.as_ref()).await?;
    Ok(PiecePage {
        shell,
        trail: vec![
            ("Mon parcours", paths::DOSSIER),
            ("Mes pièces", paths::PIECES),
        ],
        piece,
        removed: row.removed_at.is_some(),
        restore: paths::below_piece(row.id, "restaurer"),
        action: paths::below_piece(row.id, "description"),
        report: report.map(|report| (report.title, paths::report(report.id))),
        retouch: retouch::address(row.id, file.as_ref()),
        retouched: file
            .as_ref()
            .and_then(|file| Some(date_time(file.retouched_at?))),
        is_image: file.is_some_and(|file| file.kind.is_image()),
        errors: summary(&errors),
        description: Field::with("description", form.description, &errors),
        decorative: Field::with("decorative", form.decorative, &errors),
        picker: curriculum
            .map(|curriculum| Picker::new("cible", Offer::All, &curriculum, &form.cible, &errors)),
    })
}

/// POST /pieces/{evidence}/description: what it shows, what it is linked to.
pub async fn change(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    piece: Authorised<Piece, Writes>,
    Form(form): Form<PieceForm>,
) -> AppResult<Response> {
    let row = piece.object.row;
    let report = report_of(&app, &row).await?;
    let read = match curriculum_for(&app, &actor, report.as_ref()).await? {
        Some(curriculum) => form.read(&curriculum),
        // Without a class there is no curriculum to link to: only described.
        None => files::Description::parse(&form.description, !form.decorative.is_empty())
            .map(|description| (description, Vec::new()))
            .map_err(|error| FieldErrors::one("description", error.to_string())),
    };
    let (description, codes) = match read {
        Ok(read) => read,
        Err(errors) => {
            let page = page(&app, &actor, shell, &row, Some((form, errors))).await?;
            return Ok(Page::invalid(page).into_response());
        }
    };
    let id = row.id;
    app.db
        .write(move |tx| {
            let (row, description, codes) = (row.clone(), description.clone(), codes.clone());
            async move {
                describe(&tx, &row, description).await?;
                link_to(&tx, row.school_id, row.id, &codes).await
            }
        })
        .await?;
    Ok(Flash::ok("Pièce enregistrée.").to(paths::own_piece(id)))
}

/// POST /pieces/{evidence}/retirer
pub async fn remove(
    Extract(app): Extract<App>,
    actor: Actor,
    piece: Authorised<Piece, Writes>,
) -> AppResult<Response> {
    let sentence = "Pièce retirée. Vous pouvez la remettre depuis «\u{202f}Mes pièces\u{202f}».";
    change_presence(&app, &actor, piece.object.row, true, sentence).await
}

/// POST /pieces/{evidence}/restaurer
pub async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    piece: Authorised<Piece, Writes>,
) -> AppResult<Response> {
    change_presence(
        &app,
        &actor,
        piece.object.row,
        false,
        "Pièce remise en place.",
    )
    .await
}

async fn change_presence(
    app: &App,
    actor: &Actor,
    row: evidence::Model,
    removed: bool,
    sentence: &str,
) -> AppResult<Response> {
    let (clock, author, address) = (app.clock.clone(), actor.account, back(&row));
    let done = app
        .db
        .write(move |tx| {
            let (clock, row) = (clock.clone(), row.clone());
            async move {
                removable(&tx, row.school_id, row.report_id).await?;
                set_removed(&tx, &clock, author, &row, removed).await?;
                Ok::<_, Unchanged>(())
            }
        })
        .await;
    match done {
        Ok(()) => Ok(Flash::ok(sentence).to(address)),
        Err(Unchanged::Db(error)) => Err(error.into()),
        Err(unchanged) => Ok(Flash::danger(unchanged.to_string()).to(address)),
    }
}

/// The report that a piece hangs on, or « Mes pièces ».
fn back(row: &evidence::Model) -> String {
    match row.report_id {
        Some(report) => format!("{}#pieces", paths::report(report)),
        None => paths::PIECES.to_owned(),
    }
}
