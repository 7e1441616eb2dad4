//! What is asked of one learner instead of what is asked of all. It can tell
//! of somebody's health: seen by that learner and the team alone.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use db::DbError;
use kernel::FieldErrors;
use people::api::LearnerSummary;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Field, Flash, Form, Page, Shell};

use crate::assignments::commands::{adapt, remove_adaptation};
use crate::assignments::forms::AdaptationForm;
use crate::assignments::model::Adaptation;
use crate::assignments::object::Adapted;
use crate::assignments::roster::Roster;
use crate::assignments::story::{self, Story};
use crate::assignments::{paths, store};
use crate::sheets::{By, Refused};

/// The page.
#[derive(Template)]
#[template(path = "assignments/pages/adapt.html")]
pub struct AdaptPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    trail: Vec<(String, String)>,
    learner: String,
    mission: String,
    action: String,
    remove: Option<String>,
    back: String,
    version: String,
    productions: Vec<String>,
    conditions: Vec<String>,
    expectations: Field,
    resources: Field,
}

/// What is adapted, for whom.
struct Adapting {
    found: Adapted,
    learner: LearnerSummary,
    story: Story,
    class: String,
}

impl Adapting {
    /// A learner whom the mission concerns now.
    async fn load(app: &App, found: Adapted) -> AppResult<Self> {
        let row = &found.assignment.row;
        let (reader, school) = (app.db.reader(), row.school_id);
        let roster = Roster::load(&app.db, school, found.assignment.tied.class.clone()).await?;
        let whom = store::whom(reader, row).await?;
        let concerned = roster.concerned(&whom);
        let learner = concerned
            .into_iter()
            .find(|learner| learner.account == found.learner)
            .cloned()
            .ok_or(AppError::NotFound)?;
        let story = story::read(reader, school, row.situation_id, row.mission_id).await?;
        Ok(Self {
            learner,
            story: story.ok_or(AppError::NotFound)?,
            class: roster.class.name,
            found,
        })
    }

    fn page(self, shell: Shell, form: &AdaptationForm, errors: &FieldErrors) -> AdaptPage {
        let row = &self.found.assignment.row;
        let address = paths::adapt(row.id, self.learner.account);
        let title = self.story.content.title;
        AdaptPage {
            shell,
            errors: summary(errors),
            trail: vec![
                (self.class, paths::of_class(row.class_id)),
                (title.clone(), paths::follow(row.id)),
            ],
            learner: self.learner.name.display(),
            mission: title,
            remove: (form.version != "0").then(|| format!("{address}/retirer")),
            action: address,
            back: paths::follow(row.id),
            version: form.version.clone(),
            productions: self.story.content.productions,
            conditions: self.story.content.conditions,
            expectations: Field::with("attendus", &*form.attendus, errors),
            resources: Field::with("ressources", &*form.ressources, errors),
        }
    }

    /// The version in place; 0 when there is none.
    async fn present(&self, app: &App) -> AppResult<(i32, Adaptation)> {
        let row = &self.found.assignment.row;
        let learner = self.learner.account;
        let present = store::adaptation(app.db.reader(), row.school_id, row.id, learner).await?;
        Ok(present.map_or_else(
            || (0, Adaptation::default()),
            |row| (row.version, row.text()),
        ))
    }
}

/// GET /missions/{assignment}/adaptations/{person}
pub async fn form(
    Extract(app): Extract<App>,
    shell: Shell,
    found: Adapted,
) -> AppResult<Page<AdaptPage>> {
    let adapting = Adapting::load(&app, found).await?;
    let (version, adaptation) = adapting.present(&app).await?;
    let form = AdaptationForm::of(&adaptation, version);
    Ok(Page::new(adapting.page(shell, &form, &FieldErrors::new())))
}

/// POST /missions/{assignment}/adaptations/{person}
pub async fn submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Adapted,
    Form(mut form): Form<AdaptationForm>,
) -> AppResult<Response> {
    let adapting = Adapting::load(&app, found).await?;
    let errors = match form.read() {
        Ok(adaptation) => match write(&app, &actor, &adapting, &form.version, adaptation).await {
            Ok(()) => {
                let to = paths::follow(adapting.found.assignment.row.id);
                return Ok(Flash::ok(
                    "L’adaptation est enregistrée. Seuls cette personne et l’équipe la voient.",
                )
                .to(to));
            }
            Err(Refused::Db(DbError::Conflict | DbError::Duplicate(_))) => {
                form.version = adapting.present(&app).await?.0.to_string();
                FieldErrors::one("attendus", CROSSED)
            }
            Err(refused) => return Err(refused.into()),
        },
        Err(errors) => errors,
    };
    Ok(Page::invalid(adapting.page(shell, &form, &errors)).into_response())
}

/// What is said to the second of two who write the same adaptation.
const CROSSED: &str = "Un·e collègue vient de modifier cette adaptation. Votre saisie est ci-dessous\u{a0}: ouvrez la page dans un autre onglet pour comparer, puis enregistrez à nouveau pour garder votre version.";

async fn write(
    app: &App,
    actor: &Actor,
    adapting: &Adapting,
    version: &str,
    adaptation: Adaptation,
) -> Result<(), Refused> {
    let (id, learner) = (adapting.found.assignment.row.id, adapting.learner.account);
    let version: i32 = version.parse().unwrap_or(0);
    let work = (app.clock.clone(), By::from(actor), adaptation);
    app.db
        .write(move |tx| {
            let (clock, by, adaptation) = work.clone();
            async move { adapt(&tx, &clock, by, id, learner, version, &adaptation).await }
        })
        .await
}

/// POST /missions/{assignment}/adaptations/{person}/retirer
pub async fn remove(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Adapted,
    Form(form): Form<AdaptationForm>,
) -> AppResult<Response> {
    let (id, learner) = (found.assignment.row.id, found.learner);
    let version: i32 = form.version.parse().unwrap_or(0);
    let work = (app.clock.clone(), By::from(&actor));
    app.db
        .write(move |tx| {
            let (clock, by) = work.clone();
            async move { remove_adaptation(&tx, &clock, by, id, learner, version).await }
        })
        .await?;
    Ok(Flash::ok(
        "L’adaptation est retirée\u{a0}: cette personne a la même consigne que les autres.",
    )
    .to(paths::follow(id)))
}
