//! Beginning a report: a title is enough. Its identifier is drawn when the
//! form is shown, so that a form sent twice begins one report.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use curriculum::CurriculumId;
use db::DbError;
use kernel::FieldErrors;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Field, Flash, Form, Page, Shell};

use super::parts::curriculum_of;
use super::report_edit::{contexts, kinds, trail};
use crate::paths;
use crate::report::commands::{NewReport, create};
use crate::report::forms::ReportForm;
use crate::report::{Context, Kind, ReportId};

/// The form.
#[derive(Template)]
#[template(path = "pages/report_new.html")]
pub struct NewPage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    action: &'static str,
    /// Whether the learner is in a class, whose curriculum the report follows.
    enrolled: bool,
    errors: Vec<SummaryLine>,
    /// Why the report could not be begun.
    unsaved: Option<String>,
    id: String,
    titre: Field,
    nature: Field,
    contexte: Field,
    debut: Field,
    fin: Field,
    kinds: Vec<(&'static str, &'static str)>,
    contexts: Vec<(&'static str, &'static str)>,
}

fn page(shell: Shell, enrolled: bool, form: ReportForm, errors: &FieldErrors) -> NewPage {
    NewPage {
        shell,
        trail: trail(),
        action: paths::NEW_REPORT,
        enrolled,
        errors: summary(errors),
        unsaved: None,
        titre: Field::with("titre", form.titre, errors),
        nature: Field::with("nature", form.nature, errors),
        contexte: Field::with("contexte", form.contexte, errors),
        debut: Field::with("debut", form.debut, errors),
        fin: Field::with("fin", form.fin, errors),
        id: form.id,
        kinds: kinds(),
        contexts: contexts(),
    }
}

/// The form again with all that was typed, when the database did not take it.
fn unsaved(shell: Shell, form: ReportForm, error: DbError) -> Response {
    let why = error.to_string();
    let error = AppError::from(error);
    tracing::error!(status = error.status().as_u16(), %error, "a report was not begun");
    Page::new(NewPage {
        unsaved: Some(why),
        ..page(shell, true, form, &FieldErrors::new())
    })
    .status(error.status())
    .into_response()
}

/// The curriculum of the class that the learner is in.
async fn curriculum_now(app: &App, actor: &Actor) -> AppResult<Option<CurriculumId>> {
    let enrolment = people::api::enrolment_of(&app.db, actor.school, actor.account).await?;
    Ok(enrolment.map(|enrolment| enrolment.class.curriculum))
}

/// GET /dossier/comptes-rendus/nouveau
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<NewPage>> {
    let enrolled = curriculum_now(&app, &actor).await?.is_some();
    let blank = ReportForm {
        id: ReportId::generate(&app.clock).to_string(),
        nature: Kind::Activity.code().to_owned(),
        contexte: Context::School.code().to_owned(),
        ..ReportForm::default()
    };
    Ok(Page::new(page(shell, enrolled, blank, &FieldErrors::new())))
}

/// POST /dossier/comptes-rendus/nouveau
pub async fn begin(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Form(form): Form<ReportForm>,
) -> AppResult<Response> {
    let Some(curriculum) = curriculum_now(&app, &actor).await? else {
        return Err(AppError::Conflict(
            "Vous n’êtes dans aucune classe pour l’instant\u{a0}: le compte rendu n’a pas été créé. Demandez à votre enseignant·e de vous inscrire.".into(),
        ));
    };
    let content = match form.read(&*curriculum_of(&app, curriculum).await?) {
        Ok(content) => content,
        Err(errors) => {
            return Ok(Page::invalid(page(shell, true, form, &errors)).into_response());
        }
    };
    let new = NewReport {
        id: form
            .id
            .parse()
            .unwrap_or_else(|_| ReportId::generate(&app.clock)),
        school: actor.school,
        learner: actor.account,
        curriculum,
        content,
    };
    let clock = app.clock.clone();
    let begun = app
        .db
        .write(move |tx| {
            let (clock, new) = (clock.clone(), new.clone());
            async move { create(&tx, &clock, &new).await }
        })
        .await;
    let id = match begun {
        Ok(id) => id,
        Err(error) => return Ok(unsaved(shell, form, error)),
    };
    Ok(
        Flash::ok("Brouillon créé. Ce que vous écrivez est enregistré au fur et à mesure.")
            .to(paths::report(id)),
    )
}
