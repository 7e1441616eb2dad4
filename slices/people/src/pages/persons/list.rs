//! The people of the school.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use db::{Cursor, Slice};
use kernel::{AccountId, Role, SchoolId};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use web::forms::Field;
use web::{Actor, App, AppResult, Page, Query, Shell};

use super::role_options;
use crate::merging::store::doubles;
use crate::store::classes::{self, Which};
use crate::store::people::{self, Filter, PersonRow};
use crate::store::{enrolments, teams};

/// What narrows the list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    role: String,
    classe: String,
    /// Empty for those who are here; see [`PRESENCES`].
    presence: String,
    /// The cursor of the page.
    page: String,
}

/// Who is shown. People who left are kept, out of the way.
const PRESENCES: [(&str, &str); 4] = [
    ("", "Présentes"),
    ("sans-classe", "Apprenant·es sans classe"),
    ("parties", "Parties (accès fermé)"),
    ("toutes", "Toutes"),
];

/// A person in the list.
pub struct PersonLine {
    href: String,
    name: String,
    login: String,
    roles: String,
    classes: String,
    closed: bool,
    never_came: bool,
}

#[derive(Template)]
#[template(path = "pages/persons/list.html")]
pub struct PeopleListPage {
    shell: Shell,
    search: Field,
    role: Field,
    roles: Vec<(&'static str, &'static str)>,
    class: Field,
    classes: Vec<(String, String)>,
    presence: Field,
    presences: [(&'static str, &'static str); 4],
    /// Whether people who left are not shown.
    without_gone: bool,
    filtered: bool,
    people: Vec<PersonLine>,
    /// « 2 doublons possibles », on the first page alone.
    doubles: Option<String>,
    previous: Option<String>,
    next: Option<String>,
}

/// One page of people.
pub async fn show(
    State(app): State<App>,
    shell: Shell,
    actor: Actor,
    Query(query): Query<ListQuery>,
) -> AppResult<Page<PeopleListPage>> {
    let reader = app.db.reader();
    let filter = Filter {
        search: query.q.chars().take(100).collect(),
        role: query.role.parse().ok(),
        class: query.classe.parse().ok(),
        open_only: !matches!(&*query.presence, "parties" | "toutes"),
        closed_only: query.presence == "parties",
        without_class: query.presence == "sans-classe",
        ..Filter::default()
    };
    let cursor: Option<Cursor> = query.page.parse().ok();
    let page = people::list(reader, actor.school, &filter, cursor.as_ref()).await?;
    let classes = classes::list(reader, actor.school, Which::Current).await?;
    let filtered = !query.presence.is_empty()
        || !filter.search.is_empty()
        || filter.role.is_some()
        || filter.class.is_some();
    let doubles = match filtered || cursor.is_some() {
        true => None,
        false => said_doubles(reader, actor.school).await?,
    };
    let (previous, next) = (
        neighbour(&query, page.previous.as_ref()),
        neighbour(&query, page.next.as_ref()),
    );
    Ok(Page::new(PeopleListPage {
        shell,
        search: Field::new("q", &*filter.search),
        role: Field::new("role", &*query.role),
        roles: role_options(),
        class: Field::new("classe", &*query.classe),
        classes: classes
            .into_iter()
            .map(|class| {
                (
                    class.id.to_string(),
                    format!("{}, {}", class.name, class.school_year),
                )
            })
            .collect(),
        presence: Field::new("presence", &*query.presence),
        presences: PRESENCES,
        without_gone: filter.open_only,
        filtered,
        doubles,
        people: lines(reader, actor.school, page).await?,
        previous,
        next,
    }))
}

/// How many records are likely one person's, if some are.
async fn said_doubles(
    reader: &impl ConnectionTrait,
    school: SchoolId,
) -> AppResult<Option<String>> {
    let pairs = doubles::likely(reader, school).await?.len() as u64;
    Ok((pairs > 0).then(|| kernel::count(pairs, "doublon possible", "doublons possibles")))
}

/// The address of a neighbouring page, under the same filter.
fn neighbour(query: &ListQuery, cursor: Option<&Cursor>) -> Option<String> {
    let cursor = cursor?;
    let mut address = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [
        ("q", &query.q),
        ("role", &query.role),
        ("classe", &query.classe),
        ("presence", &query.presence),
    ] {
        if !value.is_empty() {
            address.append_pair(name, value);
        }
    }
    address.append_pair("page", &cursor.to_string());
    Some(format!("/admin/personnes?{}", address.finish()))
}

async fn lines(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    page: Slice<PersonRow>,
) -> AppResult<Vec<PersonLine>> {
    let ids: Vec<AccountId> = page.items.iter().map(|row| row.account_id).collect();
    let roles = people::roles_of(reader, school, &ids).await?;
    let classes = classes_of(reader, school, &ids).await?;
    Ok(page
        .items
        .into_iter()
        .map(|row| PersonLine {
            href: format!("/admin/personnes/{}", row.account_id),
            name: row.name().listed(),
            login: row.login.to_string(),
            roles: roles
                .get(&row.account_id)
                .map_or_else(String::new, |roles| {
                    let labels: Vec<&str> = roles.iter().map(Role::label).collect();
                    kernel::french_list(&labels)
                }),
            classes: classes
                .get(&row.account_id)
                .map_or_else(String::new, |names| names.join(", ")),
            closed: row.ended_at.is_some(),
            never_came: !row.has_password,
        })
        .collect())
}

/// The names of the classes that people are in or teach in now.
async fn classes_of(
    reader: &impl ConnectionTrait,
    school: SchoolId,
    people: &[AccountId],
) -> AppResult<HashMap<AccountId, Vec<String>>> {
    let mut names: HashMap<AccountId, Vec<String>> = HashMap::new();
    for row in enrolments::of_learners(reader, school, people).await? {
        if row.current() {
            names
                .entry(row.account_id)
                .or_default()
                .push(row.class_name);
        }
    }
    for (teacher, class) in teams::of_teachers(reader, school, people).await? {
        names.entry(teacher).or_default().push(class);
    }
    Ok(names)
}
