//! Planning an interview, moving it.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use db::DbError;
use kernel::{AccountId, FieldErrors, SchoolId, elide};
use people::api::PersonName;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Field, Flash, Form, Page, Shell};

use super::show;
use crate::interviews::commands::{self, By, NewInterview, Terms};
use crate::interviews::forms::{LENGTHS, PlanForm};
use crate::interviews::object::{Accompanies, Interview, Leads};
use crate::interviews::view::called;
use crate::interviews::{InterviewId, paths};
use crate::progress::learner::Learner;
use crate::report::commands::Refused;

/// The page.
#[derive(Template)]
#[template(path = "interviews/pages/plan.html")]
pub struct PlanPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    heading: String,
    action: String,
    back: String,
    button: &'static str,
    id: String,
    version: String,
    errors: Vec<SummaryLine>,
    jour: Field,
    heure: Field,
    duree: Field,
    lengths: Vec<(String, String)>,
    lieu: Field,
    objet: Field,
    avec: Field,
    team: Vec<(String, String)>,
}

/// What the form is about.
struct Purpose {
    trail: Vec<(String, String)>,
    heading: String,
    action: String,
    back: String,
    button: &'static str,
    /// Those who may lead the interview.
    team: Vec<(AccountId, PersonName)>,
}

impl Purpose {
    fn accounts(&self) -> Vec<AccountId> {
        self.team.iter().map(|(account, _)| *account).collect()
    }
}

impl PlanPage {
    fn new(shell: Shell, purpose: Purpose, form: &PlanForm, errors: &FieldErrors) -> Self {
        Self {
            shell,
            trail: purpose.trail,
            heading: purpose.heading,
            action: purpose.action,
            back: purpose.back,
            button: purpose.button,
            id: form.id.clone(),
            version: form.version.clone(),
            errors: summary(errors),
            jour: Field::with("jour", &form.jour, errors),
            heure: Field::with("heure", &form.heure, errors),
            duree: Field::with("duree", &form.duree, errors),
            lengths: LENGTHS
                .iter()
                .map(|minutes| (minutes.to_string(), format!("{minutes}\u{a0}minutes")))
                .collect(),
            lieu: Field::with("lieu", &form.lieu, errors),
            objet: Field::with("objet", &form.objet, errors),
            avec: Field::with("avec", &form.avec, errors),
            team: purpose
                .team
                .iter()
                .map(|(account, name)| (account.to_string(), name.formal()))
                .collect(),
        }
    }
}

/// Those who may lead an interview with a learner, each once.
async fn team(
    app: &App,
    school: SchoolId,
    learner: AccountId,
) -> Result<Vec<(AccountId, PersonName)>, DbError> {
    let mut team: Vec<(AccountId, PersonName)> = Vec::new();
    for member in people::api::team_of_learner(app.db.reader(), school, learner).await? {
        if team.iter().all(|(account, _)| *account != member.account) {
            team.push((member.account, member.name));
        }
    }
    Ok(team)
}

async fn planning(app: &App, actor: &Actor, learner: &Learner) -> AppResult<Purpose> {
    let name = learner.name.display();
    Ok(Purpose {
        trail: vec![(
            format!("Entretiens {}", elide("de", &name)),
            paths::of_learner(learner.id),
        )],
        heading: format!("Prévoir un entretien avec {name}"),
        action: paths::plan(learner.id),
        back: paths::of_learner(learner.id),
        button: "Prévoir l’entretien",
        team: team(app, actor.school, learner.id).await?,
    })
}

async fn moving(app: &App, actor: &Actor, interview: &Interview) -> AppResult<Purpose> {
    let row = &interview.row;
    let names = people::api::names_of(&app.db, actor.school, &[row.learner_id]).await?;
    let mut trail = show::trail(row, &names, false);
    trail.push((show::heading(row), paths::interview(row.id)));
    Ok(Purpose {
        trail,
        heading: format!(
            "Déplacer l’entretien avec {}",
            called(&names, row.learner_id)
        ),
        action: paths::below(row.id, "modifier"),
        back: paths::interview(row.id),
        button: "Enregistrer",
        team: team(app, actor.school, row.learner_id).await?,
    })
}

/// GET /personnes/{person}/entretiens/nouveau
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Learner, Accompanies>,
) -> AppResult<Page<PlanPage>> {
    let purpose = planning(&app, &actor, &found.object).await?;
    let form = PlanForm::new(InterviewId::generate(&app.clock).to_string(), actor.account);
    Ok(Page::new(PlanPage::new(
        shell,
        purpose,
        &form,
        &FieldErrors::new(),
    )))
}

/// POST /personnes/{person}/entretiens/nouveau
pub async fn submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Learner, Accompanies>,
    Form(form): Form<PlanForm>,
) -> AppResult<Response> {
    let learner = found.object;
    let purpose = planning(&app, &actor, &learner).await?;
    let terms = match form.read(&purpose.accounts(), app.clock.now()) {
        Ok(terms) => terms,
        Err(errors) => {
            return Ok(Page::invalid(PlanPage::new(shell, purpose, &form, &errors)).into_response());
        }
    };
    let new = NewInterview {
        id: form
            .id
            .parse()
            .unwrap_or_else(|_| InterviewId::generate(&app.clock)),
        learner: learner.id,
        curriculum: learner.enrolment.class.curriculum,
        terms,
    };
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), new.id);
    app.db
        .write(move |tx| {
            let (clock, new) = (clock.clone(), new.clone());
            async move { commands::plan(&tx, &clock, by, &new).await }
        })
        .await?;
    Ok(
        Flash::ok("L’entretien est prévu. Les personnes concernées sont prévenues.")
            .to(paths::interview(id)),
    )
}

/// GET /entretiens/{interview}/modifier
pub async fn change_form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Interview, Leads>,
) -> AppResult<Page<PlanPage>> {
    let purpose = moving(&app, &actor, &found.object).await?;
    let form = PlanForm::of(&found.object.row);
    Ok(Page::new(PlanPage::new(
        shell,
        purpose,
        &form,
        &FieldErrors::new(),
    )))
}

/// What is said to the second of two who move one interview.
const CROSSED: &str = "Un·e collègue vient de changer cet entretien. Rien n’est perdu\u{a0}: votre saisie est ci-dessous. Ouvrez l’entretien dans un autre onglet pour comparer, puis enregistrez à nouveau pour garder votre version.";

/// POST /entretiens/{interview}/modifier
pub async fn change(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Interview, Leads>,
    Form(mut form): Form<PlanForm>,
) -> AppResult<Response> {
    let purpose = moving(&app, &actor, &found.object).await?;
    let errors = match form.read(&purpose.accounts(), app.clock.now()) {
        Ok(terms) => match write(&app, &actor, &found.object, &form, terms).await {
            Ok(()) => return Ok(Flash::ok("L’entretien est modifié.").to(purpose.back)),
            Err(Refused::Because(sentence)) => FieldErrors::one("jour", sentence),
            Err(Refused::Db(DbError::Conflict)) => {
                form.version = found.object.row.version.to_string();
                FieldErrors::one("jour", CROSSED)
            }
            Err(refused) => return Err(refused.into()),
        },
        Err(errors) => errors,
    };
    Ok(Page::invalid(PlanPage::new(shell, purpose, &form, &errors)).into_response())
}

async fn write(
    app: &App,
    actor: &Actor,
    interview: &Interview,
    form: &PlanForm,
    terms: Terms,
) -> Result<(), Refused> {
    let (clock, by, id) = (app.clock.clone(), By::from(actor), interview.row.id);
    let version = form.version.parse().unwrap_or(0);
    app.db
        .write(move |tx| {
            let (clock, terms) = (clock.clone(), terms.clone());
            async move { commands::change(&tx, &clock, by, id, version, &terms).await }
        })
        .await
}
