//! Both records side by side, what is kept of each, and the way back.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use db::DbError;
use kernel::{AccountId, FieldErrors, date_long, local_date};
use web::forms::{Field, SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Form, Page, Shell};

use crate::commands::{By, Refused};
use crate::imports::IdSource;
use crate::merging::commands;
use crate::merging::form::{MergeForm, Side, to_choose};
use crate::merging::model::{Obstacle, Plan, obstacle, undo_until};
use crate::merging::store::sides;
use crate::merging::view::{self, Line};
use crate::objects::{Manages, Person};
use crate::pages::form_errors;
use crate::store::people::{self, PersonOfSchool};

/// Options of a choice between the two records.
type Options = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "merging/pages/compare.html")]
pub struct ComparePage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    href: String,
    person_href: String,
    name: String,
    /// Why they cannot be made one.
    obstacle: Option<String>,
    lines: Vec<Line>,
    other: Field,
    version: String,
    other_version: String,
    kept: Field,
    accounts: Options,
    names: Option<(Field, Options)>,
    births: Option<(Field, Options)>,
    /// Two national numbers: likely two people.
    numbers: Option<(Field, Options)>,
    addresses: Option<(Field, Options)>,
    until: String,
}

impl ComparePage {
    async fn load(
        app: &App,
        shell: Shell,
        actor: &Actor,
        both: [&PersonOfSchool; 2],
        form: &MergeForm,
        errors: &FieldErrors,
    ) -> AppResult<Self> {
        let known = view::load(app, actor.school, both).await?;
        let [one, other] = sides::facts(app.db.reader(), actor.school, both).await?;
        let accounts = both.map(|person| &person.account);
        let options = |texts: [String; 2]| -> Options {
            accounts
                .iter()
                .zip(texts)
                .map(|(account, text)| (account.id.to_string(), text))
                .collect()
        };
        let choice = |open: bool, name, value: &str, texts: [String; 2]| {
            open.then(|| (Field::with(name, value, errors), options(texts)))
        };
        let births = accounts.map(|account| account.birth_date);
        let person_href = format!("/admin/personnes/{}", accounts[0].id);
        Ok(Self {
            shell,
            errors: summary(errors),
            href: format!("{person_href}/reunir"),
            name: accounts[0].name().display(),
            person_href,
            obstacle: obstacle(&one, &other).map(|obstacle| obstacle.to_string()),
            other: Field::with("avec", accounts[1].id.to_string(), errors),
            version: accounts[0].version.to_string(),
            other_version: accounts[1].version.to_string(),
            kept: Field::with("garder", &*form.garder, errors),
            accounts: options(known.sign_ins.clone()),
            names: choice(
                to_choose(Some(accounts[0].name()), Some(accounts[1].name())),
                "nom",
                &form.nom,
                accounts.map(|account| account.name().display()),
            ),
            births: choice(
                to_choose(births[0], births[1]),
                "naissance",
                &form.naissance,
                births.map(|day| day.map(date_long).unwrap_or_default()),
            ),
            numbers: known
                .both_national()
                .and_then(|texts| choice(true, "ine", &form.ine, texts)),
            addresses: known
                .both_addresses()
                .and_then(|texts| choice(true, "adresse", &form.adresse, texts)),
            until: date_long(local_date(undo_until(app.clock.now()))),
            lines: known.lines,
        })
    }
}

/// Both records, nothing chosen but what goes without saying: the account
/// that somebody has come in with.
pub async fn show(
    app: &App,
    shell: Shell,
    actor: &Actor,
    person: PersonOfSchool,
    other: AccountId,
) -> AppResult<Response> {
    let other = people::get(app.db.reader(), actor.school, other)
        .await?
        .ok_or(AppError::NotFound)?;
    let came = |person: &PersonOfSchool| person.account.password_hash.is_some();
    let form = MergeForm {
        garder: match (came(&person), came(&other)) {
            (true, false) => person.account.id.to_string(),
            (false, true) => other.account.id.to_string(),
            _ => String::new(),
        },
        ..MergeForm::default()
    };
    let both = [&person, &other];
    let page = ComparePage::load(app, shell, actor, both, &form, &FieldErrors::new()).await?;
    Ok(Page::new(page).into_response())
}

/// Makes them one.
pub async fn submit(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Person, Manages>,
    Form(form): Form<MergeForm>,
) -> AppResult<Response> {
    let person = found.object.0;
    let other: AccountId = form.avec.parse().map_err(|_| AppError::NotFound)?;
    let other = people::get(app.db.reader(), actor.school, other)
        .await?
        .ok_or(AppError::NotFound)?;
    let both = [&person, &other];
    let errors = match plan(&app, &actor, both, &form).await? {
        Ok(plan) => match apply(&app, &actor, plan).await? {
            errors if errors.is_empty() => return Ok(done(&app, plan)),
            errors => errors,
        },
        Err(errors) => errors,
    };
    let page = ComparePage::load(&app, shell, &actor, both, &form, &errors).await?;
    Ok(Page::invalid(page).into_response())
}

async fn plan(
    app: &App,
    actor: &Actor,
    both: [&PersonOfSchool; 2],
    form: &MergeForm,
) -> AppResult<Result<Plan, FieldErrors>> {
    let ids = both.map(|person| person.account.id);
    let (confirmed, _) = sides::addresses(app.db.reader(), ids).await?;
    let numbers = sides::numbers(app.db.reader(), actor.school, ids).await?;
    let [one, other] = both.map(|person| Side {
        person,
        has_address: confirmed.contains_key(&person.account.id),
        has_ine: numbers
            .iter()
            .any(|(id, source, _)| *id == person.account.id && *source == IdSource::Ine),
    });
    // The same record twice has nothing to choose: the rule says so.
    Ok(match ids[0] == ids[1] {
        true => Err(FieldErrors::one("avec", Obstacle::Same.to_string())),
        false => form.parse(one, other),
    })
}

async fn apply(app: &App, actor: &Actor, plan: Plan) -> AppResult<FieldErrors> {
    let work = (app.clock.clone(), By::from(actor), Arc::clone(&app.modules));
    let done = app
        .db
        .write(move |tx| {
            let (clock, by, modules) = work.clone();
            async move { commands::merge(&tx, &clock, &by, &modules, &plan).await }
        })
        .await;
    match done {
        Ok(()) => Ok(FieldErrors::new()),
        Err(Refused::Db(DbError::Conflict)) => Ok(FieldErrors::one(
            "garder",
            "Une de ces fiches vient d’être modifiée par quelqu’un d’autre. Rien n’a été fait\u{a0}: relisez la comparaison, elle est à jour, puis confirmez.",
        )),
        Err(refused) => form_errors(refused),
    }
}

fn done(app: &App, plan: Plan) -> Response {
    let until = date_long(local_date(undo_until(app.clock.now())));
    let sentence = format!(
        "Les deux fiches n’en font plus qu’une. L’autre compte est fermé. Vous pouvez annuler jusqu’au {until}."
    );
    Flash::ok(sentence).to(format_args!("/admin/personnes/{}", plan.kept))
}

/// Undoes the latest merge of the person.
pub async fn undo(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Person, Manages>,
) -> AppResult<Response> {
    let id = found.object.id();
    let work = (
        app.clock.clone(),
        By::from(&actor),
        Arc::clone(&app.modules),
    );
    let done = app
        .db
        .write(move |tx| {
            let (clock, by, modules) = work.clone();
            async move { commands::undo(&tx, &clock, &by, &modules, id).await }
        })
        .await;
    let flash = match done {
        Ok(()) => Flash::ok(
            "Les deux fiches sont de nouveau séparées. Ce qui a été fait depuis leur réunion reste sur la fiche gardée.",
        ),
        Err(Refused::Fields(errors)) => Flash::danger(
            errors
                .get("reunir")
                .unwrap_or("Rien n’a été modifié.")
                .to_owned(),
        ),
        Err(Refused::Db(DbError::Conflict)) => Flash::danger(
            "Quelqu’un d’autre vient d’annuler cette réunion. Rien d’autre n’a changé.",
        ),
        Err(refused) => return Err(AppError::from(refused)),
    };
    Ok(flash.to(format_args!("/admin/personnes/{id}")))
}
