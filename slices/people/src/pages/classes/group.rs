//! One group: its name, its members, its deletion and its return.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, FieldErrors};
use web::forms::{Field, SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Form, Page, Shell};

use super::groups::choices;
use crate::commands::{self, By, GroupData, Refused};
use crate::forms::GroupForm;
use crate::objects::{FormsGroups, Group};
use crate::pages::form_errors;
use crate::pages::persons::Choice;
use crate::store::groups;

#[derive(Template)]
#[template(path = "pages/classes/group.html")]
pub struct GroupPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    class_name: String,
    groups_href: String,
    href: String,
    title: String,
    deleted: bool,
    version: String,
    name: Field,
    people: Field,
    choices: Vec<Choice>,
}

impl GroupPage {
    async fn load(
        app: &App,
        shell: Shell,
        actor: &Actor,
        group: &Group,
        typed: Option<&GroupForm>,
        errors: &FieldErrors,
    ) -> AppResult<Self> {
        let row = &group.row;
        let inside: Vec<AccountId> = groups::members(app.db.reader(), actor.school, row.class_id)
            .await?
            .into_iter()
            .filter(|member| member.group_id == row.id)
            .map(|member| member.account_id)
            .collect();
        let ticked = |person: AccountId| match typed {
            Some(form) => form.personnes.contains(&person.to_string()),
            None => inside.contains(&person),
        };
        Ok(Self {
            shell,
            errors: summary(errors),
            class_name: group.class.row.name.clone(),
            groups_href: format!("/classes/{}/groupes", row.class_id),
            href: format!("/groupes/{}", row.id),
            title: row.name.clone(),
            deleted: row.deleted_at.is_some(),
            version: typed.map_or_else(|| row.version.to_string(), |form| form.version.clone()),
            name: Field::with("nom", typed.map_or(&*row.name, |form| &*form.nom), errors),
            people: Field::with("personnes", "", errors),
            choices: choices(app, actor, row.class_id, ticked).await?,
        })
    }
}

/// The page.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Group, FormsGroups>,
) -> AppResult<Page<GroupPage>> {
    let errors = FieldErrors::new();
    let page = GroupPage::load(&app, shell, &actor, &found.object, None, &errors).await?;
    Ok(Page::new(page))
}

/// Keeps the name and the members.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Group, FormsGroups>,
    Form(form): Form<GroupForm>,
) -> AppResult<Response> {
    let group = found.object;
    let errors = match form.parse() {
        Ok(data) => change(&app, &actor, &group.row, &form.version, data).await?,
        Err(errors) => errors,
    };
    if !errors.is_empty() {
        let page = GroupPage::load(&app, shell, &actor, &group, Some(&form), &errors).await?;
        return Ok(Page::invalid(page).into_response());
    }
    Ok(back(&group, Flash::ok("Le groupe est enregistré.")))
}

async fn change(
    app: &App,
    actor: &Actor,
    group: &groups::Model,
    version: &str,
    data: GroupData,
) -> AppResult<FieldErrors> {
    let version: i32 = version.parse().unwrap_or(0);
    let work = (app.clock.clone(), By::from(actor), group.clone(), data);
    let done = app
        .db
        .write(move |tx| {
            let (clock, by, group, data) = work.clone();
            async move { commands::change_group(&tx, &clock, &by, &group, version, &data).await }
        })
        .await;
    match done {
        Ok(()) => Ok(FieldErrors::new()),
        Err(refused) => form_errors(refused),
    }
}

/// Deletes the group.
pub async fn delete(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Group, FormsGroups>,
) -> AppResult<Response> {
    set_deleted(&app, &actor, &found.object, true).await
}

/// Brings it back.
pub async fn restore(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Group, FormsGroups>,
) -> AppResult<Response> {
    set_deleted(&app, &actor, &found.object, false).await
}

async fn set_deleted(
    app: &App,
    actor: &Actor,
    group: &Group,
    deleted: bool,
) -> AppResult<Response> {
    let work = (app.clock.clone(), By::from(actor), group.row.clone());
    let done = app
        .db
        .write(move |tx| {
            let (clock, by, group) = work.clone();
            async move { commands::set_group_deleted(&tx, &clock, &by, &group, deleted).await }
        })
        .await;
    let flash = match done {
        Ok(()) if deleted => Flash::ok(
            "Le groupe est supprimé. Vous pouvez le restaurer, avec ses membres, au bas de cette page.",
        ),
        Ok(()) => Flash::ok("Le groupe est restauré, avec ses membres."),
        Err(Refused::Fields(_)) => Flash::danger(
            "Un autre groupe de la classe porte maintenant ce nom\u{a0}: renommez-le d’abord, puis restaurez celui-ci.",
        ),
        Err(refused) => return Err(AppError::from(refused)),
    };
    Ok(back(group, flash))
}

fn back(group: &Group, flash: Flash) -> Response {
    flash.to(format_args!("/classes/{}/groupes", group.row.class_id))
}
