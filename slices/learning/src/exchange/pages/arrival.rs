//! What a file would create, before it does.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use curriculum::Curriculum;
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Page, Shell};

use crate::exchange::object::{Arrival, Decides};
use crate::exchange::plan::{Place, contents, known_codes, place};
use crate::exchange::store::{self, Staged};
use crate::exchange::{commands, store::arrivals};
use crate::sheets::By;

/// A mission of the file.
pub struct MissionLine {
    title: String,
    /// The codes that it works.
    codes: String,
}

#[derive(Template)]
#[template(path = "exchange/pages/arrival.html")]
pub struct ArrivalPage {
    shell: Shell,
    href: String,
    title: String,
    contents: String,
    curriculum: String,
    /// Where it will take place: a sentence; none without an organisation.
    place: Option<String>,
    missions: Vec<MissionLine>,
    files: Vec<String>,
    refused: Vec<String>,
    unknown: Vec<String>,
    /// The situation of the same origin that is here.
    already: Option<(String, String)>,
}

/// What waits, with its curriculum; none once it is created.
async fn waiting(app: &App, row: &arrivals::Model) -> AppResult<Option<(Staged, Arc<Curriculum>)>> {
    let Some(staged) = row.staged().filter(|_| row.situation_id.is_none()) else {
        return Ok(None);
    };
    let code = &staged.envelope.curriculum;
    let found = curriculum::api::by_code(&app.db, row.school_id, code).await?;
    let (_, curriculum) = found.ok_or(AppError::NotFound)?;
    Ok(Some((staged, curriculum)))
}

/// The page; what was created already is shown itself.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    found: Authorised<Arrival, Decides>,
) -> AppResult<Response> {
    use axum::response::{IntoResponse, Redirect};
    let row = found.object.0;
    match (waiting(&app, &row).await?, row.situation_id) {
        (Some((staged, curriculum)), _) => {
            let page = page(&app, shell, &row, staged, &curriculum).await?;
            Ok(Page::new(page).into_response())
        }
        (None, Some(id)) => Ok(Redirect::to(&format!("/situations/{id}")).into_response()),
        (None, None) => Err(AppError::NotFound),
    }
}

async fn page(
    app: &App,
    shell: Shell,
    row: &arrivals::Model,
    staged: Staged,
    curriculum: &Curriculum,
) -> AppResult<ArrivalPage> {
    let reader = app.db.reader();
    let Staged {
        envelope,
        files,
        refused,
    } = staged;
    let known = store::organisations_of(reader, row.school_id).await?;
    let already = store::already_here(reader, row.school_id, row.origin).await?;
    let (envelope, unknown) = known_codes(envelope, curriculum);
    let name = |rank: &usize| envelope.attachments.get(*rank).map(|one| one.name.clone());
    Ok(ArrivalPage {
        shell,
        href: format!("/situations/importer/{}", row.id),
        contents: contents(&envelope, files.len()),
        curriculum: curriculum.title.clone(),
        place: match place(&envelope, &known) {
            Place::None => None,
            Place::Joined(_, name) => Some(format!(
                "Dans l’organisation «\u{202f}{name}\u{202f}», qui est déjà ici."
            )),
            Place::Created(name) => Some(format!(
                "Dans l’organisation «\u{202f}{name}\u{202f}», qui sera créée."
            )),
        },
        missions: envelope
            .missions
            .iter()
            .map(|mission| MissionLine {
                title: mission.title.clone(),
                codes: mission.targets.join(", "),
            })
            .collect(),
        files: files.iter().filter_map(|(rank, _)| name(rank)).collect(),
        refused,
        unknown,
        already: already.map(|row| (row.title.clone(), format!("/situations/{}", row.id))),
        title: envelope.situation.title,
    })
}

/// Creates it.
pub async fn create(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Arrival, Decides>,
) -> AppResult<Response> {
    let row = found.object.0;
    let Some((_, curriculum)) = waiting(&app, &row).await? else {
        let id = row.situation_id.ok_or(AppError::NotFound)?;
        return Ok(
            Flash::ok("Cette situation est déjà importée.").to(format_args!("/situations/{id}"))
        );
    };
    let work = (app.clock.clone(), By::from(&actor), curriculum);
    let id = app
        .db
        .write(move |tx| {
            let (clock, by, curriculum) = work.clone();
            async move { commands::create(&tx, &clock, by, row.id, &curriculum).await }
        })
        .await?;
    Ok(Flash::ok("La situation est importée. C’est un brouillon\u{a0}: adaptez-la, puis proposez-la à l’équipe.")
        .to(format_args!("/situations/{id}")))
}

/// Gives it up.
pub async fn abandon(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Arrival, Decides>,
) -> AppResult<Response> {
    let (id, clock) = (found.object.0.id, app.clock.clone());
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move { commands::forget(&tx, &clock, actor.school, Some(actor.account), id).await }
        })
        .await?;
    Ok(Flash::ok("Rien n’a été créé. Le fichier envoyé est effacé.").to("/situations/importer"))
}
