//! One new person.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, FieldErrors, Role, local_date};
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Flash, Form, Page, Shell};

use super::PersonFields;
use crate::commands::{self, By, NewAccount};
use crate::forms::PersonForm;

#[derive(Template)]
#[template(path = "pages/persons/new.html")]
pub struct NewPersonPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    person: PersonFields,
}

impl NewPersonPage {
    fn new(shell: Shell, form: &PersonForm, errors: &FieldErrors) -> Self {
        Self {
            shell,
            errors: summary(errors),
            person: PersonFields::new(form, errors),
        }
    }
}

/// The form.
pub async fn show(shell: Shell) -> Page<NewPersonPage> {
    let form = PersonForm {
        roles: vec![Role::Learner.code().to_owned()],
        ..PersonForm::default()
    };
    Page::new(NewPersonPage::new(shell, &form, &FieldErrors::new()))
}

/// Creates the person and shows their page, where a code is handed out.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    Form(form): Form<PersonForm>,
) -> AppResult<Response> {
    let data = match form.parse(local_date(app.clock.now())) {
        Ok(data) => data,
        Err(errors) => {
            return Ok(Page::invalid(NewPersonPage::new(shell, &form, &errors)).into_response());
        }
    };
    let name = data.name.display();
    let id = create(&app, &actor, data.into()).await?;
    Ok(Flash::ok(format!(
        "{name} est dans Jalon. Donnez-lui maintenant un code de première connexion."
    ))
    .to(format_args!("/admin/personnes/{id}")))
}

async fn create(app: &App, actor: &Actor, new: NewAccount) -> AppResult<AccountId> {
    let work = (app.clock.clone(), By::from(actor), vec![new]);
    let ids = app
        .db
        .write(move |tx| {
            let (clock, by, new) = work.clone();
            async move { commands::create_accounts(&tx, &clock, &by, &new).await }
        })
        .await?;
    ids.first()
        .copied()
        .ok_or_else(|| AppError::internal("no account was created"))
}
