//! One new person.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use db::DbError;
use kernel::{AccountId, FieldErrors, Role, local_date};
use mail::Address;
use web::forms::{Field, SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Flash, Form, Page, Shell};

use super::PersonFields;
use crate::commands::{self, By, NewAccount};
use crate::forms::PersonForm;
use crate::mailing;

#[derive(Template)]
#[template(path = "pages/persons/new.html")]
pub struct NewPersonPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    person: PersonFields,
    /// Where mail is sent.
    address: Option<Field>,
}

impl NewPersonPage {
    fn new(app: &App, shell: Shell, form: &PersonForm, errors: &FieldErrors) -> Self {
        Self {
            shell,
            errors: summary(errors),
            person: PersonFields::new(form, errors),
            address: app
                .mailer
                .is_configured()
                .then(|| Field::with("adresse", &form.adresse, errors)),
        }
    }
}

/// The form.
pub async fn show(State(app): State<App>, shell: Shell) -> Page<NewPersonPage> {
    let form = PersonForm {
        roles: vec![Role::Learner.code().to_owned()],
        ..PersonForm::default()
    };
    Page::new(NewPersonPage::new(&app, shell, &form, &FieldErrors::new()))
}

/// Creates the person and shows their page, where a code is handed out.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    Form(form): Form<PersonForm>,
) -> AppResult<Response> {
    let parsed = form
        .parse(local_date(app.clock.now()))
        .and_then(|data| Ok((data, form.address()?)));
    let (data, address) = match parsed {
        Ok((data, address)) => (data, address.filter(|_| app.mailer.is_configured())),
        Err(errors) => {
            let page = NewPersonPage::new(&app, shell, &form, &errors);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let name = data.name.display();
    let id = create(&app, &actor, data.into(), address).await?;
    Ok(Flash::ok(format!(
        "{name} est dans Jalon. Donnez-lui maintenant un code de première connexion."
    ))
    .to(format_args!("/admin/personnes/{id}")))
}

async fn create(
    app: &App,
    actor: &Actor,
    new: NewAccount,
    address: Option<Address>,
) -> AppResult<AccountId> {
    let work = (app.clock.clone(), By::from(actor), vec![new], address);
    let ids = app
        .db
        .write(move |tx| {
            let (clock, by, new, address) = work.clone();
            async move {
                let ids = commands::create_accounts(&tx, &clock, &by, &new).await?;
                if let (Some(address), Some(id)) = (&address, ids.first()) {
                    mailing::commands::ask_address(&tx, &clock, &by, *id, address).await?;
                }
                Ok::<_, DbError>(ids)
            }
        })
        .await?;
    ids.first()
        .copied()
        .ok_or_else(|| AppError::internal("no account was created"))
}
