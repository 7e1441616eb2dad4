//! My account: what Jalon knows of me, my password, my sessions.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{FieldErrors, date_long, date_time};
use web::forms::{Field, SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Flash, Form, Page, Shell, attempts, session};

use super::address::AddressCard;
use crate::commands;
use crate::forms::ChangePasswordForm;
use crate::passwords;
use crate::store::people::PersonOfSchool;
use crate::store::{enrolments, people};

/// Attempts at the current password: somebody may sit at an open computer.
const ATTEMPTS: attempts::Limit = attempts::Limit {
    max: 10,
    window: chrono::Duration::minutes(15),
};

/// A session as its owner recognises it.
pub struct SessionView {
    id: String,
    device: String,
    opened: String,
    seen: String,
    current: bool,
}

/// A school to change over to.
pub struct SchoolView {
    id: String,
    name: String,
}

#[derive(Template)]
#[template(path = "pages/account/own.html")]
pub struct AccountPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    name: String,
    login: String,
    birth_date: Option<String>,
    roles: String,
    school: String,
    classes: Vec<String>,
    /// Of the address.
    address: AddressCard,
    current: Field,
    password: Field,
    again: Field,
    sessions: Vec<SessionView>,
    others: Vec<SchoolView>,
}

impl AccountPage {
    async fn load(
        app: &App,
        shell: Shell,
        actor: &Actor,
        person: &PersonOfSchool,
        errors: &FieldErrors,
    ) -> AppResult<Self> {
        let login = person.account.login.as_str();
        let nothing = FieldErrors::new();
        let address = AddressCard::load(app, &shell, actor.account, login, "", &nothing).await?;
        let reader = app.db.reader();
        let classes = enrolments::of_learners(reader, actor.school, &[actor.account]).await?;
        let roles: Vec<&str> = person.roles.iter().map(kernel::Role::label).collect();
        Ok(Self {
            shell,
            errors: summary(errors),
            name: person.account.name().display(),
            login: login.to_owned(),
            address,
            birth_date: person.account.birth_date.map(date_long),
            roles: kernel::french_list(&roles),
            school: actor.school_name.clone(),
            classes: classes
                .into_iter()
                .filter(enrolments::EnrolmentRow::current)
                .map(|class| class.class_name)
                .collect(),
            current: Field::with("actuel", "", errors),
            password: Field::with("mot_de_passe", "", errors),
            again: Field::with("confirmation", "", errors),
            sessions: sessions(app, actor).await?,
            others: other_schools(app, actor).await?,
        })
    }

    /// The page after the form of the address was refused.
    pub async fn with_address(
        app: &App,
        shell: Shell,
        actor: &Actor,
        typed: &str,
        errors: &FieldErrors,
    ) -> AppResult<Self> {
        let person = person_of(app, actor).await?;
        let mut page = Self::load(app, shell, actor, &person, &FieldErrors::new()).await?;
        let login = person.account.login.as_str();
        page.address =
            AddressCard::load(app, &page.shell, actor.account, login, typed, errors).await?;
        Ok(page)
    }
}

async fn sessions(app: &App, actor: &Actor) -> AppResult<Vec<SessionView>> {
    let rows = session::list(app, actor.account).await?;
    Ok(rows
        .into_iter()
        .map(|row| SessionView {
            id: row.id.to_string(),
            opened: date_time(row.created_at),
            seen: date_time(row.last_seen_at),
            current: row.id == actor.session,
            device: row.device,
        })
        .collect())
}

async fn other_schools(app: &App, actor: &Actor) -> AppResult<Vec<SchoolView>> {
    let mine = app.directory.schools_of(app, actor.account).await?;
    Ok(mine
        .into_iter()
        .filter(|(id, _)| *id != actor.school)
        .map(|(id, name)| SchoolView {
            id: id.to_string(),
            name,
        })
        .collect())
}

/// Whose account it is.
pub(super) async fn person_of(app: &App, actor: &Actor) -> AppResult<PersonOfSchool> {
    people::get(app.db.reader(), actor.school, actor.account)
        .await?
        .ok_or(AppError::NotFound)
}

/// The page.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
) -> AppResult<Page<AccountPage>> {
    let person = person_of(&app, &actor).await?;
    let page = AccountPage::load(&app, shell, &actor, &person, &FieldErrors::new()).await?;
    Ok(Page::new(page))
}

/// Changes the password; the other sessions end.
pub async fn change_password(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    Form(form): Form<ChangePasswordForm>,
) -> AppResult<Response> {
    let person = person_of(&app, &actor).await?;
    let hash = match new_hash(&app, &person, &form).await? {
        Ok(hash) => hash,
        Err(errors) => {
            let page = AccountPage::load(&app, shell, &actor, &person, &errors).await?;
            return Ok(Page::invalid(page).into_response());
        }
    };
    let clock = app.clock.clone();
    app.db
        .write(move |tx| {
            let (clock, hash) = (clock.clone(), hash.clone());
            let (school, account, keep) = (actor.school, actor.account, actor.session);
            async move {
                commands::change_password(&tx, &clock, school, account, &hash, Some(keep)).await
            }
        })
        .await?;
    Ok(
        Flash::ok("Votre mot de passe est changé. Vos autres connexions sont fermées.")
            .to("/compte"),
    )
}

/// Whether this is the current password of the person, under the limit of
/// attempts; the inner error is for its field.
pub(super) async fn right_password(
    app: &App,
    person: &PersonOfSchool,
    typed: &str,
) -> AppResult<Result<(), String>> {
    let key = person.account.id.to_string();
    let counted = attempts::count(&app.db, &app.clock, "password", &key, ATTEMPTS).await?;
    if let Err(exhausted) = counted {
        return Ok(Err(exhausted.sentence(app.clock.now())));
    }
    let stored = person.account.password_hash.clone();
    Ok(match passwords::verify(typed, stored).await? {
        true => Ok(()),
        false => Err("Ce n’est pas votre mot de passe actuel.".to_owned()),
    })
}

/// The hash of the new password, if the current one is right.
async fn new_hash(
    app: &App,
    person: &PersonOfSchool,
    form: &ChangePasswordForm,
) -> AppResult<Result<String, FieldErrors>> {
    if let Err(sentence) = right_password(app, person, &form.actuel).await? {
        return Ok(Err(FieldErrors::one("actuel", sentence)));
    }
    let typed = form.new_password();
    match typed.parse(&person.account.login, &person.account.name()) {
        Ok(password) => Ok(Ok(passwords::hash(password.reveal()).await?)),
        Err(errors) => Ok(Err(errors)),
    }
}
