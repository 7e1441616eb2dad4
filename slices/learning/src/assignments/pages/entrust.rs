//! Entrusting a mission of a situation to a class, a group or some learners.

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use kernel::FieldErrors;
use people::api::{ClassId, ClassSummary};
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Form, Page, Query, Shell};

use super::terms::{Purpose, TermsPage};
use crate::assignments::commands::{NewAssignment, Terms, entrust};
use crate::assignments::forms::{ClassQuery, TermsForm};
use crate::assignments::object::{Class, Entrusts};
use crate::assignments::paths;
use crate::assignments::roster::Roster;
use crate::model::{AssignmentId, State};
use crate::rows::{missions, situations};
use crate::sheets::{By, Refused};
use crate::situations::object::{MissionOf, Writes};

/// A class to choose.
struct Door {
    name: String,
    year: String,
    href: String,
}

/// The page where the class is chosen, when there are several or none.
#[derive(Template)]
#[template(path = "assignments/pages/choose_class.html")]
struct ChoosePage {
    shell: Shell,
    trail: Vec<(String, String)>,
    mission: String,
    doors: Vec<Door>,
}

/// The mission to entrust and its situation.
#[derive(Clone)]
struct Subject {
    situation: situations::Model,
    mission: missions::Model,
}

impl Subject {
    /// What was deleted is not entrusted.
    fn of(found: MissionOf<Writes>) -> AppResult<Self> {
        let (situation, mission) = (found.situation.object.row, found.mission);
        match (situation.deleted_at, mission.deleted_at) {
            (None, None) => Ok(Self { situation, mission }),
            _ => Err(AppError::NotFound),
        }
    }

    fn href(&self) -> String {
        paths::entrust(self.situation.id, self.mission.id)
    }

    fn trail(&self) -> Vec<(String, String)> {
        vec![(
            self.situation.title.clone(),
            crate::paths::situation(self.situation.id),
        )]
    }

    fn purpose(&self) -> Purpose {
        Purpose {
            heading: "Confier la mission",
            mission: self.mission.title.clone(),
            trail: self.trail(),
            action: self.href(),
            back: crate::paths::situation(self.situation.id),
            button: "Confier la mission",
            is_new: true,
            not_in_use: match self.situation.state {
                State::InUse => None,
                State::Draft => {
                    Some("C’est un brouillon\u{a0}: seule l’équipe le voit.".to_owned())
                }
                State::Proposed => {
                    Some("Elle est proposée à l’équipe et se discute encore.".to_owned())
                }
            },
        }
    }

    /// The classes of the person that follow the curriculum of the situation.
    async fn classes(&self, app: &App, actor: &Actor) -> AppResult<Vec<ClassSummary>> {
        let mut fitting = Vec::new();
        for class in people::api::taught_classes(&app.db, actor).await? {
            if self.suits(app, &class).await? {
                fitting.push(class);
            }
        }
        Ok(fitting)
    }

    /// Published curricula are kept in memory: this asks nothing of the database.
    async fn suits(&self, app: &App, class: &ClassSummary) -> AppResult<bool> {
        let curriculum = curriculum::api::get(&app.db, class.curriculum).await?;
        Ok(curriculum.is_some_and(|one| one.code == self.situation.curriculum))
    }

    /// A class that the person teaches, with who is in it.
    async fn roster(&self, app: &App, actor: &Actor, class: ClassId) -> AppResult<Roster> {
        let class = Authorised::<Class, Entrusts>::load(app, actor, class).await?;
        let class = class.object.0.class;
        match self.suits(app, &class).await? {
            true => Ok(Roster::load(&app.db, actor.school, class).await?),
            false => Err(AppError::NotFound),
        }
    }
}

/// GET /situations/{situation}/missions/{mission}/confier
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: MissionOf<Writes>,
    Query(query): Query<ClassQuery>,
) -> AppResult<Response> {
    let subject = Subject::of(found)?;
    let class = match query.class() {
        Some(class) => class,
        None => match &subject.classes(&app, &actor).await?[..] {
            [only] => only.id,
            classes => {
                return Ok(Page::new(choose(shell, &subject, classes)).into_response());
            }
        },
    };
    let roster = subject.roster(&app, &actor, class).await?;
    let blank = TermsForm {
        id: AssignmentId::generate(&app.clock).to_string(),
        ..TermsForm::default()
    };
    let page = TermsPage::new(
        shell,
        subject.purpose(),
        &roster,
        &blank,
        &FieldErrors::new(),
    );
    Ok(Page::new(page).into_response())
}

fn choose(shell: Shell, subject: &Subject, classes: &[ClassSummary]) -> ChoosePage {
    ChoosePage {
        shell,
        trail: subject.trail(),
        mission: subject.mission.title.clone(),
        doors: classes
            .iter()
            .map(|class| Door {
                name: class.name.clone(),
                year: class.school_year.to_string(),
                href: format!("{}?classe={}", subject.href(), class.id),
            })
            .collect(),
    }
}

/// POST /situations/{situation}/missions/{mission}/confier
pub async fn submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: MissionOf<Writes>,
    Form(form): Form<TermsForm>,
) -> AppResult<Response> {
    let subject = Subject::of(found)?;
    let class = form.classe.parse().map_err(|_| AppError::NotFound)?;
    let roster = subject.roster(&app, &actor, class).await?;
    let errors = match form.read(&roster) {
        Ok(terms) => match give(&app, &actor, &subject, &roster, &form, terms).await? {
            Ok(done) => return Ok(done),
            Err(errors) => errors,
        },
        Err(errors) => errors,
    };
    let page = TermsPage::new(shell, subject.purpose(), &roster, &form, &errors);
    Ok(Page::invalid(page).into_response())
}

/// Entrusts it, or says at which field why not.
async fn give(
    app: &App,
    actor: &Actor,
    subject: &Subject,
    roster: &Roster,
    form: &TermsForm,
    terms: Terms,
) -> AppResult<Result<Response, FieldErrors>> {
    let told = terms.concerned.len() as u64;
    let name = roster.name_of(&terms.whom);
    let new = NewAssignment {
        id: form
            .id
            .parse()
            .unwrap_or_else(|_| AssignmentId::generate(&app.clock)),
        situation: subject.situation.id,
        mission: subject.mission.id,
        title: subject.mission.title.clone(),
        class: roster.class.id,
        terms,
    };
    let adopt = !form.en_usage.is_empty();
    let work = (app.clock.clone(), By::from(actor), new);
    let done = app
        .db
        .write(move |tx| {
            let (clock, by, new) = work.clone();
            async move { entrust(&tx, &clock, by, &new, adopt).await }
        })
        .await;
    match done {
        Ok(id) => Ok(Ok(Flash::ok(format!(
            "La mission est confiée\u{a0}: {name}. {} prévenu·e·s.",
            kernel::count(told, "apprenant·e", "apprenant·es"),
        ))
        .to(paths::follow(id)))),
        Err(Refused::Because(sentence)) => Ok(Err(FieldErrors::one("en_usage", sentence))),
        Err(refused) => Err(refused.into()),
    }
}
