//! Bringing a filled workbook back.

use askama::Template;
use axum::extract::{Multipart, State as Extract};
use axum::response::{IntoResponse, Response};
use kernel::count;
use people::api::holders::holders_of;
use web::forms::SummaryLine;
use web::{Actor, App, AppError, AppResult, Field, Flash, Page, Shell};

use crate::acting::{By, Refused, WRITERS};
use crate::campaigns::State;
use crate::workbook::apply::{self, Destination, Done};
use crate::workbook::collect::Source;
use crate::workbook::paths;
use crate::workbook::problems::Problem;
use crate::workbook::read::{Filled, MAX_BYTES, Refusal, TOO_BIG, read};

/// The page.
#[derive(Template)]
#[template(path = "workbook/pages/import.html")]
pub struct ImportPage {
    shell: Shell,
    /// The campaign whose collective answer is filled; empty without one.
    campaign: String,
    /// Whether that campaign is closed: its answer is only taken away.
    closed: bool,
    file: Field,
    errors: Vec<SummaryLine>,
    problems: Vec<Problem>,
}

impl ImportPage {
    fn new(shell: Shell, source: &Source) -> Self {
        let campaign = source.campaign.as_ref();
        Self {
            shell,
            campaign: campaign.map_or_else(String::new, |row| row.title.clone()),
            closed: campaign.is_some_and(|row| row.state == State::Closed),
            file: Field::new("fichier", ""),
            errors: Vec::new(),
            problems: Vec::new(),
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

/// GET /numerique/classeur
pub async fn page(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
) -> AppResult<Page<ImportPage>> {
    let source = Source::of(&app, actor.school).await?;
    Ok(Page::new(ImportPage::new(shell, &source)))
}

/// POST /numerique/classeur
pub async fn submit(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    form: Multipart,
) -> AppResult<Response> {
    let source = Source::of(&app, actor.school).await?;
    let filled = match receive(&app, &source, form).await? {
        Ok(filled) => filled,
        Err(Refusal::File(sentence)) => {
            let page = ImportPage::new(shell, &source).refused(sentence);
            return Ok(Page::invalid(page).into_response());
        }
        Err(Refusal::Cells(problems)) => {
            let mut page = ImportPage::new(shell, &source);
            page.problems = problems;
            return Ok(Page::invalid(page).into_response());
        }
    };
    match take(&app, &actor, &source, filled).await {
        Ok(done) => Ok(Flash::ok(said(done)).to(paths::PAGE)),
        Err(Refused::Because(sentence)) => {
            let page = ImportPage::new(shell, &source).refused(sentence);
            Ok(Page::invalid(page).into_response())
        }
        Err(Refused::Db(error)) => Err(AppError::Db(error)),
    }
}

/// Receives the file and reads it.
async fn receive(
    app: &App,
    source: &Source,
    form: Multipart,
) -> AppResult<Result<Filled, Refusal>> {
    let sent = match web::upload::receive_to_read(&app.files, form, &[]).await {
        Ok(sent) => sent,
        Err(sentence) => return Ok(Err(Refusal::File(sentence))),
    };
    if sent.file.size() > MAX_BYTES {
        return Ok(Err(Refusal::File(TOO_BIG.to_string())));
    }
    let instrument = source.instrument.clone();
    let read = tokio::task::spawn_blocking(move || {
        let bytes = std::fs::read(sent.file.path())?;
        Ok::<_, std::io::Error>(read(&instrument, &bytes))
    });
    read.await
        .map_err(AppError::internal)?
        .map_err(AppError::internal)
}

/// Takes what the workbook holds, all or nothing.
async fn take(app: &App, actor: &Actor, source: &Source, filled: Filled) -> Result<Done, Refused> {
    let staff = holders_of(&app.db, actor.school, WRITERS).await?;
    let names = staff
        .into_iter()
        .map(|one| (one.account, one.name))
        .collect();
    let into = Destination {
        campaign: match source.id() {
            Some(id) => Some((id, source.standing()?)),
            None => None,
        },
        instrument: source.instrument.clone(),
        people: apply::by_name(&names),
        names,
    };
    let (clock, by) = (app.clock.clone(), By::from(actor));
    app.db
        .write(move |tx| {
            let (clock, into, filled) = (clock.clone(), into.clone(), filled.clone());
            async move { apply::apply(&tx, &clock, by, &into, &filled).await }
        })
        .await
}

/// What an import did, in a sentence.
fn said(done: Done) -> String {
    if done.is_nothing() {
        return "Ce classeur dit ce que Jalon sait déjà\u{a0}: rien n’a changé.".to_owned();
    }
    let number = |n: usize| u64::try_from(n).unwrap_or(0);
    let parts = [
        (done.statements, "étape modifiée", "étapes modifiées"),
        (done.written, "objectif ajouté", "objectifs ajoutés"),
        (done.changed, "objectif modifié", "objectifs modifiés"),
    ];
    let parts = parts.into_iter().filter(|(n, ..)| *n > 0);
    let parts: Vec<String> = parts
        .map(|(n, one, many)| count(number(n), one, many))
        .collect();
    format!("Classeur importé\u{a0}: {}.", kernel::french_list(&parts))
}
