//! Writing an objective, by the learner or with them, and changing it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use curriculum::{Curriculum, CurriculumId, Offer, Picker};
use db::DbError;
use kernel::{AccountId, FieldErrors, local_date};
use serde::Deserialize;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Authorised, Field, Flash, Form, Page, Query, Shell};

use super::{CROSSED, show};
use crate::by::By;
use crate::interviews::object::{Accompanies, Interview, Leads};
use crate::interviews::{InterviewId, paths as interview_paths};
use crate::objectives::commands::{self, NewObjective};
use crate::objectives::forms::ObjectiveForm;
use crate::objectives::model::{CRITERIA, advice};
use crate::objectives::object::{Objective, Pursues};
use crate::objectives::{Content, Kind, ObjectiveId, paths};
use crate::pages::parts::curriculum_of;
use crate::progress::learner::{Learner, Plan};
use crate::report::commands::Refused;

/// A criterion to write under.
struct Line {
    name: &'static str,
    help: String,
    field: Field,
}

/// The page.
#[derive(Template)]
#[template(path = "objectives/pages/write.html")]
pub struct WritePage {
    shell: Shell,
    trail: Vec<(String, String)>,
    heading: String,
    about: String,
    action: String,
    back: String,
    id: String,
    version: String,
    interview: String,
    errors: Vec<SummaryLine>,
    kind: Field,
    kinds: Vec<(&'static str, &'static str)>,
    title: Line,
    texts: Vec<Line>,
    due: Line,
    picker: Picker,
    advice: Vec<(&'static str, &'static str)>,
}

/// What the form is about.
struct Purpose {
    trail: Vec<(String, String)>,
    heading: String,
    about: String,
    action: String,
    back: String,
    curriculum: Arc<Curriculum>,
}

impl WritePage {
    fn new(
        app: &App,
        shell: Shell,
        purpose: Purpose,
        form: &ObjectiveForm,
        errors: &FieldErrors,
    ) -> Self {
        let today = local_date(app.clock.now());
        let line = |number: usize, value: &str| {
            let criterion = &CRITERIA[number];
            Line {
                name: criterion.name,
                help: criterion.help.to_owned(),
                field: Field::with(criterion.field, value, errors),
            }
        };
        let read = form.read(&purpose.curriculum).ok();
        Self {
            shell,
            trail: purpose.trail,
            heading: purpose.heading,
            about: purpose.about,
            action: purpose.action,
            back: purpose.back,
            id: form.id.clone(),
            version: form.version.clone(),
            interview: form.entretien.clone(),
            errors: summary(errors),
            kind: Field::with("nature", &form.nature, errors),
            kinds: Kind::ALL
                .iter()
                .map(|kind| (kind.code(), kind.label()))
                .collect(),
            title: line(0, &form.titre),
            texts: vec![
                line(1, &form.mesure),
                line(2, &form.ambition),
                line(3, &form.moyens),
            ],
            due: line(4, &form.echeance),
            picker: Picker::new(
                "cible",
                Offer::Competences,
                &purpose.curriculum,
                &form.cible,
                errors,
            ),
            // A blank form is not reproached with being blank.
            advice: match (read, form.version.as_str()) {
                (Some(content), version) if !version.is_empty() => advice(&content, today),
                _ => Vec::new(),
            },
        }
    }
}

/// The interview that an objective comes out of.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    entretien: String,
}

/// Whose objective is to be written.
struct Subject {
    learner: AccountId,
    curriculum: CurriculumId,
    interview: Option<InterviewId>,
    purpose: Purpose,
}

impl Subject {
    async fn own(app: &App, actor: &Actor) -> AppResult<Self> {
        let plan = Plan::own(app, actor).await?.ok_or_else(|| {
            AppError::Conflict(
                "Vous n’êtes dans aucune classe pour l’instant\u{a0}: un objectif s’appuie sur les compétences de votre formation.".into(),
            )
        })?;
        Ok(Self {
            learner: actor.account,
            curriculum: plan.course.curriculum,
            interview: None,
            purpose: Purpose {
                trail: vec![(
                    "Mes entretiens".to_owned(),
                    interview_paths::MINE.to_owned(),
                )],
                heading: "Écrire un objectif".to_owned(),
                about: "Pour vous. L’équipe de votre classe le lit aussi.".to_owned(),
                action: paths::NEW_OWN.to_owned(),
                back: interview_paths::MINE.to_owned(),
                curriculum: plan.curriculum,
            },
        })
    }

    /// Of somebody of one’s team; from an interview, if it is theirs.
    async fn of(app: &App, actor: &Actor, learner: Learner, from: &str) -> AppResult<Self> {
        let interview = match from.parse() {
            Ok(id) => Some(
                Authorised::<Interview, Leads>::load(app, actor, id)
                    .await?
                    .object,
            ),
            Err(_) => None,
        };
        if interview
            .as_ref()
            .is_some_and(|one| one.row.learner_id != learner.id)
        {
            return Err(AppError::NotFound);
        }
        let curriculum = learner.enrolment.class.curriculum;
        let (name, id) = (learner.name.display(), learner.id);
        let interview = interview.map(|one| one.row.id);
        Ok(Self {
            learner: id,
            curriculum,
            interview,
            purpose: Purpose {
                trail: vec![(
                    format!("Entretiens {}", kernel::elide("de", &name)),
                    interview_paths::of_learner(id),
                )],
                heading: format!("Écrire un objectif avec {name}"),
                about: "Cette personne le lit et peut le suivre.".to_owned(),
                action: paths::new(id),
                back: interview.map_or_else(
                    || interview_paths::of_learner(id),
                    interview_paths::interview,
                ),
                curriculum: curriculum_of(app, curriculum).await?,
            },
        })
    }

    fn blank(&self, app: &App) -> ObjectiveForm {
        ObjectiveForm {
            id: ObjectiveId::generate(&app.clock).to_string(),
            entretien: self.interview.map_or_else(String::new, |id| id.to_string()),
            nature: Kind::Objective.code().to_owned(),
            ..ObjectiveForm::default()
        }
    }

    async fn save(
        self,
        app: &App,
        actor: &Actor,
        shell: Shell,
        form: ObjectiveForm,
    ) -> AppResult<Response> {
        let content = match form.read(&self.purpose.curriculum) {
            Ok(content) => content,
            Err(errors) => {
                let page = WritePage::new(app, shell, self.purpose, &form, &errors);
                return Ok(Page::invalid(page).into_response());
            }
        };
        let new = NewObjective {
            id: form
                .id
                .parse()
                .unwrap_or_else(|_| ObjectiveId::generate(&app.clock)),
            learner: self.learner,
            curriculum: self.curriculum,
            interview: self.interview,
            content,
        };
        let (clock, by, id) = (app.clock.clone(), By::from(actor), new.id);
        app.db
            .write(move |tx| {
                let (clock, new) = (clock.clone(), new.clone());
                async move { commands::create(&tx, &clock, by, &new).await }
            })
            .await?;
        Ok(Flash::ok("Objectif enregistré.").to(paths::objective(id)))
    }
}

/// GET /dossier/objectifs/nouveau
pub async fn own_form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<WritePage>> {
    let subject = Subject::own(&app, &actor).await?;
    let form = subject.blank(&app);
    Ok(Page::new(WritePage::new(
        &app,
        shell,
        subject.purpose,
        &form,
        &FieldErrors::new(),
    )))
}

/// POST /dossier/objectifs/nouveau
pub async fn own_submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Form(form): Form<ObjectiveForm>,
) -> AppResult<Response> {
    let subject = Subject::own(&app, &actor).await?;
    subject.save(&app, &actor, shell, form).await
}

/// GET /personnes/{person}/objectifs/nouveau
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    learner: Authorised<Learner, Accompanies>,
    Query(from): Query<From>,
) -> AppResult<Page<WritePage>> {
    let subject = Subject::of(&app, &actor, learner.object, &from.entretien).await?;
    let form = subject.blank(&app);
    Ok(Page::new(WritePage::new(
        &app,
        shell,
        subject.purpose,
        &form,
        &FieldErrors::new(),
    )))
}

/// POST /personnes/{person}/objectifs/nouveau
pub async fn submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    learner: Authorised<Learner, Accompanies>,
    Form(form): Form<ObjectiveForm>,
) -> AppResult<Response> {
    let subject = Subject::of(&app, &actor, learner.object, &form.entretien).await?;
    subject.save(&app, &actor, shell, form).await
}

async fn changing(app: &App, actor: &Actor, objective: &Objective) -> AppResult<Purpose> {
    let row = &objective.row;
    let names = people::api::names_of(&app.db, actor.school, &[row.learner_id]).await?;
    let learner = crate::interviews::view::called(&names, row.learner_id);
    let mut trail = show::trail(row, &learner, objective.facts.own);
    trail.push((row.title.clone(), paths::objective(row.id)));
    Ok(Purpose {
        trail,
        heading: "Modifier l’objectif".to_owned(),
        about: "Ce qu’il disait avant reste dans son historique.".to_owned(),
        action: paths::below(row.id, "modifier"),
        back: paths::objective(row.id),
        curriculum: curriculum_of(app, row.curriculum_id).await?,
    })
}

/// GET /objectifs/{objective}/modifier
pub async fn change_form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Objective, Pursues>,
) -> AppResult<Page<WritePage>> {
    let purpose = changing(&app, &actor, &found.object).await?;
    let row = &found.object.row;
    let form = ObjectiveForm::of(&row.content(), row.version);
    Ok(Page::new(WritePage::new(
        &app,
        shell,
        purpose,
        &form,
        &FieldErrors::new(),
    )))
}

/// POST /objectifs/{objective}/modifier
pub async fn change(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Objective, Pursues>,
    Form(mut form): Form<ObjectiveForm>,
) -> AppResult<Response> {
    let purpose = changing(&app, &actor, &found.object).await?;
    let errors = match form.read(&purpose.curriculum) {
        Ok(content) => match write(&app, &actor, &found.object, &form, content).await {
            Ok(()) => return Ok(Flash::ok("Objectif modifié.").to(purpose.back)),
            Err(Refused::Db(DbError::Conflict)) => {
                // Sent again, it replaces what the other one wrote, which stays in the history.
                form.version = found.object.row.version.to_string();
                FieldErrors::one("titre", CROSSED)
            }
            Err(refused) => return Err(refused.into()),
        },
        Err(errors) => errors,
    };
    Ok(Page::invalid(WritePage::new(&app, shell, purpose, &form, &errors)).into_response())
}

async fn write(
    app: &App,
    actor: &Actor,
    objective: &Objective,
    form: &ObjectiveForm,
    content: Content,
) -> Result<(), Refused> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), objective.row.id);
    let version = form.version.parse().unwrap_or(0);
    app.db
        .write(move |tx| {
            let (clock, content) = (clock.clone(), content.clone());
            async move { commands::change(&tx, &clock, by, id, version, &content).await }
        })
        .await
}
