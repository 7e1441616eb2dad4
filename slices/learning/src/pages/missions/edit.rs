//! The form of a mission: a new one, or one that is there.

use std::sync::Arc;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use curriculum::{Curriculum, Offer, Picker};
use kernel::FieldErrors;
use web::client::FromScript;
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Field, Flash, Form, Page, Shell};

use crate::model::{MissionContent, MissionId};
use crate::pages::parts::curriculum_of;
use crate::pages::situations::trail;
use crate::pages::versions::answer::{Answer, saved_at};
use crate::paths;
use crate::rows::missions::Model as Mission;
use crate::rows::sheets::Model as Sheet;
use crate::rows::situations::Model as Row;
use crate::sheets::By;
use crate::sheets::store::{find, lost, read};
use crate::situations::commands::{NewMission, begin_mission, save_mission};
use crate::situations::forms::MissionForm;
use crate::situations::object::{MissionOf, Situation, Writes};

/// The page.
#[derive(Template)]
#[template(path = "pages/missions/edit.html")]
pub struct MissionPage {
    shell: Shell,
    trail: Vec<(String, String)>,
    title: String,
    action: String,
    back: String,
    errors: Vec<SummaryLine>,
    id: String,
    version: String,
    titre: Field,
    conditions: Field,
    productions: Field,
    notes: Field,
    picker: Picker,
    completed: Vec<String>,
    /// What is said of the last save; none for a new one.
    saved: Option<String>,
    /// Its versions.
    versions: Option<String>,
    /// Where one that was taken out is put back.
    restore: Option<String>,
}

/// The mission that a form changes, if it is there already.
struct Present {
    row: Mission,
    sheet: Sheet,
    content: MissionContent,
}

async fn present(app: &App, row: Mission) -> AppResult<Present> {
    let id = row.id.into();
    let sheet = find(app.db.reader(), row.school_id, id).await?;
    let sheet = sheet.ok_or_else(|| lost(id))?;
    Ok(Present {
        content: read(&sheet.content)?,
        row,
        sheet,
    })
}

fn page(
    app: &App,
    shell: Shell,
    situation: &Row,
    curriculum: &Curriculum,
    mission: Option<&Present>,
    form: &MissionForm,
    errors: &FieldErrors,
) -> MissionPage {
    let field = |name, value: &str| Field::with(name, value, errors);
    MissionPage {
        shell,
        trail: trail(Some(situation)),
        title: match mission {
            Some(mission) => format!("Modifier {}", mission.row.title),
            None => "Ajouter une mission".to_owned(),
        },
        action: match mission {
            Some(mission) => paths::below_mission(situation.id, mission.row.id, "modifier"),
            None => paths::below(situation.id, "missions/nouvelle"),
        },
        back: match mission {
            Some(mission) => paths::mission(situation.id, mission.row.id),
            None => format!("{}#missions", paths::situation(situation.id)),
        },
        errors: summary(errors),
        id: form.id.clone(),
        version: form.version.clone(),
        titre: field("titre", &form.titre),
        conditions: field("conditions", &form.conditions),
        productions: field("productions", &form.productions),
        notes: field("notes", &form.notes),
        picker: Picker::new("cible", Offer::Competences, curriculum, &form.cible, errors),
        completed: mission.map_or_else(Vec::new, |one| one.content.completed.clone()),
        saved: mission.map(|one| saved_at(one.sheet.updated_at, app.clock.now())),
        versions: mission.map(|one| paths::versions(one.sheet.id)),
        restore: mission
            .filter(|one| one.row.deleted_at.is_some())
            .map(|one| paths::below_mission(situation.id, one.row.id, "restaurer")),
    }
}

/// GET /situations/{situation}/missions/nouvelle
pub async fn new(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    situation: Authorised<Situation, Writes>,
) -> AppResult<Page<MissionPage>> {
    let row = situation.object.row;
    let curriculum = curriculum_of(&app, actor.school, &row.curriculum).await?;
    let form = MissionForm {
        id: MissionId::generate(&app.clock).to_string(),
        ..MissionForm::default()
    };
    let errors = FieldErrors::new();
    let page = page(&app, shell, &row, &curriculum, None, &form, &errors);
    Ok(Page::new(page))
}

/// POST /situations/{situation}/missions/nouvelle
pub async fn create(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    situation: Authorised<Situation, Writes>,
    Form(form): Form<MissionForm>,
) -> AppResult<Response> {
    let row = situation.object.row;
    let curriculum = curriculum_of(&app, actor.school, &row.curriculum).await?;
    let content = match form.read(&MissionContent::default(), &curriculum) {
        Ok(content) => content,
        Err(errors) => {
            let page = page(&app, shell, &row, &curriculum, None, &form, &errors);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let id = form.id.parse();
    let new = NewMission {
        id: id.unwrap_or_else(|_| MissionId::generate(&app.clock)),
        situation: row.id,
        content,
    };
    let (clock, by) = (app.clock.clone(), By::from(&actor));
    let id = app
        .db
        .write(move |tx| {
            let work = (clock.clone(), Arc::clone(&curriculum), new.clone());
            async move { begin_mission(&tx, &work.0, by, &work.1, &work.2).await }
        })
        .await?;
    let next = match form.ensuite.is_empty() {
        true => paths::mission(row.id, id),
        false => paths::below(row.id, "missions/nouvelle"),
    };
    Ok(Flash::ok("Mission ajoutée.").to(next))
}

/// GET /situations/{situation}/missions/{mission}/modifier
pub async fn form(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    mission: MissionOf<Writes>,
) -> AppResult<Page<MissionPage>> {
    let row = mission.situation.object.row;
    let curriculum = curriculum_of(&app, actor.school, &row.curriculum).await?;
    let mission = present(&app, mission.mission).await?;
    let form = MissionForm::of(&mission.content, mission.sheet.version);
    let errors = FieldErrors::new();
    let page = page(
        &app,
        shell,
        &row,
        &curriculum,
        Some(&mission),
        &form,
        &errors,
    );
    Ok(Page::new(page))
}

/// POST /situations/{situation}/missions/{mission}/modifier
pub async fn save(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    FromScript(script): FromScript,
    mission: MissionOf<Writes>,
    Form(form): Form<MissionForm>,
) -> AppResult<Response> {
    let situation = mission.situation.object.row;
    let curriculum = curriculum_of(&app, actor.school, &situation.curriculum).await?;
    let mission = present(&app, mission.mission).await?;
    let content = match form.read(&mission.content, &curriculum) {
        Ok(content) => content,
        Err(errors) if script => return Ok(Answer::refused(&errors)),
        Err(errors) => {
            let known = Some(&mission);
            let page = page(&app, shell, &situation, &curriculum, known, &form, &errors);
            return Ok(Page::invalid(page).into_response());
        }
    };
    let (clock, by, row) = (app.clock.clone(), By::from(&actor), mission.row.clone());
    let version = form.version.parse().unwrap_or(0);
    let saved = app
        .db
        .write(move |tx| {
            let work = (
                clock.clone(),
                Arc::clone(&curriculum),
                row.clone(),
                content.clone(),
            );
            async move {
                let (clock, curriculum, row, content) = work;
                save_mission(&tx, &clock, by, &curriculum, &row, version, &content).await
            }
        })
        .await?;
    let id = mission.row.id;
    let answer = Answer {
        sheet: id.into(),
        at: app.clock.now(),
        back: match form.ensuite.is_empty() {
            true => paths::below_mission(situation.id, id, "modifier"),
            false => paths::mission(situation.id, id),
        },
    };
    Ok(answer.of(saved, script))
}
