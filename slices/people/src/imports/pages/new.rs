//! Sending a file: it is read and compared at once, then forgotten.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::response::{IntoResponse, Response};
use files::Refusal;
use kernel::file_size;
use web::forms::{Field, SummaryLine};
use web::{Actor, App, AppError, AppResult, Page, Shell};

use crate::commands::By;
use crate::imports::stage::{self, NotStaged};

#[derive(Template)]
#[template(path = "imports/pages/new.html")]
pub struct NewPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    file: Field,
}

impl NewPage {
    fn new(shell: Shell) -> Self {
        Self {
            shell,
            errors: Vec::new(),
            file: Field::new("fichier", ""),
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

/// Reads the file and leads to what it would do.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    form: Multipart,
) -> AppResult<Response> {
    match take(&app, &actor, form).await? {
        Ok(address) => Ok(axum::response::Redirect::to(&address).into_response()),
        Err(sentence) => Ok(Page::invalid(NewPage::new(shell).refused(sentence)).into_response()),
    }
}

async fn take(app: &App, actor: &Actor, mut form: Multipart) -> AppResult<Result<String, String>> {
    let broken = || "L’envoi s’est interrompu. Rien n’a été modifié\u{a0}; recommencez.".to_owned();
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => {
                return Ok(Err("Choisissez un fichier sur votre appareil.".to_owned()));
            }
            Err(_) => return Ok(Err(broken())),
        };
        let name = field.file_name().unwrap_or("").to_owned();
        if field.name() != Some("fichier") || name.is_empty() {
            continue;
        }
        // The temporary file goes away with this value, whatever happens.
        let incoming = match app.files.receive(field, &name).await {
            Ok(incoming) => incoming,
            Err(refusal) => return Ok(Err(sentence(&refusal, broken()))),
        };
        let by = By::from(actor);
        return match stage::receive(&app.db, &app.clock, &by, incoming.path(), &name, None).await {
            Ok(id) => Ok(Ok(format!("/admin/imports/{id}"))),
            Err(NotStaged::Db(error)) => Err(AppError::Db(error)),
            Err(refused) => Ok(Err(refused.to_string())),
        };
    }
}

fn sentence(refusal: &Refusal, broken: String) -> String {
    match refusal {
        Refusal::Empty => "Ce fichier est vide (0\u{a0}octet). Rien n’a été modifié\u{a0}: refaites l’export, puis recommencez.".to_owned(),
        Refusal::TooBig { limit, .. } => format!(
            "Ce fichier dépasse {}. Rien n’a été modifié\u{a0}: vérifiez que c’est le bon fichier.",
            file_size(*limit)
        ),
        Refusal::Interrupted => broken,
        _ => "Jalon n’a pas pu recevoir ce fichier à cause d’une panne de son côté. Rien n’a été modifié\u{a0}; réessayez dans quelques minutes.".to_owned(),
    }
}
