//! Preparing an interview: what the dossier shows, competence by competence,
//! with what is worth talking about; questions to choose among.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use curriculum::{Offer, Picker};
use db::DbError;
use kernel::{FieldErrors, local_date};
use web::forms::{SummaryLine, summary};
use web::prose::{Block, parse};
use web::{Actor, App, AppResult, Authorised, Flash, Form, Page, Shell};

use super::show;
use crate::interviews::commands::{self, By};
use crate::interviews::forms::PrepareForm;
use crate::interviews::gaps::{Standing, standings};
use crate::interviews::object::{Interview, Leads};
use crate::interviews::questions::{self, Theme};
use crate::interviews::store::interviews;
use crate::interviews::view::called;
use crate::interviews::{Section, paths, store};
use crate::objectives::store as objectives;
use crate::objectives::view::LineView as ObjectiveLine;
use crate::pages::parts::curriculum_of;
use crate::positioning::store::{self as positionings, Course};
use crate::progress::cards::Reader;
use crate::progress::map::WorkMap;
use crate::progress::seen;
use crate::report::commands::Refused;
use crate::report::forms::known_codes;

/// What was decided at the interview before.
struct Before {
    when: String,
    href: String,
    decisions: Vec<Block>,
}

/// The page.
#[derive(Template)]
#[template(path = "interviews/pages/prepare.html")]
pub struct PreparePage {
    shell: Shell,
    trail: Vec<(String, String)>,
    learner: String,
    path: String,
    action: String,
    back: String,
    version: String,
    errors: Vec<SummaryLine>,
    /// What is worth talking about.
    gaps: Vec<Standing>,
    /// The rest.
    others: Vec<Standing>,
    picker: Picker,
    source: &'static str,
    themes: &'static [Theme],
    asked: Vec<String>,
    before: Option<Before>,
    objectives: Vec<ObjectiveLine>,
}

/// GET /entretiens/{interview}/preparer
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Interview, Leads>,
) -> AppResult<Page<PreparePage>> {
    let row = &found.object.row;
    let form = PrepareForm {
        version: row.version.to_string(),
        cible: row.target_codes(),
        question: row.question_codes(),
    };
    let page = page(&app, &actor, shell, row, &form, &FieldErrors::new()).await?;
    Ok(Page::new(page))
}

async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    row: &interviews::Model,
    form: &PrepareForm,
    errors: &FieldErrors,
) -> AppResult<PreparePage> {
    let (reader, school, learner) = (app.db.reader(), actor.school, row.learner_id);
    let curriculum = curriculum_of(app, row.curriculum_id).await?;
    let works = seen::works(&app.db, school, learner, Reader::Team).await?;
    let course = Course {
        school,
        learner,
        curriculum: row.curriculum_id,
    };
    let levels = positionings::current_of(reader, course).await?;
    let before = store::previous(reader, school, learner, row.starts_at).await?;
    let goals = objectives::open_of(reader, school, &[learner]).await?;
    let names = people::api::names_of(&app.db, school, &[learner]).await?;
    let today = local_date(app.clock.now());
    let (gaps, others): (Vec<_>, Vec<_>) = standings(&curriculum, &WorkMap::new(&works), &levels)
        .into_iter()
        .partition(|standing| !standing.gaps.is_empty());
    let mut trail = show::trail(row, &names, false);
    trail.push((show::heading(row), paths::interview(row.id)));
    Ok(PreparePage {
        shell,
        trail,
        learner: called(&names, learner),
        path: crate::paths::learner_path(learner),
        action: paths::below(row.id, "preparer"),
        back: paths::interview(row.id),
        version: form.version.clone(),
        errors: summary(errors),
        gaps,
        others,
        picker: Picker::new(
            "cible",
            Offer::Competences,
            &curriculum,
            &form.cible,
            errors,
        ),
        source: &questions::shipped().source,
        themes: &questions::shipped().themes,
        asked: form.question.clone(),
        before: before.map(|row| Before {
            when: kernel::date_long(local_date(row.starts_at)),
            href: paths::interview(row.id),
            decisions: parse(row.content().get(Section::Decisions), &[]),
        }),
        objectives: goals
            .iter()
            .map(|goal| ObjectiveLine::new(goal, today))
            .collect(),
    })
}

/// What is said to the second of two who prepare one interview.
const CROSSED: &str = "Un·e collègue vient de changer cet entretien. Vos choix sont ci-dessous\u{a0}: vérifiez-les, puis enregistrez à nouveau.";

/// POST /entretiens/{interview}/preparer
pub async fn submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Interview, Leads>,
    Form(mut form): Form<PrepareForm>,
) -> AppResult<Response> {
    let row = &found.object.row;
    let curriculum = curriculum_of(&app, row.curriculum_id).await?;
    let errors = match known_codes(&form.cible, &curriculum) {
        Ok(targets) => match write(&app, &actor, row, &form, targets).await {
            Ok(()) => {
                return Ok(
                    Flash::ok("La préparation est enregistrée.").to(paths::interview(row.id))
                );
            }
            Err(Refused::Because(sentence)) => FieldErrors::one("cible", sentence),
            Err(Refused::Db(DbError::Conflict)) => {
                form.version = row.version.to_string();
                FieldErrors::one("cible", CROSSED)
            }
            Err(refused) => return Err(refused.into()),
        },
        Err(sentence) => FieldErrors::one("cible", sentence),
    };
    let page = page(&app, &actor, shell, row, &form, &errors).await?;
    Ok(Page::invalid(page).into_response())
}

async fn write(
    app: &App,
    actor: &Actor,
    row: &interviews::Model,
    form: &PrepareForm,
    targets: Vec<String>,
) -> Result<(), Refused> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), row.id);
    let version = form.version.parse().unwrap_or(0);
    let chosen = (targets, form.questions(questions::shipped()));
    app.db
        .write(move |tx| {
            let (clock, (targets, asked)) = (clock.clone(), chosen.clone());
            async move { commands::prepare(&tx, &clock, by, id, version, &targets, &asked).await }
        })
        .await
}
