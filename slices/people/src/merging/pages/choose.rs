//! Which record is the other one of the same person.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{AccountId, Role};
use serde::Deserialize;
use web::forms::Field;
use web::{Actor, App, AppError, AppResult, Authorised, Page, Query, Shell};

use super::compare;
use crate::objects::{Manages, Person};
use crate::store::people::{self, Filter};

/// Whom to look for, or whom to compare with.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChooseQuery {
    q: Option<String>,
    avec: String,
}

/// A record that can be chosen.
pub struct Candidate {
    href: String,
    name: String,
    login: String,
    closed: bool,
}

#[derive(Template)]
#[template(path = "merging/pages/choose.html")]
pub struct ChoosePage {
    shell: Shell,
    href: String,
    person_href: String,
    name: String,
    login: String,
    search: Field,
    candidates: Vec<Candidate>,
    more: bool,
}

/// The choice; both side by side once it is made.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    found: Authorised<Person, Manages>,
    Query(query): Query<ChooseQuery>,
) -> AppResult<Response> {
    let person = found.object.0;
    if !query.avec.is_empty() {
        let other: AccountId = query.avec.parse().map_err(|_| AppError::NotFound)?;
        return compare::show(&app, shell, &actor, person, other).await;
    }
    let account = &person.account;
    let person_href = format!("/admin/personnes/{}", account.id);
    // Without a search, those of the same name.
    let search: String = query.q.unwrap_or_else(|| account.last_name.clone());
    let filter = Filter {
        search: search.chars().take(100).collect(),
        role: Some(Role::Learner),
        ..Filter::default()
    };
    let page = people::list(app.db.reader(), actor.school, &filter, None).await?;
    let href = format!("{person_href}/reunir");
    let candidates = page
        .items
        .iter()
        .filter(|row| row.account_id != account.id)
        .map(|row| Candidate {
            href: format!("{href}?avec={}", row.account_id),
            name: row.name().listed(),
            login: row.login.to_string(),
            closed: row.ended_at.is_some(),
        })
        .collect();
    let page = ChoosePage {
        shell,
        name: account.name().display(),
        login: account.login.to_string(),
        search: Field::new("q", filter.search),
        candidates,
        more: page.next.is_some(),
        href,
        person_href,
    };
    Ok(Page::new(page).into_response())
}
