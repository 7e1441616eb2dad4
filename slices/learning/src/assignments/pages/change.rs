//! Changing to whom and when a mission is entrusted; withdrawing it, giving it
//! back.

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use db::DbError;
use kernel::FieldErrors;
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Form, Page, Shell};

use super::terms::{Purpose, TermsPage};
use crate::assignments::commands::{self, Terms, Withdrawing};
use crate::assignments::forms::TermsForm;
use crate::assignments::object::{Assignment, Entrusts};
use crate::assignments::roster::Roster;
use crate::assignments::{paths, store};
use crate::sheets::By;

/// What is changed: the mission as it is entrusted, who is in the class.
struct Changed {
    assignment: Assignment,
    title: String,
    roster: Roster,
}

impl Changed {
    async fn load(app: &App, assignment: Assignment) -> AppResult<Self> {
        let (reader, school) = (app.db.reader(), assignment.row.school_id);
        let mission = assignment.row.mission_id;
        let mission = crate::situations::store::mission(reader, school, mission)
            .await?
            .ok_or(AppError::NotFound)?;
        let class = assignment.tied.class.clone();
        Ok(Self {
            title: mission.title,
            roster: Roster::load(&app.db, school, class).await?,
            assignment,
        })
    }

    fn purpose(&self) -> Purpose {
        let row = &self.assignment.row;
        Purpose {
            heading: "Modifier la mission confiée",
            mission: self.title.clone(),
            trail: vec![
                (
                    self.roster.class.name.clone(),
                    paths::of_class(row.class_id),
                ),
                (self.title.clone(), paths::follow(row.id)),
            ],
            action: paths::below(row.id, "modifier"),
            back: paths::follow(row.id),
            button: "Enregistrer",
            is_new: false,
            not_in_use: None,
        }
    }

    fn page(&self, shell: Shell, form: &TermsForm, errors: &FieldErrors) -> TermsPage {
        TermsPage::new(shell, self.purpose(), &self.roster, form, errors)
    }
}

/// GET /missions/{assignment}/modifier
pub async fn form(
    Extract(app): Extract<App>,
    shell: Shell,
    found: Authorised<Assignment, Entrusts>,
) -> AppResult<Page<TermsPage>> {
    let changed = Changed::load(&app, found.object).await?;
    let row = &changed.assignment.row;
    let whom = store::whom(app.db.reader(), row).await?;
    let form = TermsForm::of(&whom, row.dates(), &row.message, row.version);
    Ok(Page::new(changed.page(shell, &form, &FieldErrors::new())))
}

/// POST /missions/{assignment}/modifier
pub async fn submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Assignment, Entrusts>,
    Form(mut form): Form<TermsForm>,
) -> AppResult<Response> {
    let changed = Changed::load(&app, found.object).await?;
    let errors = match form.read(&changed.roster) {
        Ok(terms) => match change(&app, &actor, &changed, &form.version, terms).await {
            Ok(()) => {
                let to = paths::follow(changed.assignment.row.id);
                return Ok(
                    Flash::ok("La mission est modifiée. Les apprenant·es sont prévenu·es.").to(to),
                );
            }
            Err(DbError::Conflict) => {
                // What was typed stays; sent again, it replaces what the colleague wrote.
                form.version = changed.assignment.row.version.to_string();
                FieldErrors::one("a_qui", CROSSED)
            }
            Err(error) => return Err(error.into()),
        },
        Err(errors) => errors,
    };
    Ok(Page::invalid(changed.page(shell, &form, &errors)).into_response())
}

/// What is said to the second of two who change the same thing.
const CROSSED: &str = "Un·e collègue vient de modifier cette mission. Rien n’est perdu\u{a0}: votre saisie est ci-dessous. Ouvrez la mission dans un autre onglet pour comparer, puis enregistrez à nouveau pour garder votre version.";

async fn change(
    app: &App,
    actor: &Actor,
    changed: &Changed,
    version: &str,
    terms: Terms,
) -> Result<(), DbError> {
    let version: i32 = version.parse().unwrap_or(0);
    let row = changed.assignment.row.clone();
    let work = (
        app.clock.clone(),
        By::from(actor),
        row,
        changed.title.clone(),
        terms,
    );
    app.db
        .write(move |tx| {
            let (clock, by, row, title, terms) = work.clone();
            async move { commands::change(&tx, &clock, by, &row, &title, version, &terms).await }
        })
        .await
}

/// POST /missions/{assignment}/retirer
pub async fn withdraw(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Assignment, Entrusts>,
    Form(form): Form<TermsForm>,
) -> AppResult<Response> {
    set_withdrawn(&app, &actor, found.object, &form, true).await
}

/// POST /missions/{assignment}/remettre
pub async fn give_back(
    Extract(app): Extract<App>,
    actor: Actor,
    found: Authorised<Assignment, Entrusts>,
    Form(form): Form<TermsForm>,
) -> AppResult<Response> {
    set_withdrawn(&app, &actor, found.object, &form, false).await
}

async fn set_withdrawn(
    app: &App,
    actor: &Actor,
    assignment: Assignment,
    form: &TermsForm,
    withdrawn: bool,
) -> AppResult<Response> {
    let changed = Changed::load(app, assignment).await?;
    let row = changed.assignment.row;
    let whom = store::whom(app.db.reader(), &row).await?;
    let (version, id) = (form.version.parse().unwrap_or(0), row.id);
    let withdrawing = Withdrawing {
        concerned: changed.roster.accounts(&whom),
        title: changed.title,
        row,
        withdrawn,
    };
    let work = (app.clock.clone(), By::from(actor), withdrawing);
    app.db
        .write(move |tx| {
            let (clock, by, withdrawing) = work.clone();
            async move { commands::set_withdrawn(&tx, &clock, by, &withdrawing, version).await }
        })
        .await?;
    let said = match withdrawn {
        true => {
            "La mission est retirée\u{a0}: elle n’est plus à faire. Ce que les apprenant·es ont écrit reste dans leur dossier, et vous pouvez la remettre."
        }
        false => "La mission est de nouveau à faire.",
    };
    Ok(Flash::ok(said).to(paths::follow(id)))
}
