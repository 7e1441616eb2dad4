//! Who is legally responsible for a learner: add, link somebody who is there
//! already, remove.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, FieldErrors, Role, local_date};
use serde::Deserialize;
use web::forms::{Field, SummaryLine, summary};
use web::{Actor, App, AppError, AppResult, Authorised, Flash, Form, Page, Query, Shell};

use crate::commands::{self, By, NewAccount, Refused};
use crate::forms::PersonForm;
use crate::model::Title;
use crate::objects::{Manages, Person};
use crate::pages::form_errors;
use crate::store::guardians;
use crate::store::people::{self, Filter, PersonRow};

/// Whom to look for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    q: String,
}

/// Somebody named by a form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NamedForm {
    personne: String,
}

/// Somebody responsible for the learner.
pub struct GuardianLine {
    id: String,
    name: String,
    login: String,
    never_came: bool,
}

#[derive(Template)]
#[template(path = "pages/persons/guardians.html")]
pub struct GuardiansPage {
    shell: Shell,
    errors: Vec<SummaryLine>,
    href: String,
    person_href: String,
    name: String,
    /// What a guardian will see, by the learner's age.
    sees: &'static str,
    guardians: Vec<GuardianLine>,
    search: Field,
    found: Field,
    people: Vec<(String, String)>,
    more: bool,
    title: Field,
    titles: Vec<(&'static str, &'static str)>,
    first: Field,
    last: Field,
}

/// What was typed.
#[derive(Default)]
struct Typed {
    search: String,
    person: String,
    new: PersonForm,
    errors: FieldErrors,
}

impl GuardiansPage {
    async fn load(
        app: &App,
        shell: Shell,
        actor: &Actor,
        learner: &Person,
        typed: Typed,
    ) -> AppResult<Self> {
        let reader = app.db.reader();
        let known = guardians::of_learner(reader, actor.school, learner.id()).await?;
        let search: String = typed.search.chars().take(100).collect();
        let filter = Filter {
            // Without a name, those who are responsible for somebody already:
            // brothers and sisters have the same.
            role: search.trim().is_empty().then_some(Role::Guardian),
            search,
            open_only: true,
            ..Filter::default()
        };
        let page = people::list(reader, actor.school, &filter, None).await?;
        let more = page.next.is_some();
        let free = |row: &PersonRow| {
            row.account_id != learner.id()
                && !known.iter().any(|one| one.account_id == row.account_id)
        };
        let field = |name, value: &str| Field::with(name, value, &typed.errors);
        let account = &learner.0.account;
        let person_href = format!("/admin/personnes/{}", learner.id());
        let today = local_date(app.clock.now());
        Ok(Self {
            shell,
            errors: summary(&typed.errors),
            href: format!("{person_href}/responsables"),
            person_href,
            name: account.name().display(),
            sees: match account.birth_date.and_then(|day| today.years_since(day)) {
                Some(age) if age < 18 => {
                    "Une personne responsable voit le parcours, jusqu’aux 18 ans de la personne apprenante."
                }
                Some(_) => {
                    "Cette personne est majeure\u{a0}: ses responsables ne voient pas son parcours."
                }
                None => {
                    "La date de naissance n’est pas connue\u{a0}: tant qu’elle manque, ses responsables ne voient pas son parcours."
                }
            },
            guardians: known.iter().map(line).collect(),
            search: Field::new("q", filter.search),
            found: field("personne", &typed.person),
            people: page
                .items
                .iter()
                .filter(|row| free(row))
                .map(|row| {
                    let label = format!("{} ({})", row.name().listed(), row.login);
                    (row.account_id.to_string(), label)
                })
                .collect(),
            more,
            title: field("civilite", &typed.new.civilite),
            titles: Title::ALL
                .iter()
                .map(|title| (title.label(), title.label()))
                .collect(),
            first: field("prenom", &typed.new.prenom),
            last: field("nom", &typed.new.nom),
        })
    }
}

fn line(row: &PersonRow) -> GuardianLine {
    GuardianLine {
        id: row.account_id.to_string(),
        name: row.name().display(),
        login: row.login.to_string(),
        never_came: !row.has_password,
    }
}

/// Only learners have somebody legally responsible for them.
fn learner(found: Authorised<Person, Manages>) -> AppResult<Person> {
    let person = found.object;
    match person.0.roles.has(Role::Learner) {
        true => Ok(person),
        false => Err(AppError::NotFound),
    }
}

/// The page.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Person, Manages>,
    Query(query): Query<SearchQuery>,
) -> AppResult<Page<GuardiansPage>> {
    let learner = learner(found)?;
    let typed = Typed {
        search: query.q,
        ..Typed::default()
    };
    let page = GuardiansPage::load(&app, shell, &actor, &learner, typed).await?;
    Ok(Page::new(page))
}

/// Links somebody of the school.
pub async fn link(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Person, Manages>,
    Query(query): Query<SearchQuery>,
    Form(form): Form<NamedForm>,
) -> AppResult<Response> {
    let learner = learner(found)?;
    let errors = match form.personne.parse::<AccountId>() {
        Ok(guardian) => {
            let (id, work) = (learner.id(), (app.clock.clone(), By::from(&actor)));
            let done = app.db.write(move |tx| {
                let (clock, by) = work.clone();
                async move { commands::link_guardian(&tx, &clock, &by, id, guardian).await }
            });
            match done.await {
                Ok(()) => return Ok(linked(&learner)),
                Err(refused) => form_errors(refused)?,
            }
        }
        Err(_) => FieldErrors::one("personne", "Choisissez une personne dans la liste."),
    };
    let typed = Typed {
        search: query.q,
        person: form.personne,
        errors,
        ..Typed::default()
    };
    let page = GuardiansPage::load(&app, shell, &actor, &learner, typed).await?;
    Ok(Page::invalid(page).into_response())
}

fn linked(learner: &Person) -> Response {
    let sentence = format!(
        "Le lien avec {} est noté.",
        learner.0.account.name().display()
    );
    Flash::ok(sentence).to(format_args!(
        "/admin/personnes/{}/responsables",
        learner.id()
    ))
}

/// Creates somebody and links them.
pub async fn create(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Person, Manages>,
    Form(mut form): Form<PersonForm>,
) -> AppResult<Response> {
    let learner = learner(found)?;
    form.roles = vec![Role::Guardian.code().to_owned()];
    form.naissance.clear();
    let errors = match form.parse(local_date(app.clock.now())) {
        Ok(data) => {
            let new = NewAccount::from(data);
            let (id, work) = (learner.id(), (app.clock.clone(), By::from(&actor), new));
            let done = app.db.write(move |tx| {
                let (clock, by, new) = work.clone();
                async move { commands::new_guardian(&tx, &clock, &by, id, &new).await }
            });
            match done.await {
                Ok(_) => return Ok(linked(&learner)),
                Err(refused) => form_errors(refused)?,
            }
        }
        Err(errors) => errors,
    };
    let typed = Typed {
        new: form,
        errors,
        ..Typed::default()
    };
    let page = GuardiansPage::load(&app, shell, &actor, &learner, typed).await?;
    Ok(Page::invalid(page).into_response())
}

/// Ends the responsibility of somebody.
pub async fn remove(
    State(app): State<App>,
    actor: Actor,
    found: Authorised<Person, Manages>,
    Form(form): Form<NamedForm>,
) -> AppResult<Response> {
    let learner = learner(found)?;
    let guardian: AccountId = form.personne.parse().map_err(|_| AppError::NotFound)?;
    let names = people::names(app.db.reader(), actor.school, &[guardian]).await?;
    let guardian_name = names.get(&guardian).ok_or(AppError::NotFound)?.display();
    let (id, work) = (learner.id(), (app.clock.clone(), By::from(&actor)));
    app.db
        .write(move |tx| {
            let (clock, by) = work.clone();
            async move {
                commands::remove_guardian(&tx, &clock, &by, id, guardian).await?;
                Ok::<_, Refused>(())
            }
        })
        .await?;
    let sentence = format!(
        "{guardian_name} n’est plus responsable {} et ne voit plus son parcours. Son compte reste, avec ses autres liens.",
        kernel::elide("de", &learner.0.account.name().display())
    );
    Ok(Flash::ok(sentence).to(format_args!("/admin/personnes/{id}/responsables")))
}
