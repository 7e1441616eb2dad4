//! The installation: the first school and its administrator.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::FieldErrors;
use web::client::Client;
use web::forms::{Field, SummaryLine, summary};
use web::{App, AppError, AppResult, Form, Page, Shell};

use super::{INSTALLATION, as_printed, count, start_session};
use crate::commands::{self, NewSession, Refused};
use crate::forms::{Install, InstallForm};
use crate::pages::{HOME, form_errors};
use crate::passwords;

#[derive(Template)]
#[template(path = "pages/access/installation.html")]
pub struct InstallationPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    code: Field,
    school: Field,
    uai: Field,
    city: Field,
    first: Field,
    last: Field,
    login: Field,
    password: Field,
    again: Field,
}

impl InstallationPage {
    fn new(shell: Shell, form: &InstallForm, errors: &FieldErrors) -> Self {
        let field = |name, value: &str| Field::with(name, value, errors);
        Self {
            shell,
            errors: summary(errors),
            code: field("code", &form.code),
            school: field("etablissement", &form.etablissement),
            uai: field("uai", &form.uai),
            city: field("ville", &form.ville),
            first: field("prenom", &form.prenom),
            last: field("nom", &form.nom),
            login: field("identifiant", &form.identifiant),
            password: field("mot_de_passe", ""),
            again: field("confirmation", ""),
        }
    }
}

/// Once there is a school this page does not exist.
async fn only_on_an_empty_database(app: &App) -> AppResult<()> {
    if app.directory.is_empty(app).await? {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}

/// The form.
pub async fn show(State(app): State<App>, shell: Shell) -> AppResult<Page<InstallationPage>> {
    only_on_an_empty_database(&app).await?;
    let page = InstallationPage::new(shell, &InstallForm::default(), &FieldErrors::new());
    Ok(Page::new(page))
}

/// Creates the school and its administrator, who is then signed in.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    client: Client,
    Form(form): Form<InstallForm>,
) -> AppResult<Response> {
    only_on_an_empty_database(&app).await?;
    let checked = match check_code(&app, &form.code).await? {
        Ok(()) => form.parse(),
        Err(sentence) => Err(FieldErrors::one("code", sentence)),
    };
    let installed = match checked {
        Ok(new) => install(&app, client, new).await?,
        Err(errors) => Err(errors),
    };
    Ok(match installed {
        Ok(session) => start_session(&app, &session.token, HOME),
        Err(errors) => Page::invalid(InstallationPage::new(shell, &form, &errors)).into_response(),
    })
}

/// The code of the console, under its limit. The inner error is for its field.
async fn check_code(app: &App, typed: &str) -> AppResult<Result<(), String>> {
    let Some(expected) = &app.config.installation_code else {
        return Ok(Err(
            "Redémarrez Jalon\u{a0}: un nouveau code s’affichera dans la console.".to_owned(),
        ));
    };
    if let Err(sentence) = count(&app.db, &app.clock, "installation", "", INSTALLATION).await? {
        return Ok(Err(sentence));
    }
    // Hashes are compared: how long it takes tells nothing of the code.
    Ok(if as_printed(typed).hash() == *expected {
        Ok(())
    } else {
        Err(
            "Ce code n’est pas celui de la console. Recopiez celui du dernier démarrage."
                .to_owned(),
        )
    })
}

async fn install(
    app: &App,
    client: Client,
    new: Install,
) -> AppResult<Result<NewSession, FieldErrors>> {
    let hash = passwords::hash(new.password.reveal()).await?;
    let session = NewSession::draw(client, None);
    let work = (app.clock.clone(), new, hash, session.clone());
    let done = app
        .db
        .write(move |tx| {
            let (clock, new, hash, session) = work.clone();
            async move {
                let (school, account) = commands::install(&tx, &clock, &new, hash).await?;
                commands::sign_in(&tx, &clock, school, account, None, &session).await?;
                Ok::<_, Refused>(())
            }
        })
        .await;
    match done {
        Ok(()) => Ok(Ok(session)),
        Err(refused) => form_errors(refused).map(Err),
    }
}
