//! Sending a file: it is read and compared at once, then forgotten.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::response::{IntoResponse, Response};
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

async fn take(app: &App, actor: &Actor, form: Multipart) -> AppResult<Result<String, String>> {
    let sent = match web::upload::receive_to_read(&app.files, form, &[]).await {
        Ok(sent) => sent,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let (by, path) = (By::from(actor), sent.file.path());
    match stage::receive(&app.db, &app.clock, &by, path, &sent.name, None).await {
        Ok(id) => Ok(Ok(format!("/admin/imports/{id}"))),
        Err(NotStaged::Db(error)) => Err(AppError::Db(error)),
        Err(refused) => Ok(Err(refused.to_string())),
    }
}
