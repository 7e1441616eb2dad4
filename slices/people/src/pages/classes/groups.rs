//! The groups of a class: who is in which, and a new one.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, FieldErrors, count, date_long, local_date};
use web::forms::{Field, SummaryLine, summary};
use web::{Actor, App, AppResult, Authorised, Flash, Form, Page, Shell};

use crate::commands::{self, By, GroupData};
use crate::forms::GroupForm;
use crate::model::{ClassId, GroupId};
use crate::objects::{Class, FormsGroups};
use crate::pages::form_errors;
use crate::pages::persons::Choice;
use crate::store::{enrolments, groups};

/// A group in the list.
pub struct GroupLine {
    pub href: String,
    pub name: String,
    pub size: String,
    /// Their names, one after the other.
    pub members: String,
}

/// A deleted group.
pub struct DeletedLine {
    href: String,
    name: String,
    day: String,
}

#[derive(Template)]
#[template(path = "pages/classes/groups.html")]
pub struct GroupsPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    class_name: String,
    class_href: String,
    href: String,
    groups: Vec<GroupLine>,
    deleted: Vec<DeletedLine>,
    name: Field,
    people: Field,
    choices: Vec<Choice>,
}

/// The groups of a class that are in use, with the names of their members.
pub async fn lines(app: &App, actor: &Actor, class: ClassId) -> AppResult<Vec<GroupLine>> {
    Ok(all(app, actor, class).await?.0)
}

async fn all(
    app: &App,
    actor: &Actor,
    class: ClassId,
) -> AppResult<(Vec<GroupLine>, Vec<DeletedLine>)> {
    let reader = app.db.reader();
    let rows = groups::of_class(reader, actor.school, class).await?;
    let mut names: HashMap<GroupId, Vec<String>> = HashMap::new();
    if !rows.is_empty() {
        for member in groups::members(reader, actor.school, class).await? {
            let of_group = names.entry(member.group_id).or_default();
            of_group.push(member.name().display());
        }
    }
    let (mut live, mut deleted) = (Vec::new(), Vec::new());
    for row in rows {
        let href = format!("/groupes/{}", row.id);
        match row.deleted_at {
            Some(at) => deleted.push(DeletedLine {
                href,
                name: row.name,
                day: date_long(local_date(at)),
            }),
            None => {
                let members = names.remove(&row.id).unwrap_or_default();
                live.push(GroupLine {
                    href,
                    name: row.name,
                    size: count(members.len() as u64, "apprenant·e", "apprenant·es"),
                    members: members.join(", "),
                });
            }
        }
    }
    Ok((live, deleted))
}

/// The learners of a class to tick.
pub(super) async fn choices(
    app: &App,
    actor: &Actor,
    class: ClassId,
    ticked: impl Fn(AccountId) -> bool,
) -> AppResult<Vec<Choice>> {
    let rows = enrolments::of_class(app.db.reader(), actor.school, class).await?;
    Ok(rows
        .into_iter()
        .filter(|row| row.left_on.is_none())
        .map(|row| Choice {
            value: row.account_id.to_string(),
            id: format!("p-{}", row.account_id),
            label: row.name().listed(),
            checked: ticked(row.account_id),
        })
        .collect())
}

impl GroupsPage {
    async fn load(
        app: &App,
        shell: Shell,
        actor: &Actor,
        class: &Class,
        form: &GroupForm,
        errors: &FieldErrors,
    ) -> AppResult<Self> {
        let id = class.row.id;
        let (groups, deleted) = all(app, actor, id).await?;
        let ticked = |person: AccountId| form.personnes.contains(&person.to_string());
        Ok(Self {
            shell,
            errors: summary(errors),
            class_name: class.row.name.clone(),
            class_href: format!("/classes/{id}"),
            href: format!("/classes/{id}/groupes"),
            groups,
            deleted,
            name: Field::with("nom", &*form.nom, errors),
            people: Field::with("personnes", "", errors),
            choices: choices(app, actor, id, ticked).await?,
        })
    }
}

/// The page.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, FormsGroups>,
) -> AppResult<Page<GroupsPage>> {
    let (form, errors) = (GroupForm::default(), FieldErrors::new());
    let page = GroupsPage::load(&app, shell, &actor, &found.object, &form, &errors).await?;
    Ok(Page::new(page))
}

/// Creates a group.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Class, FormsGroups>,
    Form(form): Form<GroupForm>,
) -> AppResult<Response> {
    let class = found.object;
    let errors = match form.parse() {
        Ok(data) => {
            let sentence = format!("Le groupe «\u{202f}{}\u{202f}» est créé.", data.name);
            let errors = create(&app, &actor, class.row.id, data).await?;
            if errors.is_empty() {
                let address = format!("/classes/{}/groupes", class.row.id);
                return Ok(Flash::ok(sentence).to(address));
            }
            errors
        }
        Err(errors) => errors,
    };
    let page = GroupsPage::load(&app, shell, &actor, &class, &form, &errors).await?;
    Ok(Page::invalid(page).into_response())
}

async fn create(
    app: &App,
    actor: &Actor,
    class: ClassId,
    data: GroupData,
) -> AppResult<FieldErrors> {
    let work = (app.clock.clone(), By::from(actor), data);
    let done = app
        .db
        .write(move |tx| {
            let (clock, by, data) = work.clone();
            async move { commands::create_group(&tx, &clock, &by, class, None, &data).await }
        })
        .await;
    match done {
        Ok(_) => Ok(FieldErrors::new()),
        Err(refused) => form_errors(refused),
    }
}
