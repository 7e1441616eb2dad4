//! Adding a piece, a file or a link, to a report or alone. What is refused is
//! shown again with its sentence; the script gets the sentence as JSON, or
//! the new list.

use askama::Template;
use axum::Json;
use axum::extract::{Multipart, State as Extract};
use axum::response::{IntoResponse, Response};
use files::{Description, Refusal};
use http::StatusCode;
use kernel::FieldErrors;
use serde_json::json;
use web::client::FromScript;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Field, Flash, Form, Page, Shell};

use super::parts::pieces::{self, AddForms, OwnPiece};
use super::report_edit::trail;
use super::upload::{Upload, receive};
use crate::evidence::commands::{Place, add_file, add_link};
use crate::evidence::forms::LinkForm;
use crate::evidence::store;
use crate::paths;
use crate::report::object::Writes;
use crate::report::store::reports::Model;
use crate::report::{Report, State};

/// A piece that was refused, to correct.
#[derive(Template)]
#[template(path = "pages/piece_add.html")]
pub struct AddPage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    back: String,
    /// Whether it was a link.
    link: bool,
    /// The name of the file.
    name: String,
    /// Why it was refused.
    refusal: Option<String>,
    errors: Vec<SummaryLine>,
    add: AddForms,
}

/// The list of pieces, in answer to the script.
#[derive(Template)]
#[template(path = "pages/pieces_fragment.html")]
struct PiecesFragment {
    shell: Shell,
    pieces: Vec<OwnPiece>,
    summary: String,
}

/// Where a piece is added, and where one comes back to.
struct Target {
    place: Place,
    back: String,
    forms: AddForms,
    /// Why nothing can be added there now.
    closed: Option<&'static str>,
}

impl Target {
    fn alone(app: &App, actor: &Actor) -> Self {
        Self {
            place: Place {
                school: actor.school,
                learner: actor.account,
                report: None,
            },
            back: paths::PIECES.to_owned(),
            forms: alone_forms(app),
            closed: None,
        }
    }

    fn report(app: &App, actor: &Actor, row: &Model) -> Self {
        Self {
            place: Place {
                school: actor.school,
                learner: actor.account,
                report: Some(row.id),
            },
            back: format!("{}#pieces", paths::report(row.id)),
            forms: AddForms::new(
                &app.files,
                paths::below_report(row.id, "pieces"),
                paths::below_report(row.id, "liens"),
            ),
            closed: closed(row),
        }
    }
}

/// The forms that add a piece to nothing.
pub fn alone_forms(app: &App) -> AddForms {
    AddForms::new(
        &app.files,
        paths::PIECES.to_owned(),
        format!("{}/liens", paths::PIECES),
    )
}

/// Why the pieces of a report cannot change now.
pub fn closed(row: &Model) -> Option<&'static str> {
    match row.state {
        _ if row.deleted_at.is_some() => Some(
            "Ce compte rendu est dans la corbeille\u{a0}: ses pièces n’ont pas changé. Sortez-le de la corbeille avant de continuer.",
        ),
        State::Submitted => Some(
            "Ce compte rendu est soumis\u{a0}: ses pièces n’ont pas changé. Reprenez votre copie ou attendez le retour de l’équipe.",
        ),
        State::Validated => Some(
            "Ce compte rendu est validé\u{a0}: ses pièces n’ont pas changé. Rouvrez-le avant de continuer.",
        ),
        State::Draft | State::ToRevise => None,
    }
}

/// POST /dossier/comptes-rendus/{report}/pieces
pub async fn upload_to_report(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    FromScript(script): FromScript,
    report: Authorised<Report, Writes>,
    form: Multipart,
) -> AppResult<Response> {
    let target = Target::report(&app, &actor, &report.object.row);
    upload(&app, &actor, shell, script, target, form).await
}

/// POST /dossier/pieces
pub async fn upload_alone(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    FromScript(script): FromScript,
    form: Multipart,
) -> AppResult<Response> {
    let target = Target::alone(&app, &actor);
    upload(&app, &actor, shell, script, target, form).await
}

/// POST /dossier/comptes-rendus/{report}/liens
pub async fn link_to_report(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    report: Authorised<Report, Writes>,
    Form(form): Form<LinkForm>,
) -> AppResult<Response> {
    let target = Target::report(&app, &actor, &report.object.row);
    link(&app, shell, target, form).await
}

/// POST /dossier/pieces/liens
pub async fn link_alone(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Form(form): Form<LinkForm>,
) -> AppResult<Response> {
    link(&app, shell, Target::alone(&app, &actor), form).await
}

async fn upload(
    app: &App,
    actor: &Actor,
    shell: Shell,
    script: bool,
    target: Target,
    form: Multipart,
) -> AppResult<Response> {
    if let Some(sentence) = target.closed {
        let refused = Refused::because("fichier", sentence);
        return Ok(refused.answer(shell, script, target, &Upload::default()));
    }
    let mut upload = receive(app, form).await;
    if let Err(refused) = add(app, actor, &target, &mut upload).await {
        return Ok(refused.answer(shell, script, target, &upload));
    }
    if !script {
        return Ok(Flash::ok("Pièce ajoutée.").to(&target.back));
    }
    let reader = app.db.reader();
    let rows = match target.place.report {
        Some(report) => store::of_report(reader, actor.school, report).await?,
        None => store::of_learner(reader, actor.school, actor.account, false).await?,
    };
    let pieces = pieces::own(reader, actor, &rows).await?;
    Ok(Page::new(PiecesFragment {
        shell,
        summary: pieces::summary(&pieces),
        pieces,
    })
    .into_response())
}

/// Why a file was not added.
struct Refused {
    status: StatusCode,
    errors: FieldErrors,
    refusal: Option<String>,
}

impl Refused {
    fn because(field: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            errors: FieldErrors::one(field, sentence),
            refusal: None,
        }
    }

    fn answer(self, shell: Shell, script: bool, target: Target, upload: &Upload) -> Response {
        if script {
            let message = self.refusal.as_deref().or_else(|| {
                let first = self.errors.iter().next()?;
                Some(&first.message)
            });
            return (self.status, Json(json!({ "message": message }))).into_response();
        }
        let mut add = target.forms;
        add.description = Field::with("description", &*upload.description, &self.errors);
        add.decorative = Field::with("decorative", &*upload.decorative, &self.errors);
        Page::new(AddPage {
            shell,
            trail: trail(),
            back: target.back,
            link: false,
            name: upload.name.clone(),
            refusal: self.refusal,
            errors: summary(&self.errors),
            add,
        })
        .status(self.status)
        .into_response()
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let status = if refusal.is_failure() {
            tracing::error!(error = ?refusal, "a file could not be stored");
            StatusCode::INTERNAL_SERVER_ERROR
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        Self {
            status,
            errors: FieldErrors::new(),
            refusal: Some(refusal.to_string()),
        }
    }
}

/// Judges, stores and records the file. The work of seconds is done before
/// the transaction begins.
async fn add(
    app: &App,
    actor: &Actor,
    target: &Target,
    upload: &mut Upload,
) -> Result<(), Refused> {
    let incoming = upload.file.take().ok_or_else(|| {
        Refused::because(
            "fichier",
            "Aucun fichier n’a été choisi. Choisissez-en un, puis envoyez-le.",
        )
    })??;
    let description = Description::parse(&upload.description, !upload.decorative.is_empty())
        .map_err(|error| Refused::because("description", error.to_string()))?;
    let prepared = app
        .files
        .accept(actor.school, actor.account, incoming)
        .await?;
    let (files, clock, place) = (app.files.clone(), app.clock.clone(), target.place);
    app.db
        .write(move |tx| {
            let (files, clock, prepared, description) = (
                files.clone(),
                clock.clone(),
                prepared.clone(),
                description.clone(),
            );
            async move { add_file(&tx, &clock, &files, place, &prepared, description).await }
        })
        .await?;
    Ok(())
}

async fn link(app: &App, shell: Shell, target: Target, form: LinkForm) -> AppResult<Response> {
    let read = match target.closed {
        Some(sentence) => Err(FieldErrors::one("adresse", sentence)),
        None => form.read(),
    };
    let (link, title) = match read {
        Ok(read) => read,
        Err(errors) => {
            let mut add = target.forms;
            add.adresse = Field::with("adresse", form.adresse, &errors);
            add.intitule = Field::with("intitule", form.intitule, &errors);
            return Ok(Page::invalid(AddPage {
                shell,
                trail: trail(),
                back: target.back,
                link: true,
                name: String::new(),
                refusal: None,
                errors: summary(&errors),
                add,
            })
            .into_response());
        }
    };
    let (clock, place) = (app.clock.clone(), target.place);
    app.db
        .write(move |tx| {
            let (clock, link, title) = (clock.clone(), link.clone(), title.clone());
            async move { add_link(&tx, &clock, place, &link, &title).await }
        })
        .await?;
    Ok(Flash::ok("Lien ajouté.").to(&target.back))
}
