//! The imports of a class from Pix, and sending a file.

use askama::Template;
use axum::extract::{Multipart, State as Extract};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{count, date_time};
use people::api::ClassSummary;
use web::forms::{Field, SummaryLine};
use web::upload::receive_to_read;
use web::{Actor, App, AppError, AppResult, Authorised, Page, Shell};

use crate::digital::pix::model::{Campaign, PixState};
use crate::digital::pix::stage::{NotStaged, Taken, stage};
use crate::digital::pix::store::{self, imports};
use crate::overview::object::{Class, ImportsResults};
use crate::paths;

/// So many imports are listed.
const SHOWN: u64 = 30;

/// An import of the list.
struct Line {
    name: String,
    href: String,
    about: String,
    waits: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "digital/pix/pages/list.html")]
pub struct PixPage {
    shell: Shell,
    class: String,
    class_href: String,
    address: String,
    errors: Vec<SummaryLine>,
    file: Field,
    code: Field,
    imports: Vec<Line>,
}

/// GET /classes/{class}/pix
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Class, ImportsResults>,
) -> AppResult<Page<PixPage>> {
    let page = page(&app, &actor, shell, &found, None).await?;
    Ok(Page::new(page))
}

/// POST /classes/{class}/pix
pub async fn send(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<Class, ImportsResults>,
    form: Multipart,
) -> AppResult<Response> {
    let (refused, code) = match receive_to_read(&app.files, form, &["code"]).await {
        Ok(sent) => {
            let file = Taken {
                path: sent.file.path(),
                name: &sent.name,
                code: sent.text("code"),
            };
            let class = &found.object.tied.class;
            let school = actor.school;
            match stage(
                &app.db,
                &app.clock,
                school,
                class,
                actor.account,
                &file,
                None,
            )
            .await
            {
                Ok(id) => return Ok(Redirect::to(&paths::pix_import(id)).into_response()),
                Err(NotStaged::Db(error)) => return Err(AppError::Db(error)),
                Err(refused) => (refused.to_string(), sent.text("code").to_owned()),
            }
        }
        Err(refused) => (refused, String::new()),
    };
    let page = page(&app, &actor, shell, &found, Some((refused, code))).await?;
    Ok(Page::invalid(page).into_response())
}

async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    found: &Authorised<Class, ImportsResults>,
    refused: Option<(String, String)>,
) -> AppResult<PixPage> {
    let class: &ClassSummary = &found.object.tied.class;
    let rows = store::of_class(app.db.reader(), actor.school, class.id, SHOWN).await?;
    let (sentence, code) = refused.unzip();
    let mut file = Field::new("fichier", "");
    file.error.clone_from(&sentence);
    Ok(PixPage {
        class: class.name.clone(),
        class_href: format!("/classes/{}", class.id),
        address: paths::class_pix(class.id),
        errors: sentence
            .map(|message| SummaryLine {
                field_id: file.id.clone(),
                message,
            })
            .into_iter()
            .collect(),
        file,
        code: Field::new("code", code.unwrap_or_default()),
        imports: rows.into_iter().map(line).collect::<Result<_, _>>()?,
        shell,
    })
}

fn line(row: imports::Model) -> Result<Line, db::DbError> {
    let campaign: Campaign = store::read(row.campaign)?;
    let kept = u64::try_from(row.kept).unwrap_or(0);
    Ok(Line {
        name: campaign.name,
        href: paths::pix_import(row.id),
        about: match row.finished_at {
            Some(at) => format!(
                "{}, {} le {}",
                row.kind.label(),
                count(kept, "résultat gardé", "résultats gardés"),
                date_time(at)
            ),
            None => format!(
                "{}, envoyé le {}",
                row.kind.label(),
                date_time(row.created_at)
            ),
        },
        waits: row.state == PixState::Ready,
    })
}
