//! The front door and the home page: what each role can do, and nothing that
//! leads nowhere.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Role, local_date};
use learning::api::Nearest;
use people::api::FirstStep;
use web::{Actor, App, AppResult, NavEntry, Page, Shell};

use super::jobs;

/// Leads to the installation, the sign-in form or the home page.
pub async fn front_door(State(app): State<App>, actor: Option<Actor>) -> AppResult<Redirect> {
    Ok(match actor {
        Some(_) => Redirect::to("/accueil"),
        None if app.directory.is_empty(&app).await? => Redirect::to("/installation"),
        None => Redirect::to("/connexion"),
    })
}

#[derive(Template)]
#[template(path = "site/home.html")]
struct HomePage {
    shell: Shell,
    name: String,
    roles: String,
    entries: Vec<NavEntry>,
    /// What a new school has to do first; nothing once it is under way.
    first_steps: Option<FirstSteps>,
    /// The mission that a learner should look at first.
    mission: Option<Nearest>,
    /// Jobs that were given up; always 0 for those who cannot look after them.
    failed_jobs: u64,
}

/// A step on the page.
struct StepView {
    label: &'static str,
    detail: &'static str,
    done: bool,
    current: bool,
}

struct FirstSteps {
    steps: Vec<StepView>,
    /// What is written on the button of the current one, and where it leads.
    action: (&'static str, String),
}

/// From an empty school to learners who come in.
const STEPS: [(&str, &str); 3] = [
    ("Créer une classe", "son nom, son année, son référentiel"),
    ("Inscrire ses apprenant·es", "une liste à coller suffit"),
    (
        "Distribuer les codes",
        "un billet chacun pour la première connexion",
    ),
];

impl FirstSteps {
    fn of(step: FirstStep) -> Self {
        let (current, action) = match step {
            FirstStep::CreateClass => (0, ("Créer une classe", "/admin/classes/nouvelle".into())),
            FirstStep::EnrolLearners => (1, ("Coller une liste", "/admin/personnes/liste".into())),
            FirstStep::HandOutCodes(class) => {
                (2, ("Ouvrir la classe", format!("/admin/classes/{class}")))
            }
        };
        Self {
            steps: STEPS
                .iter()
                .enumerate()
                .map(|(index, &(label, detail))| StepView {
                    label,
                    detail,
                    done: index < current,
                    current: index == current,
                })
                .collect(),
            action,
        }
    }
}

/// A learner with a mission to do finds it first; without one they go straight
/// to their path. The others choose among what is open to them.
pub async fn home(State(app): State<App>, shell: Shell, actor: Actor) -> AppResult<Response> {
    let mission = match actor.is(Role::Learner) {
        true => learning::api::nearest(&app.db, &actor, local_date(app.clock.now())).await?,
        false => None,
    };
    let only_learner = actor.is(Role::Learner) && actor.roles.iter().count() == 1;
    if only_learner && mission.is_none() {
        return Ok(Redirect::to("/dossier").into_response());
    }
    let entries = app
        .modules
        .iter()
        .flat_map(|module| (module.nav)(&actor))
        .collect();
    let roles: Vec<&str> = actor.roles.iter().map(Role::label).collect();
    let (mut first_steps, mut failed_jobs) = (None, 0);
    if actor.is_any(jobs::ADMIN) {
        let step = people::api::first_step(&app.db, actor.school).await?;
        first_steps = step.map(FirstSteps::of);
        failed_jobs = jobs::waiting(app.db.reader(), actor.school).await?;
    }
    Ok(Page::new(HomePage {
        shell,
        name: actor.display_name.clone(),
        roles: kernel::french_list(&roles),
        entries,
        first_steps,
        mission,
        failed_jobs,
    })
    .into_response())
}
