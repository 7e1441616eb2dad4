//! The form of a situation. One plain form does everything without a script;
//! with one, the same form is saved every few seconds.

use std::collections::HashSet;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use curriculum::{Offer, Picker};
use kernel::FieldErrors;
use web::client::FromScript;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Field, Form, Page, Shell};

use super::library::options;
use super::view::{MissingView, missing_views};
use crate::model::{OrganisationId, Passage, Samr, SituationContent, Staging, WorkMode};
use crate::organisations::store;
use crate::pages::parts::curriculum_of;
use crate::pages::versions::answer::{Answer, saved_at};
use crate::paths;
use crate::rows::situations::Model;
use crate::sheets::By;
use crate::situations::commands;
use crate::situations::forms::SituationForm;
use crate::situations::object::{Situation, Writes};
use crate::situations::whole::{self, Whole};

/// A text to write in.
struct PassageField {
    field: Field,
    label: &'static str,
    help: &'static str,
    completed: bool,
}

/// A group of boxes to tick: code, label, ticked.
type Boxes = Vec<(&'static str, &'static str, bool)>;

/// The page.
#[derive(Template)]
#[template(path = "pages/situations/edit.html")]
pub struct EditPage {
    shell: Shell,
    id: String,
    title: String,
    trail: Vec<(String, String)>,
    action: String,
    errors: Vec<SummaryLine>,
    version: String,
    titre: Field,
    organisation: Field,
    organisations: Vec<(String, String)>,
    organisation_page: Option<String>,
    /// Context, intention.
    before: Vec<PassageField>,
    /// The others.
    after: Vec<PassageField>,
    picker: Picker,
    staging: Boxes,
    staging_error: Field,
    modes: Boxes,
    modes_error: Field,
    samr: Field,
    samr_levels: Vec<(&'static str, &'static str)>,
    notes: Field,
    missing: Vec<MissingView>,
    missions: Vec<(String, String)>,
    new_mission: String,
    saved: String,
    deleted: bool,
}

/// What is shown: what was saved, or what was typed and refused.
enum Shown {
    Saved,
    Refused(Box<SituationForm>, FieldErrors),
}

/// GET /situations/{situation}/modifier
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    situation: Authorised<Situation, Writes>,
) -> AppResult<Page<EditPage>> {
    let page = page(&app, &actor, shell, &situation.object.row, Shown::Saved).await?;
    Ok(Page::new(page))
}

async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    row: &Model,
    shown: Shown,
) -> AppResult<EditPage> {
    let curriculum = curriculum_of(app, actor.school, &row.curriculum).await?;
    let whole = whole::read(app.db.reader(), row).await?;
    let organisations = store::list(app.db.reader(), actor.school).await?;
    let (form, errors) = match shown {
        Shown::Saved => (
            SituationForm::of(&whole.content, whole.sheet.version),
            FieldErrors::new(),
        ),
        Shown::Refused(form, errors) => (*form, errors),
    };
    let mut before = passages(&form, &whole.content, &errors);
    let after = before.split_off(2);
    let field = |name, value: &str| Field::with(name, value, &errors);
    Ok(EditPage {
        shell,
        id: row.id.to_string(),
        title: row.title.clone(),
        trail: super::view::trail(Some(row)),
        action: paths::below(row.id, "modifier"),
        errors: summary(&errors),
        version: form.version.clone(),
        titre: field("titre", &form.titre),
        organisation: field("organisation", &form.organisation),
        organisations: options(&organisations),
        organisation_page: row.organisation_id.map(paths::organisation),
        before,
        after,
        picker: Picker::new(
            "savoir",
            Offer::Knowledge,
            &curriculum,
            &form.savoir,
            &errors,
        ),
        staging: boxes(
            Staging::ALL,
            Staging::code,
            Staging::label,
            &form.mise_en_scene,
        ),
        staging_error: field("mise_en_scene", ""),
        modes: boxes(
            WorkMode::ALL,
            WorkMode::code,
            WorkMode::label,
            &form.travail,
        ),
        modes_error: field("travail", ""),
        samr: field("samr", &form.samr),
        samr_levels: Samr::ALL
            .iter()
            .map(|one| (one.code(), one.label()))
            .collect(),
        notes: field("notes", &form.notes),
        missing: missing_views(&whole),
        missions: missions(&whole),
        new_mission: paths::below(row.id, "missions/nouvelle"),
        saved: saved_at(whole.sheet.updated_at, app.clock.now()),
        deleted: row.deleted_at.is_some(),
    })
}

/// The missions with where they are written.
fn missions(whole: &Whole) -> Vec<(String, String)> {
    let missions = whole.missions.iter().map(|mission| &mission.row);
    missions
        .map(|row| {
            let href = paths::below_mission(row.situation_id, row.id, "modifier");
            (row.title.clone(), href)
        })
        .collect()
}

fn passages(
    form: &SituationForm,
    content: &SituationContent,
    errors: &FieldErrors,
) -> Vec<PassageField> {
    Passage::ALL
        .iter()
        .map(|passage| PassageField {
            field: Field::with(passage.code(), form.text(*passage), errors),
            label: passage.label(),
            help: passage.help(),
            completed: content.is_completed(passage.code()),
        })
        .collect()
}

fn boxes<T: Copy>(
    all: &[T],
    code: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
    ticked: &[String],
) -> Boxes {
    all.iter()
        .map(|one| {
            let is = ticked.iter().any(|ticked| ticked == code(*one));
            (code(*one), label(*one), is)
        })
        .collect()
}

/// POST /situations/{situation}/modifier
pub async fn save(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    FromScript(script): FromScript,
    situation: Authorised<Situation, Writes>,
    Form(form): Form<SituationForm>,
) -> AppResult<Response> {
    let row = situation.object.row;
    let content = match read(&app, &actor, &row, &form).await? {
        Ok(content) => content,
        Err(errors) if script => return Ok(Answer::refused(&errors)),
        Err(errors) => {
            let shown = Shown::Refused(Box::new(form), errors);
            let page = page(&app, &actor, shell, &row, shown).await?;
            return Ok(Page::invalid(page).into_response());
        }
    };
    let (clock, by, id) = (app.clock.clone(), By::from(&actor), row.id);
    let version = form.version.parse().unwrap_or(0);
    let saved = app
        .db
        .write(move |tx| {
            let (clock, content) = (clock.clone(), content.clone());
            async move { commands::save(&tx, &clock, by, id, version, &content).await }
        })
        .await?;
    let back = match form.ensuite.is_empty() {
        true => paths::below(id, "modifier"),
        false => paths::situation(id),
    };
    Ok(Answer {
        sheet: id.into(),
        at: app.clock.now(),
        back,
    }
    .of(saved, script))
}

async fn read(
    app: &App,
    actor: &Actor,
    row: &Model,
    form: &SituationForm,
) -> AppResult<Result<SituationContent, FieldErrors>> {
    let reader = app.db.reader();
    let curriculum = curriculum_of(app, actor.school, &row.curriculum).await?;
    let organisations: HashSet<OrganisationId> = store::list(reader, actor.school)
        .await?
        .iter()
        .filter(|one| one.deleted_at.is_none())
        .map(|one| one.id)
        .collect();
    let sheet = crate::sheets::store::find(reader, actor.school, row.id.into()).await?;
    let before = match sheet {
        Some(sheet) => crate::sheets::store::read(&sheet.content)?,
        None => SituationContent::default(),
    };
    Ok(form.read(&before, &curriculum, &organisations))
}
