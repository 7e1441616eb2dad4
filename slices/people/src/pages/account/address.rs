//! My address: entering it, sending the link again, taking it away.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::Duration;
use kernel::{AccountId, FieldErrors};
use mail::Address;
use serde::Deserialize;
use web::forms::{Field, SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Flash, Form, Page, Shell, attempts};

use super::own::{self, AccountPage, right_password};
use crate::commands::By;
use crate::mailing::{commands, store};

/// Links asked for by one account: a mailbox of somebody else is not to be filled.
const LINKS: attempts::Limit = attempts::Limit {
    max: 5,
    window: Duration::hours(1),
};

/// The part of « Mon compte » about the address.
#[derive(Template)]
#[template(path = "pages/account/_address.html")]
pub struct AddressCard {
    shell: Shell,
    /// Whether this installation sends mail at all.
    configured: bool,
    confirmed: Option<String>,
    pending: Option<String>,
    errors: Vec<SummaryLine>,
    login: String,
    label: &'static str,
    address: Field,
    password: Field,
}

impl AddressCard {
    /// As it is, with what was typed and what is wrong with it.
    pub async fn load(
        app: &App,
        shell: &Shell,
        account: AccountId,
        login: &str,
        typed: &str,
        errors: &FieldErrors,
    ) -> AppResult<Self> {
        let reader = app.db.reader();
        let confirmed = store::address_of(reader, account)
            .await?
            .map(|row| row.email.to_string());
        Ok(Self {
            shell: shell.clone(),
            configured: app.mailer.is_configured(),
            label: match confirmed {
                Some(_) => "Nouvelle adresse",
                None => "Adresse",
            },
            confirmed,
            pending: store::pending(reader, account)
                .await?
                .map(|row| row.email.to_string()),
            errors: summary(errors),
            login: login.to_owned(),
            address: Field::with("adresse", typed, errors),
            password: Field::with("actuel_adresse", "", errors),
        })
    }
}

/// The address, and the password of whoever says that it is theirs: an address
/// opens the way to a new password.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AddressForm {
    adresse: String,
    actuel_adresse: String,
}

/// Sends the link to an address.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    Form(form): Form<AddressForm>,
) -> AppResult<Response> {
    only_with_mail(&app)?;
    let email = match checked(&app, &actor, &form).await? {
        Ok(email) => email,
        Err(errors) => {
            let page = AccountPage::with_address(&app, shell, &actor, &form.adresse, &errors);
            return Ok(Page::invalid(page.await?).into_response());
        }
    };
    let work = (app.clock.clone(), By::from(&actor), email);
    let account = actor.account;
    app.db
        .write(move |tx| {
            let (clock, by, email) = work.clone();
            async move { commands::ask_address(&tx, &clock, &by, account, &email).await }
        })
        .await?;
    Ok(sent())
}

fn sent() -> Response {
    Flash::ok(
        "Un message part à votre adresse. Ouvrez le lien qu’il contient\u{a0}: il sert une fois, pendant 24\u{a0}heures.",
    )
    .to("/compte")
}

/// What is offered only where mail can be sent.
pub(super) fn only_with_mail(app: &App) -> AppResult<()> {
    match app.mailer.is_configured() {
        true => Ok(()),
        false => Err(AppError::NotFound),
    }
}

async fn checked(
    app: &App,
    actor: &Actor,
    form: &AddressForm,
) -> AppResult<Result<Address, FieldErrors>> {
    let email: Address = match form.adresse.parse() {
        Ok(email) => email,
        Err(wrong) => {
            let wrong: mail::InvalidAddress = wrong;
            return Ok(Err(FieldErrors::one("adresse", wrong.to_string())));
        }
    };
    let current = store::address_of(app.db.reader(), actor.account).await?;
    if current.is_some_and(|current| current.email == email) {
        return Ok(Err(FieldErrors::one(
            "adresse",
            "C’est déjà votre adresse, et elle est confirmée.",
        )));
    }
    let person = own::person_of(app, actor).await?;
    if let Err(sentence) = right_password(app, &person, &form.actuel_adresse).await? {
        return Ok(Err(FieldErrors::one("actuel_adresse", sentence)));
    }
    Ok(match count_link(app, actor.account).await? {
        Ok(()) => Ok(email),
        Err(sentence) => Err(FieldErrors::one("adresse", sentence)),
    })
}

async fn count_link(app: &App, account: AccountId) -> AppResult<Result<(), String>> {
    let key = account.to_string();
    let counted = attempts::count(&app.db, &app.clock, "mail-address", &key, LINKS).await?;
    Ok(counted.map_err(|exhausted| exhausted.sentence(app.clock.now())))
}

/// Sends the link to the pending address again.
pub async fn again(State(app): State<App>, actor: Actor) -> AppResult<Response> {
    only_with_mail(&app)?;
    let account = actor.account;
    if store::pending(app.db.reader(), account).await?.is_none() {
        return Err(AppError::NotFound);
    }
    if let Err(sentence) = count_link(&app, account).await? {
        return Ok(Flash::danger(sentence).to("/compte"));
    }
    let clock = app.clock.clone();
    app.db
        .write(move |tx| {
            let clock = clock.clone();
            async move { commands::send_link(&tx, &clock, account).await }
        })
        .await?;
    Ok(sent())
}

/// Takes the address away, confirmed or not.
pub async fn remove(State(app): State<App>, actor: Actor) -> AppResult<Response> {
    let work = (app.clock.clone(), By::from(&actor));
    let account = actor.account;
    app.db
        .write(move |tx| {
            let (clock, by) = work.clone();
            async move { commands::remove_address(&tx, &clock, &by, account).await }
        })
        .await?;
    Ok(Flash::ok("Votre adresse est retirée. Jalon ne vous écrira plus.").to("/compte"))
}
