//! Beginning a situation: a title is enough.

use std::collections::HashSet;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use kernel::FieldErrors;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Field, Flash, Form, Page, Query, Shell};

use super::library::options;
use crate::model::{SituationContent, SituationId};
use crate::organisations::store;
use crate::pages::parts::curricula;
use crate::paths;
use crate::sheets::By;
use crate::situations::commands::{NewSituation, begin};
use crate::situations::forms::SituationForm;

/// The page.
#[derive(Template)]
#[template(path = "pages/situations/new.html")]
pub struct NewPage {
    shell: Shell,
    id: String,
    errors: Vec<SummaryLine>,
    titre: Field,
    organisation: Field,
    organisations: Vec<(String, String)>,
    referentiel: Field,
    /// Empty when there is only one.
    curricula: Vec<(String, String)>,
}

/// GET /situations/nouvelle
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(mut form): Query<SituationForm>,
) -> AppResult<Page<NewPage>> {
    form.id = SituationId::generate(&app.clock).to_string();
    page(&app, &actor, shell, &form, &FieldErrors::new())
        .await
        .map(Page::new)
}

async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    form: &SituationForm,
    errors: &FieldErrors,
) -> AppResult<NewPage> {
    let organisations = store::list(app.db.reader(), actor.school).await?;
    let curricula = curricula(app, actor.school).await?;
    let choices = curricula
        .iter()
        .map(|one| (one.code.clone(), format!("{}, {}", one.code, one.title)));
    Ok(NewPage {
        shell,
        id: form.id.clone(),
        errors: summary(errors),
        titre: Field::with("titre", &*form.titre, errors),
        organisation: Field::with("organisation", &*form.organisation, errors),
        organisations: options(&organisations),
        referentiel: Field::with("referentiel", &*form.referentiel, errors),
        curricula: match curricula.len() {
            0 | 1 => Vec::new(),
            _ => choices.collect(),
        },
    })
}

/// POST /situations/nouvelle
pub async fn create(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Form(form): Form<SituationForm>,
) -> AppResult<Response> {
    let new = match read(&app, &actor, &form).await? {
        Ok(new) => new,
        Err(errors) => {
            let page = page(&app, &actor, shell, &form, &errors).await?;
            return Ok(Page::invalid(page).into_response());
        }
    };
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    let id = app
        .db
        .write(move |tx| {
            let (clock, new) = (clock.clone(), new.clone());
            async move { begin(&tx, &clock, by, &new).await }
        })
        .await?;
    Ok(Flash::ok(
        "Situation commencée. Écrivez ce que vous savez déjà\u{a0}: le reste peut attendre.",
    )
    .to(paths::below(id, "modifier")))
}

/// What the form begins.
async fn read(
    app: &App,
    actor: &Actor,
    form: &SituationForm,
) -> AppResult<Result<NewSituation, FieldErrors>> {
    let curricula = curricula(app, actor.school).await?;
    let chosen = match &*form.referentiel {
        "" => curricula.first(),
        code => curricula.iter().find(|one| one.code == code),
    };
    let Some(curriculum) = chosen else {
        let sentence = "Choisissez un référentiel de la liste.";
        return Ok(Err(FieldErrors::one("referentiel", sentence)));
    };
    let organisations = store::list(app.db.reader(), actor.school).await?;
    let known: HashSet<_> = organisations
        .iter()
        .filter(|one| one.deleted_at.is_none())
        .map(|one| one.id)
        .collect();
    let content = form.read(&SituationContent::default(), curriculum, &known);
    Ok(content.map(|content| NewSituation {
        id: form
            .id
            .parse()
            .unwrap_or_else(|_| SituationId::generate(&app.clock)),
        curriculum: curriculum.code.clone(),
        content,
    }))
}
