//! The management of a class: its name, its learners, its team.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use db::DbError;
use kernel::{FieldErrors, count, date_long, local_date};
use web::forms::{Field, SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Flash, Form, Page, Shell};

use super::ClassFields;
use crate::commands::{self, By, ClassData};
use crate::forms::{ClassForm, TeamForm};
use crate::model::{ClassId, Fate};
use crate::objects::{Class, Manages};
use crate::pages::form_errors;
use crate::pages::persons::Choice;
use crate::policy::TEAM;
use crate::store::enrolments::{self, LearnerRow};
use crate::store::teams::{self, TeamRow};
use crate::store::{people, roll_overs};

/// A learner of the class.
pub struct LearnerLine {
    id: String,
    name: String,
    login: String,
    status: String,
    never_came: bool,
    left: Option<String>,
}

/// A member of its team.
pub struct TeacherLine {
    id: String,
    name: String,
    what: String,
    coordinator: bool,
}

#[derive(Template)]
#[template(path = "pages/classes/manage.html")]
pub struct ManageClassPage {
    shell: Shell,
    /// What is wrong with the class.
    errors: Vec<SummaryLine>,
    /// What is wrong with the new member of the team.
    team_errors: Vec<SummaryLine>,
    href: String,
    view: String,
    is_admin: bool,
    name: String,
    archived: bool,
    /// What was done at the end of its year; then it is not simply restored.
    rolled: Option<String>,
    class: ClassFields,
    size: String,
    waiting: String,
    any_waiting: bool,
    learners: Vec<LearnerLine>,
    gone: Vec<LearnerLine>,
    team: Vec<TeacherLine>,
    teacher: Field,
    teachers: Vec<(String, String)>,
    blocks: Field,
    block_choices: Vec<Choice>,
    coordinator: Field,
}

/// What was typed in the two forms of the page, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    pub class: Option<ClassForm>,
    pub errors: FieldErrors,
    pub team: TeamForm,
    pub team_errors: FieldErrors,
}

impl ManageClassPage {
    pub(super) async fn load(
        app: &App,
        shell: Shell,
        actor: &Actor,
        class: &Class,
        typed: Typed,
    ) -> AppResult<Self> {
        let reader = app.db.reader();
        let row = &class.row;
        let curricula = curriculum::api::list(&app.db, actor.school).await?;
        let form = typed.class.unwrap_or_else(|| stored(class));
        let rows = enrolments::of_class(reader, actor.school, row.id).await?;
        let (gone, current): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.left_on.is_some());
        let waiting = current.iter().filter(|row| !row.has_password).count() as u64;
        let team = teams::of_classes(reader, actor.school, &[row.id]).await?;
        let teachers = people::holding(reader, actor.school, TEAM).await?;
        let blocks = blocks_of(app, class).await?;
        let today = local_date(app.clock.now());
        Ok(Self {
            shell,
            errors: summary(&typed.errors),
            team_errors: summary(&typed.team_errors),
            href: format!("/admin/classes/{}", row.id),
            view: format!("/classes/{}", row.id),
            is_admin: actor.is(kernel::Role::Admin),
            name: row.name.clone(),
            archived: row.archived_at.is_some(),
            rolled: rolled(app, actor, row.id).await?,
            class: ClassFields::new(&form, &curricula, today, &typed.errors),
            size: count(current.len() as u64, "apprenant·e", "apprenant·es"),
            waiting: count(
                waiting,
                "personne ne s’est jamais connectée",
                "personnes ne se sont jamais connectées",
            ),
            any_waiting: waiting > 0,
            learners: current.iter().map(learner).collect(),
            gone: gone.iter().map(learner).collect(),
            team: team.iter().map(member).collect(),
            teacher: Field::with("personne", &*typed.team.personne, &typed.team_errors),
            teachers: teachers
                .iter()
                .map(|row| (row.account_id.to_string(), row.name().listed()))
                .collect(),
            blocks: Field::with("blocs", "", &typed.team_errors),
            block_choices: blocks
                .into_iter()
                .map(|(number, title)| Choice {
                    value: number.to_string(),
                    id: format!("bloc-{number}"),
                    label: format!("Bloc {number}\u{a0}: {title}"),
                    checked: typed.team.blocs.iter().any(|n| *n == number.to_string()),
                })
                .collect(),
            coordinator: Field::new("referent", &*typed.team.referent),
        })
    }
}

/// « Faite le 2 juillet 2027 : 3 personnes redoublent, 21 quittent la classe. »
async fn rolled(app: &App, actor: &Actor, class: ClassId) -> AppResult<Option<String>> {
    let reader = app.db.reader();
    let Some(done) = roll_overs::get(reader, actor.school, class).await? else {
        return Ok(None);
    };
    let lines = roll_overs::lines(reader, actor.school, class).await?;
    let sizes: Vec<String> = Fate::ALL
        .into_iter()
        .filter_map(|fate| {
            let size = lines.iter().filter(|line| line.fate == fate).count() as u64;
            let words = match fate {
                Fate::Leaves => ("quitte la classe", "quittent la classe"),
                Fate::Repeats => ("redouble", "redoublent"),
                Fate::Passes => ("passe", "passent"),
            };
            (size > 0).then(|| count(size, words.0, words.1))
        })
        .collect();
    let day = date_long(local_date(done.done_at));
    Ok(Some(match sizes.is_empty() {
        true => format!("Faite le {day}."),
        false => format!("Faite le {day}\u{a0}: {}.", kernel::french_list(&sizes)),
    }))
}

fn stored(class: &Class) -> ClassForm {
    ClassForm {
        nom: class.row.name.clone(),
        annee: class.row.school_year.to_string(),
        referentiel: class.row.curriculum_id.to_string(),
        version: class.row.version.to_string(),
    }
}

fn learner(row: &LearnerRow) -> LearnerLine {
    let distance = if row.distance { ", à distance" } else { "" };
    LearnerLine {
        id: row.account_id.to_string(),
        name: row.name().listed(),
        login: row.login.to_string(),
        status: format!("{}{distance}", row.status.label()),
        never_came: !row.has_password,
        left: row.left_on.map(date_long),
    }
}

fn member(row: &TeamRow) -> TeacherLine {
    TeacherLine {
        id: row.account_id.to_string(),
        name: row.name().display(),
        what: row.blocks.label(),
        coordinator: row.coordinator,
    }
}

/// The blocs of the class's curriculum: (number, title).
pub(super) async fn blocks_of(app: &App, class: &Class) -> AppResult<Vec<(u8, String)>> {
    let curriculum = curriculum::api::get(&app.db, class.row.curriculum_id).await?;
    Ok(curriculum.map_or_else(Vec::new, |curriculum| {
        curriculum
            .blocks
            .iter()
            .map(|block| (block.number, block.title.clone()))
            .collect()
    }))
}

/// The page.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, Manages>,
) -> AppResult<Page<ManageClassPage>> {
    let page = ManageClassPage::load(&app, shell, &actor, &found.object, Typed::default()).await?;
    Ok(Page::new(page))
}

/// Keeps the name, the year and the curriculum.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, Manages>,
    Form(form): Form<ClassForm>,
) -> AppResult<Response> {
    let class = found.object;
    let curricula = curriculum::api::list(&app.db, actor.school).await?;
    let errors = match form.parse(&curricula) {
        Ok(data) => change(&app, &actor, class.row.id, &form.version, data).await?,
        Err(errors) => errors,
    };
    if !errors.is_empty() {
        let typed = Typed {
            class: Some(form),
            errors,
            ..Typed::default()
        };
        let page = ManageClassPage::load(&app, shell, &actor, &class, typed).await?;
        return Ok(Page::invalid(page).into_response());
    }
    Ok(back(class.row.id, "La classe est enregistrée."))
}

async fn change(
    app: &App,
    actor: &Actor,
    id: ClassId,
    version: &str,
    data: ClassData,
) -> AppResult<FieldErrors> {
    let version: i32 = version.parse().unwrap_or(0);
    let work = (app.clock.clone(), By::from(actor), data);
    let done = app
        .db
        .write(move |tx| {
            let (clock, by, data) = work.clone();
            async move { commands::change_class(&tx, &clock, &by, id, version, &data).await }
        })
        .await;
    match done {
        Ok(()) => Ok(FieldErrors::new()),
        Err(refused) => form_errors(refused),
    }
}

pub(super) fn back(id: ClassId, sentence: &str) -> Response {
    Flash::ok(sentence).to(format_args!("/admin/classes/{id}"))
}

/// Archives the class.
pub async fn archive(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Class, Manages>,
) -> AppResult<Response> {
    set_archived(&app, &actor, found.object.row.id, true).await?;
    Ok(back(
        found.object.row.id,
        "La classe est archivée. Rien n’est supprimé.",
    ))
}

/// Takes the class out of the archive.
pub async fn restore(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Class, Manages>,
) -> AppResult<Response> {
    let id = found.object.row.id;
    if roll_overs::get(app.db.reader(), actor.school, id)
        .await?
        .is_some()
    {
        let sentence = "Cette classe a fait sa rentrée\u{a0}: ses apprenant·es seraient dans deux classes. Annulez plutôt la rentrée.";
        return Ok(Flash::danger(sentence).to(format_args!("/admin/classes/{id}")));
    }
    set_archived(&app, &actor, id, false).await?;
    Ok(back(found.object.row.id, "La classe est restaurée."))
}

async fn set_archived(
    app: &App,
    actor: &Actor,
    id: ClassId,
    archived: bool,
) -> Result<(), DbError> {
    let work = (app.clock.clone(), By::from(actor));
    app.db
        .write(move |tx| {
            let (clock, by) = work.clone();
            async move { commands::set_archived(&tx, &clock, &by, id, archived).await }
        })
        .await
}
