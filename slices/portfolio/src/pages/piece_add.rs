//! Adding a piece, a file or a link, to a report or alone. What is refused is
//! shown again with its sentence; the script gets the sentence as JSON, or
//! the new list.

use askama::Template;
use axum::Json;
use axum::extract::{Multipart, State as Extract};
use axum::response::{IntoResponse, Response};
use files::{Description, Prepared, Refusal};
use http::StatusCode;
use kernel::FieldErrors;
use serde_json::json;
use web::client::FromScript;
use web::forms::{SummaryLine, summary};
use web::upload::{NotTaken, Received, Upload, pass_over, receive};
use web::{Actor, App, AppError, AppResult, Authorised, Field, Flash, Form, Page, Shell};

use super::parts::pieces::{self, AddForms, OwnPiece};
use super::pieces::{Mine, mine};
use super::report_edit::trail;
use super::upload::told;
use crate::evidence::commands::{Place, add_file, add_link};
use crate::evidence::forms::LinkForm;
use crate::evidence::lock::{Unchanged, closed, unlocked};
use crate::evidence::store;
use crate::paths;
use crate::report::Report;
use crate::report::object::Writes;
use crate::report::store::reports::Model;

/// The fields beside the files.
const FIELDS: &[&str] = &["description", "decorative"];

/// A piece that was refused, to correct.
#[derive(Template)]
#[template(path = "pages/piece_add.html")]
pub struct AddPage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    back: String,
    /// Whether it was a link.
    link: bool,
    /// The files that were refused, and why.
    refusals: Vec<(String, String)>,
    /// What became of the others.
    added: Option<String>,
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

/// « Mes pièces », in answer to the script.
#[derive(Template)]
#[template(path = "pages/mine_fragment.html")]
struct MineFragment {
    shell: Shell,
    mine: Mine,
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
                id: None,
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
                id: None,
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
        pass_over(&app.files, form).await;
        let refused = Refused::because("fichier", sentence);
        return Ok(refused.answer(shell, script, target, &Upload::default()));
    }
    let mut upload = receive(&app.files, actor.school, actor.account, form, FIELDS).await;
    let added = match add(app, &target, &mut upload).await {
        Ok(added) => added,
        Err(refused) => return Ok(refused.answer(shell, script, target, &upload)),
    };
    if !script {
        return Ok(Flash::ok(added).to(&target.back));
    }
    let Some(report) = target.place.report else {
        let (mine, _) = mine(app, actor, None).await?;
        return Ok(Page::new(MineFragment { shell, mine }).into_response());
    };
    let reader = app.db.reader();
    let rows = store::of_report(reader, actor.school, report).await?;
    let pieces = pieces::own(reader, actor, &rows).await?;
    Ok(Page::new(PiecesFragment {
        shell,
        summary: pieces::summary(&pieces),
        pieces,
    })
    .into_response())
}

/// Why a form was not taken, or not wholly.
struct Refused {
    status: StatusCode,
    errors: FieldErrors,
    /// The files that were refused: name, sentence.
    refusals: Vec<(String, String)>,
    /// What became of the others.
    added: Option<String>,
}

impl Refused {
    fn because(field: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            errors: FieldErrors::one(field, sentence),
            ..Self::files(StatusCode::UNPROCESSABLE_ENTITY, Vec::new())
        }
    }

    fn files(status: StatusCode, refusals: Vec<(String, String)>) -> Self {
        Self {
            status,
            errors: FieldErrors::new(),
            refusals,
            added: None,
        }
    }

    fn answer(self, shell: Shell, script: bool, target: Target, upload: &Upload) -> Response {
        if script {
            let refusal = self.refusals.first().map(|(_, why)| why);
            let message = refusal.or_else(|| Some(&self.errors.iter().next()?.message));
            return (self.status, Json(json!({ "message": message }))).into_response();
        }
        let mut add = target.forms;
        add.description = Field::with("description", upload.text("description"), &self.errors);
        add.decorative = Field::with("decorative", upload.text("decorative"), &self.errors);
        Page::new(AddPage {
            shell,
            trail: trail(),
            back: target.back,
            link: false,
            refusals: self.refusals,
            added: self.added,
            errors: summary(&self.errors),
            add,
        })
        .status(self.status)
        .into_response()
    }
}

impl From<Unchanged> for Refused {
    fn from(unchanged: Unchanged) -> Self {
        let sentence = unchanged.to_string();
        let (status, name) = match unchanged {
            Unchanged::Closed(sentence) => return Self::because("fichier", sentence),
            Unchanged::Refused(refusal) => (status_of(&refusal), String::new()),
            Unchanged::Db(error) => {
                let error = AppError::from(error);
                tracing::error!(%error, "a file could not be recorded");
                (error.status(), String::new())
            }
        };
        Self::files(status, vec![(name, sentence)])
    }
}

fn status_of(refusal: &Refusal) -> StatusCode {
    if refusal.is_failure() {
        tracing::error!(
            error = kernel::causes(refusal),
            "a file could not be stored"
        );
    }
    web::status_of_refusal(refusal)
}

/// Records the files that were taken and says what became of them. What was
/// typed about an image goes to it when it is the only one, else to none: it
/// would be wrong for the others.
async fn add(app: &App, target: &Target, upload: &mut Upload) -> Result<String, Refused> {
    if upload.files.is_empty() {
        return Err(Refused::because(
            "fichier",
            "Aucun fichier n’a été choisi. Choisissez-en un, puis envoyez-le.",
        ));
    }
    let mut taken = Vec::new();
    let mut refused = Refused::files(StatusCode::UNPROCESSABLE_ENTITY, Vec::new());
    for Received { name, result } in std::mem::take(&mut upload.files) {
        match result {
            Ok(prepared) => taken.push(prepared),
            Err(not_taken) => {
                if let NotTaken::Refused(refusal) = &not_taken {
                    refused.status = refused.status.max(status_of(refusal));
                }
                refused.refusals.push((name, not_taken.to_string()));
            }
        }
    }
    if taken.is_empty() {
        return Err(refused);
    }
    let images = taken.iter().filter(|file| file.kind().is_image()).count();
    let description = match images == 1 && refused.refusals.is_empty() {
        true => Description::parse(
            upload.text("description"),
            !upload.text("decorative").is_empty(),
        )
        .map_err(|error| Refused::because("description", error.to_string()))?,
        false => Description::Missing,
    };
    let told = told(upload, taken.len(), images, &description);
    record(app, target.place, taken, description).await?;
    if refused.refusals.is_empty() {
        return Ok(told);
    }
    refused.added = Some(told);
    Err(refused)
}

async fn record(
    app: &App,
    place: Place,
    taken: Vec<Prepared>,
    description: Description,
) -> Result<(), Unchanged> {
    let work = (app.files.clone(), app.clock.clone(), taken, description);
    app.db
        .write(move |tx| {
            let (files, clock, taken, description) = work.clone();
            async move {
                unlocked(&tx, place.school, place.report).await?;
                for prepared in &taken {
                    let description = match prepared.kind().is_image() {
                        true => description.clone(),
                        false => Description::Missing,
                    };
                    add_file(&tx, &clock, &files, place, prepared, description).await?;
                }
                Ok(())
            }
        })
        .await
}

async fn link(app: &App, shell: Shell, target: Target, form: LinkForm) -> AppResult<Response> {
    let refused = |errors: FieldErrors, target: Target, form: LinkForm| {
        let mut add = target.forms;
        add.adresse = Field::with("adresse", form.adresse, &errors);
        add.intitule = Field::with("intitule", form.intitule, &errors);
        Ok(Page::invalid(AddPage {
            shell,
            trail: trail(),
            back: target.back,
            link: true,
            refusals: Vec::new(),
            added: None,
            errors: summary(&errors),
            add,
        })
        .into_response())
    };
    let (link, title) = match form.read() {
        Ok(read) => read,
        Err(errors) => return refused(errors, target, form),
    };
    let (clock, place) = (app.clock.clone(), target.place);
    let added = app
        .db
        .write(move |tx| {
            let (clock, link, title) = (clock.clone(), link.clone(), title.clone());
            async move {
                unlocked(&tx, place.school, place.report).await?;
                add_link(&tx, &clock, place, &link, &title).await?;
                Ok::<_, Unchanged>(())
            }
        })
        .await;
    match added {
        Ok(()) => Ok(Flash::ok("Lien ajouté.").to(&target.back)),
        Err(Unchanged::Db(error)) => Err(error.into()),
        Err(unchanged) => {
            let errors = FieldErrors::one("adresse", unchanged.to_string());
            refused(errors, target, form)
        }
    }
}
