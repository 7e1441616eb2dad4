//! Sending the file of a situation.

use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use files::Refusal;
use kernel::file_size;
use web::forms::{Field, SummaryLine};
use web::{Actor, App, AppError, AppResult, Page, Shell, status_of_refusal};

use crate::exchange::EXTENSION;
use crate::exchange::archive::MAX_TOTAL;
use crate::exchange::receive::{NotReceived, receive, receive_shipped};
use crate::sheets::By;
use crate::shipped;

/// A situation that comes with Jalon.
pub struct ShippedLine {
    number: usize,
    title: String,
}

#[derive(Template)]
#[template(path = "exchange/pages/new.html")]
pub struct NewPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    file: Field,
    accept: String,
    limit: String,
    organisation: &'static str,
    shipped: Vec<ShippedLine>,
}

impl NewPage {
    fn new(shell: Shell) -> Self {
        let shipped = shipped::vosreves();
        let line = |(rank, file): (usize, &shipped::SituationFile)| ShippedLine {
            number: rank + 1,
            title: file.situation.title.clone(),
        };
        Self {
            shell,
            errors: Vec::new(),
            file: Field::new("fichier", ""),
            accept: format!(".{EXTENSION}"),
            limit: file_size(MAX_TOTAL),
            organisation: &shipped.organisation.name,
            shipped: shipped.situations.iter().enumerate().map(line).collect(),
        }
    }

    fn refused(mut self, sentence: String) -> Self {
        self.errors = vec![SummaryLine {
            field_id: self.file.id.clone(),
            message: sentence.clone(),
        }];
        self.file.error = Some(sentence);
        self
    }
}

/// The form.
pub async fn show(shell: Shell) -> Page<NewPage> {
    Page::new(NewPage::new(shell))
}

/// Reads the file and leads to what it would create.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    form: Multipart,
) -> AppResult<Response> {
    match take(&app, &actor, form).await? {
        Ok(address) => Ok(Redirect::to(&address).into_response()),
        Err(sentence) => Ok(Page::invalid(NewPage::new(shell).refused(sentence)).into_response()),
    }
}

/// The same for a situation that comes with Jalon.
pub async fn take_shipped(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    Path(number): Path<String>,
) -> AppResult<Response> {
    let received = receive_shipped(&app, By::from(&actor), &number).await;
    match arrived(received.transpose().ok_or(AppError::NotFound)?)? {
        Ok(address) => Ok(Redirect::to(&address).into_response()),
        Err(sentence) => Ok(Page::invalid(NewPage::new(shell).refused(sentence)).into_response()),
    }
}

async fn take(app: &App, actor: &Actor, mut form: Multipart) -> AppResult<Result<String, String>> {
    let broken = "L’envoi s’est interrompu. Rien n’a été créé\u{a0}; recommencez.";
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok(Err("Choisissez un fichier sur votre appareil.".to_owned())),
            Err(_) => return Ok(Err(broken.to_owned())),
        };
        let name = field.file_name().unwrap_or("").to_owned();
        if field.name() != Some("fichier") || name.is_empty() {
            continue;
        }
        // The temporary file goes away with this value, whatever happens.
        return match app.files.receive(field, &name).await {
            Ok(incoming) => arrived(receive(app, By::from(actor), incoming.path()).await),
            Err(Refusal::Empty) => Ok(Err("Ce fichier est vide (0\u{a0}octet). Rien n’a été créé\u{a0}: demandez-le de nouveau à la personne qui vous l’a donné.".to_owned())),
            Err(Refusal::TooBig { limit, .. }) => Ok(Err(format!(
                "Ce fichier dépasse {}. Rien n’a été créé\u{a0}: vérifiez que c’est le bon fichier.",
                file_size(limit)
            ))),
            Err(Refusal::Interrupted) => Ok(Err(broken.to_owned())),
            Err(refusal) => Err(AppError::internal(refusal)),
        };
    }
}

/// Where what arrived is looked at, or why it did not.
fn arrived(
    received: Result<crate::exchange::ArrivalId, NotReceived>,
) -> AppResult<Result<String, String>> {
    match received {
        Ok(id) => Ok(Ok(format!("/situations/importer/{id}"))),
        Err(NotReceived::Db(error)) => Err(error.into()),
        Err(NotReceived::Files(refusal)) if status_of_refusal(&refusal).is_server_error() => {
            Err(AppError::internal(refusal))
        }
        Err(refused) => Ok(Err(refused.to_string())),
    }
}
