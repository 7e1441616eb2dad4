//! One person: their data, their access, their classes.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, FieldErrors, Role, date_long, local_date};
use web::forms::{SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Form, Page, Shell};

use super::PersonFields;
use crate::commands::{self, By, PersonData, Refused};
use crate::forms::PersonForm;
use crate::mailing::store;
use crate::merging;
use crate::merging::model::undo_until;
use crate::objects::{Manages, Person};
use crate::pages::form_errors;
use crate::store::enrolments::{self, EnrolmentRow};
use crate::store::people::PersonOfSchool;
use crate::store::{followed, guardians, people};

/// A class that the person is or was in.
pub struct EnrolmentView {
    href: String,
    class: String,
    status: String,
    dates: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "pages/persons/person.html")]
pub struct PersonPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    href: String,
    name: String,
    login: String,
    /// INE or INA; empty when it is not known.
    ine: String,
    closed_on: Option<String>,
    has_password: bool,
    confirmed_email: Option<String>,
    pending_email: Option<String>,
    person: PersonFields,
    enrolments: Vec<EnrolmentView>,
    is_learner: bool,
    /// Who is legally responsible for them: (address, name).
    guardians: Vec<(String, String)>,
    /// For whom they are: (address, name).
    wards: Vec<(String, String)>,
    /// The record that theirs was made one with, or the other way round.
    merge: Option<MergeView>,
    /// Whether theirs is the one that was closed.
    merged_away: bool,
}

/// A merge of the person's record with another one.
pub struct MergeView {
    /// « réunie avec la fiche lea.dupont.k2 le 3 mars 2027 ».
    said: String,
    /// Where the other record is.
    href: String,
    /// Until when it can be undone; none once it is too late.
    until: Option<String>,
    closed: bool,
}

/// The latest merge of the person, as the page tells it.
async fn merge_of(app: &App, actor: &Actor, id: AccountId) -> AppResult<Option<MergeView>> {
    let reader = app.db.reader();
    let Some(merge) = merging::store::latest_of(reader, actor.school, id).await? else {
        return Ok(None);
    };
    let closed = merge.closed_id == id;
    let other = if closed {
        merge.kept_id
    } else {
        merge.closed_id
    };
    let Some(record) = people::get(reader, actor.school, other).await? else {
        return Ok(None);
    };
    let day = date_long(local_date(merge.done_at));
    let until = undo_until(merge.done_at);
    Ok(Some(MergeView {
        said: match closed {
            true => format!(
                "Réunie le {day} avec la fiche {}, qui a tout gardé.",
                record.account.login
            ),
            false => format!(
                "La fiche {} a été réunie avec celle-ci le {day}.",
                record.account.login
            ),
        },
        href: address(other),
        until: (app.clock.now() < until && merge.moved.is_some())
            .then(|| date_long(local_date(until))),
        closed,
    }))
}

impl PersonPage {
    async fn load(
        app: &App,
        shell: Shell,
        actor: &Actor,
        person: &PersonOfSchool,
        form: &PersonForm,
        errors: &FieldErrors,
    ) -> AppResult<Self> {
        let account = &person.account;
        let reader = app.db.reader();
        let confirmed = store::address_of(reader, account.id).await?;
        let pending = store::pending(reader, account.id).await?;
        let rows = enrolments::of_learners(app.db.reader(), actor.school, &[account.id]).await?;
        let merge = merge_of(app, actor, account.id).await?;
        Ok(Self {
            shell,
            errors: summary(errors),
            href: format!("/admin/personnes/{}", account.id),
            name: account.name().display(),
            login: account.login.to_string(),
            ine: crate::imports::ine_of(app.db.reader(), actor.school, account.id)
                .await?
                .unwrap_or_default(),
            closed_on: person.ended_at.map(|at| date_long(local_date(at))),
            has_password: account.password_hash.is_some(),
            confirmed_email: confirmed.map(|row| row.email.to_string()),
            pending_email: pending.map(|row| row.email.to_string()),
            person: PersonFields::new(form, errors),
            enrolments: rows
                .into_iter()
                .map(|row| enrolment(account.id, row))
                .collect(),
            is_learner: person.roles.has(Role::Learner),
            guardians: guardians::of_learner(app.db.reader(), actor.school, account.id)
                .await?
                .into_iter()
                .map(|row| (address(row.account_id), row.name().display()))
                .collect(),
            wards: followed::wards(app.db.reader(), actor.school, account.id)
                .await?
                .into_iter()
                .map(|row| (address(row.account_id), row.name().display()))
                .collect(),
            merged_away: merge.as_ref().is_some_and(|merge| merge.closed),
            merge,
        })
    }
}

fn address(person: AccountId) -> String {
    format!("/admin/personnes/{person}")
}

fn enrolment(learner: AccountId, row: EnrolmentRow) -> EnrolmentView {
    let distance = if row.distance { ", à distance" } else { "" };
    EnrolmentView {
        href: format!("/admin/classes/{}/apprenants/{learner}", row.class_id),
        status: format!("{}{distance}", row.status.label()),
        // Whoever was there to the end was there until the class was archived.
        dates: match row.left_on.or(row.archived_at.map(local_date)) {
            Some(day) => format!("du {} au {}", date_long(row.entered_on), date_long(day)),
            None => format!("depuis le {}", date_long(row.entered_on)),
        },
        current: row.current(),
        class: format!("{}, {}", row.class_name, row.school_year),
    }
}

fn stored(person: &PersonOfSchool) -> PersonForm {
    let account = &person.account;
    PersonForm {
        civilite: account.title.map(|t| t.to_string()).unwrap_or_default(),
        prenom: account.first_name.clone(),
        nom: account.last_name.clone(),
        naissance: account
            .birth_date
            .map(|day| day.to_string())
            .unwrap_or_default(),
        roles: person
            .roles
            .iter()
            .map(|role| role.code().to_owned())
            .collect(),
        adresse: String::new(),
        version: account.version.to_string(),
    }
}

/// The page.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Person, Manages>,
) -> AppResult<Page<PersonPage>> {
    let person = found.object.0;
    let form = stored(&person);
    let page = PersonPage::load(&app, shell, &actor, &person, &form, &FieldErrors::new()).await?;
    Ok(Page::new(page))
}

/// Keeps the changes.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Person, Manages>,
    Form(form): Form<PersonForm>,
) -> AppResult<Response> {
    let person = found.object.0;
    let errors = match form.parse(local_date(app.clock.now())) {
        Ok(data) => change(&app, &actor, person.account.id, &form.version, data).await?,
        Err(errors) => errors,
    };
    if !errors.is_empty() {
        let page = PersonPage::load(&app, shell, &actor, &person, &form, &errors).await?;
        return Ok(Page::invalid(page).into_response());
    }
    Ok(Flash::ok("Les changements sont enregistrés.")
        .to(format_args!("/admin/personnes/{}", person.account.id)))
}

/// What the database has against the change; nothing when it is done.
async fn change(
    app: &App,
    actor: &Actor,
    id: AccountId,
    version: &str,
    data: PersonData,
) -> AppResult<FieldErrors> {
    let version: i32 = version.parse().unwrap_or(0);
    let work = (app.clock.clone(), By::from(actor), data);
    let done = app
        .db
        .write(move |tx| {
            let (clock, by, data) = work.clone();
            async move { commands::change_person(&tx, &clock, &by, id, version, &data).await }
        })
        .await;
    match done {
        Ok(()) => Ok(FieldErrors::new()),
        Err(refused) => form_errors(refused),
    }
}

/// Closes the access of the person.
pub async fn close(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Person, Manages>,
) -> AppResult<Response> {
    set_access(&app, &actor, &found.object, false).await
}

/// Opens it again.
pub async fn reopen(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Person, Manages>,
) -> AppResult<Response> {
    set_access(&app, &actor, &found.object, true).await
}

async fn set_access(app: &App, actor: &Actor, person: &Person, open: bool) -> AppResult<Response> {
    let id = person.id();
    let work = (app.clock.clone(), By::from(actor));
    let done = app
        .db
        .write(move |tx| {
            let (clock, by) = work.clone();
            async move {
                match open {
                    true => commands::open_access(&tx, &clock, &by, id).await,
                    false => commands::close_access(&tx, &clock, &by, id).await,
                }
            }
        })
        .await;
    let flash = match done {
        Ok(()) if open => Flash::ok("L’accès est rouvert."),
        Ok(()) => Flash::ok("L’accès est fermé. Ce que la personne a écrit reste en place."),
        Err(Refused::Fields(errors)) => Flash::danger(
            errors
                .get("roles")
                .unwrap_or("L’accès n’a pas changé.")
                .to_owned(),
        ),
        Err(refused) => return Err(AppError::from(refused)),
    };
    Ok(flash.to(format_args!("/admin/personnes/{id}")))
}
