//! The uses of the school, to find one.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use db::Cursor;
use kernel::{AccountId, count, date_long, local_date, truncate};
use people::api::PersonName;
use serde::Deserialize;
use web::{Actor, App, AppResult, Field, Page, Query, Shell};

use crate::history::view::called;
use crate::uses::policy::{Action, Facts, decide};
use crate::uses::store::{self, Filter, uses};
use crate::uses::{Samr, UseId, paths, samr};

/// What the list is narrowed to; what cannot be read counts as absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    samr: String,
    miens: String,
    page: String,
}

/// The longest search, in characters.
const SEARCH_MAX: usize = 100;
/// So much of an intention is shown in the list.
const EXCERPT: usize = 220;

impl ListQuery {
    fn filter(&self, actor: &Actor) -> Filter {
        Filter {
            search: self.q.chars().take(SEARCH_MAX).collect(),
            samr: self.samr.parse().ok(),
            author: (!self.miens.is_empty()).then_some(actor.account),
        }
    }

    /// The address of the list narrowed to another level, under the same words.
    fn address(&self, samr: &str, cursor: Option<&Cursor>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("q", &*self.q), ("samr", samr), ("miens", &*self.miens)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(cursor) = cursor {
            query.append_pair("page", &cursor.to_string());
        }
        match query.finish() {
            query if query.is_empty() => paths::LIST.to_owned(),
            query => format!("{}?{query}", paths::LIST),
        }
    }
}

/// A rung of the ladder.
struct Rung {
    number: u8,
    title: String,
    definition: String,
    /// « 3 usages ».
    uses: String,
    href: String,
    current: bool,
}

/// A use in the list.
struct Card {
    href: String,
    title: String,
    context: String,
    intention: String,
    number: u8,
    level: &'static str,
    /// « Mme Carbonnel, le 9 mars 2027 ».
    by: String,
    /// « 2 commentaires »; empty without any.
    comments: String,
    copied: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "uses/pages/list.html")]
pub struct ListPage {
    shell: Shell,
    rungs: Vec<Rung>,
    source: &'static str,
    all: String,
    q: Field,
    samr: Field,
    mine: Field,
    levels: Vec<(&'static str, &'static str)>,
    filtered: bool,
    empty: bool,
    may_write: bool,
    cards: Vec<Card>,
    previous: Option<String>,
    next: Option<String>,
}

/// GET /numerique/usages
pub async fn list(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    Query(query): Query<ListQuery>,
) -> AppResult<Page<ListPage>> {
    let (reader, school, filter) = (app.db.reader(), actor.school, query.filter(&actor));
    let cursor: Option<Cursor> = query.page.parse().ok();
    let page = store::page(reader, school, &filter, cursor.as_ref()).await?;
    let counts = store::count_by_level(reader, school).await?;
    let ids: Vec<UseId> = page.items.iter().map(|row| row.id).collect();
    let comments = store::count_comments(reader, school, &ids).await?;
    let authors: Vec<AccountId> = page.items.iter().map(|row| row.author_id).collect();
    let names = people::api::names_of(&app.db, school, &authors).await?;
    let total: u64 = counts.values().sum();
    let level = filter.samr.map_or("", Samr::code);
    let address = |cursor: &Cursor| query.address(level, Some(cursor));
    let cards = page.items.iter().map(|row| card(row, &names, &comments));
    Ok(Page::new(ListPage {
        rungs: rungs(&query, filter.samr, &counts),
        source: &samr::shipped().source,
        all: count(total, "usage partagé", "usages partagés"),
        q: Field::new("q", &*filter.search),
        samr: Field::new("samr", level),
        mine: Field::new("miens", &*query.miens),
        levels: Samr::ALL
            .iter()
            .map(|one| (one.code(), one.label()))
            .collect(),
        filtered: !filter.search.trim().is_empty()
            || filter.samr.is_some()
            || filter.author.is_some()
            || cursor.is_some(),
        empty: total == 0,
        may_write: decide(actor.roles, Action::Share, Facts::default()),
        cards: cards.collect(),
        previous: page.previous.as_ref().map(address),
        next: page.next.as_ref().map(address),
        shell,
    }))
}

fn rungs(query: &ListQuery, current: Option<Samr>, counts: &HashMap<Samr, u64>) -> Vec<Rung> {
    let levels = samr::shipped().levels.iter();
    levels
        .map(|level| Rung {
            number: level.code.number(),
            title: level.title.clone(),
            definition: level.definition.clone(),
            uses: count(
                counts.get(&level.code).copied().unwrap_or(0),
                "usage",
                "usages",
            ),
            href: query.address(level.code.code(), None),
            current: current == Some(level.code),
        })
        .collect()
}

fn card(
    row: &uses::Model,
    names: &HashMap<AccountId, PersonName>,
    comments: &HashMap<UseId, u64>,
) -> Card {
    Card {
        href: paths::one(row.id),
        title: row.title.clone(),
        context: row.context.clone(),
        // The first lines, before any list.
        intention: truncate(row.intention.lines().next().unwrap_or(""), EXCERPT),
        number: row.samr.number(),
        level: row.samr.label(),
        by: format!(
            "{}, le {}",
            called(names, row.author_id),
            date_long(local_date(row.created_at))
        ),
        comments: match comments.get(&row.id).copied().unwrap_or(0) {
            0 => String::new(),
            n => count(n, "commentaire", "commentaires"),
        },
        copied: row.origin_author_id.is_some(),
    }
}
