//! Beginning a report: a title is enough. Its identifier is drawn when the
//! form is shown, so that a form sent twice begins one report.
//!
//! Begun from a mission, its title, kind and context are filled in and its
//! competences ticked: the learner confirms them, or not.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};
use curriculum::{Curriculum, CurriculumId, Offer, Picker};
use db::DbError;
use kernel::FieldErrors;
use learning::api::{AssignmentId, ToWrite, to_write};
use serde::Deserialize;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Field, Flash, Form, Page, Query, Shell};

use super::parts::curriculum_of;
use super::report_edit::{contexts, kinds, trail};
use crate::paths;
use crate::report::commands::{NewReport, create};
use crate::report::forms::ReportForm;
use crate::report::{Context, Kind, ReportId};

/// The mission to write about.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MissionQuery {
    mission: String,
}

/// The mission as the form shows it.
struct About {
    id: String,
    title: String,
    href: String,
    picker: Picker,
}

/// The form.
#[derive(Template)]
#[template(path = "pages/report_new.html")]
pub struct NewPage {
    shell: Shell,
    trail: Vec<(&'static str, &'static str)>,
    action: &'static str,
    /// Whether the learner is in a class, whose curriculum the report follows.
    enrolled: bool,
    about: Option<About>,
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

/// Where a report begins: the curriculum of the class that the learner is in,
/// the mission if there is one.
struct Start {
    id: CurriculumId,
    curriculum: Arc<Curriculum>,
    mission: Option<(AssignmentId, ToWrite)>,
}

impl Start {
    /// Nothing when the learner is in no class.
    async fn load(app: &App, actor: &Actor, mission: &str) -> AppResult<Option<Self>> {
        let enrolment = people::api::enrolment_of(&app.db, actor.school, actor.account).await?;
        let Some(enrolment) = enrolment else {
            return Ok(None);
        };
        let id = enrolment.class.curriculum;
        let curriculum = curriculum_of(app, id).await?;
        let mission = match mission {
            "" => None,
            text => {
                let id = text.parse().map_err(|_| AppError::NotFound)?;
                let mission = to_write(&app.db, actor, id, &curriculum).await?;
                Some((id, mission.ok_or(AppError::NotFound)?))
            }
        };
        Ok(Some(Self {
            id,
            curriculum,
            mission,
        }))
    }

    /// The form before anything is typed.
    fn blank(&self, app: &App) -> ReportForm {
        let form = ReportForm {
            id: ReportId::generate(&app.clock).to_string(),
            nature: Kind::Activity.code().to_owned(),
            contexte: Context::School.code().to_owned(),
            ..ReportForm::default()
        };
        match &self.mission {
            None => form,
            Some((id, mission)) => ReportForm {
                mission: id.to_string(),
                titre: mission.title.clone(),
                contexte: Context::Simulated.code().to_owned(),
                cible: mission.targets.clone(),
                ..form
            },
        }
    }

    fn about(&self, form: &ReportForm, errors: &FieldErrors) -> Option<About> {
        self.mission.as_ref().map(|(id, mission)| About {
            id: id.to_string(),
            title: mission.title.clone(),
            href: mission.href.clone(),
            picker: Picker::new("cible", Offer::All, &self.curriculum, &form.cible, errors),
        })
    }
}

fn page(shell: Shell, start: Option<&Start>, form: ReportForm, errors: &FieldErrors) -> NewPage {
    NewPage {
        shell,
        trail: trail(),
        action: paths::NEW_REPORT,
        enrolled: start.is_some(),
        about: start.and_then(|start| start.about(&form, errors)),
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
fn unsaved(shell: Shell, start: &Start, form: ReportForm, error: DbError) -> Response {
    let why = error.to_string();
    let error = AppError::from(error);
    tracing::error!(status = error.status().as_u16(), %error, "a report was not begun");
    Page::new(NewPage {
        unsaved: Some(why),
        ..page(shell, Some(start), form, &FieldErrors::new())
    })
    .status(error.status())
    .into_response()
}

/// GET /dossier/comptes-rendus/nouveau
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(query): Query<MissionQuery>,
) -> AppResult<Response> {
    let start = Start::load(&app, &actor, &query.mission).await?;
    let begun = start.as_ref().and_then(|start| start.mission.as_ref());
    if let Some(report) = begun.and_then(|(_, mission)| mission.report) {
        return Ok(Redirect::to(&paths::report(report.into())).into_response());
    }
    let blank = start
        .as_ref()
        .map_or_else(ReportForm::default, |start| start.blank(&app));
    Ok(Page::new(page(shell, start.as_ref(), blank, &FieldErrors::new())).into_response())
}

/// POST /dossier/comptes-rendus/nouveau
pub async fn begin(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Form(form): Form<ReportForm>,
) -> AppResult<Response> {
    let Some(start) = Start::load(&app, &actor, &form.mission).await? else {
        return Err(AppError::Conflict(
            "Vous n’êtes dans aucune classe pour l’instant\u{a0}: le compte rendu n’a pas été créé. Demandez à votre enseignant·e de vous inscrire.".into(),
        ));
    };
    let content = match form.read(&start.curriculum) {
        Ok(content) => content,
        Err(errors) => {
            return Ok(Page::invalid(page(shell, Some(&start), form, &errors)).into_response());
        }
    };
    let new = NewReport {
        id: form
            .id
            .parse()
            .unwrap_or_else(|_| ReportId::generate(&app.clock)),
        school: actor.school,
        learner: actor.account,
        curriculum: start.id,
        content,
        assignment: start.mission.as_ref().map(|(id, _)| *id),
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
        Err(error) => return Ok(unsaved(shell, &start, form, error)),
    };
    Ok(
        Flash::ok("Brouillon créé. Ce que vous écrivez est enregistré au fur et à mesure.")
            .to(paths::report(id)),
    )
}
