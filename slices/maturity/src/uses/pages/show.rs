//! A use, what is said of it, what was begun from it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use kernel::{AccountId, FieldErrors, date_long, date_time, local_date};
use people::api::PersonName;
use web::forms::{SummaryLine, summary};
use web::prose::{Block, parse};
use web::{Actor, App, AppResult, Authorised, Field, Page, Shell};

use crate::history::view::{LineView, called, views};
use crate::history::{self};
use crate::uses::comments::{self, rows};
use crate::uses::object::{Reads, SharedUse};
use crate::uses::policy::{Action, Facts, decide};
use crate::uses::store::{self, uses};
use crate::uses::{Content, paths, samr};

/// A part of what a use says.
struct Part {
    title: &'static str,
    blocks: Vec<Block>,
}

/// What a colleague said.
struct CommentView {
    author: String,
    at: String,
    blocks: Vec<Block>,
    /// Where it is taken back, by its author.
    take_back: Option<String>,
}

/// Another use that this one is tied to.
struct Tie {
    /// Where it is; none when it is gone.
    href: Option<String>,
    title: String,
    by: String,
}

/// The page.
#[derive(Template)]
#[template(path = "uses/pages/show.html")]
pub struct ShowPage {
    shell: Shell,
    base: String,
    again: String,
    title: String,
    context: String,
    by: String,
    number: u8,
    level: &'static str,
    definition: &'static str,
    parts: Vec<Part>,
    origin: Option<Tie>,
    begun: Vec<Tie>,
    comments: Vec<CommentView>,
    history: Vec<LineView>,
    comment: Field,
    errors: Vec<SummaryLine>,
    may_share: bool,
    may_change: bool,
    may_remove: bool,
}

/// GET /numerique/usages/{usage}
pub async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    found: Authorised<SharedUse, Reads>,
) -> AppResult<Page<ShowPage>> {
    let errors = FieldErrors::new();
    Ok(Page::new(
        page(&app, &actor, shell, &found.object.row, "", &errors).await?,
    ))
}

/// The page with what was typed to comment it.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    app: &App,
    actor: &Actor,
    shell: Shell,
    row: &uses::Model,
    typed: &str,
    errors: &FieldErrors,
) -> AppResult<ShowPage> {
    let (reader, school) = (app.db.reader(), actor.school);
    let comments = comments::of_use(reader, school, row.id).await?;
    let begun = store::begun_from(reader, school, row.id).await?;
    let lines = history::of(reader, school, row.id).await?;
    let origin = match row.origin_id {
        Some(id) => store::find(reader, school, id).await?,
        None => None,
    };
    let people: Vec<AccountId> = comments
        .iter()
        .map(|one| one.author_id)
        .chain(begun.iter().map(|one| one.author_id))
        .chain(lines.iter().map(|one| one.author_id))
        .chain(row.origin_author_id)
        .chain([row.author_id])
        .collect();
    let names = people::api::names_of(&app.db, school, &people).await?;
    let facts = Facts {
        own: row.author_id == actor.account,
    };
    let may = |action| decide(actor.roles, action, facts);
    Ok(ShowPage {
        shell,
        base: paths::one(row.id),
        again: paths::from(row.id),
        title: row.title.clone(),
        context: row.context.clone(),
        by: format!(
            "{}, le {}",
            called(&names, row.author_id),
            date_long(local_date(row.created_at))
        ),
        number: row.samr.number(),
        level: row.samr.label(),
        definition: definition(row),
        parts: parts(&row.content()),
        origin: tie_to_origin(row, origin.as_ref(), &names),
        begun: begun.iter().map(|one| tie(one, &names)).collect(),
        comments: comments
            .iter()
            .map(|one| comment(one, actor.account, &names))
            .collect(),
        history: views(&lines, &names, said_before),
        comment: Field::with("commentaire", typed, errors),
        errors: summary(errors),
        may_share: may(Action::Share),
        may_change: may(Action::Change),
        may_remove: may(Action::Remove),
    })
}

fn definition(row: &uses::Model) -> &'static str {
    let mut levels = samr::shipped().levels.iter();
    levels
        .find(|level| level.code == row.samr)
        .map_or("", |level| level.definition.as_str())
}

/// The parts that say something, the intention first.
fn parts(content: &Content) -> Vec<Part> {
    [
        ("L’intention", &content.intention),
        ("L’effet observé", &content.effect),
        ("Les ressources", &content.resources),
    ]
    .into_iter()
    .filter(|(_, text)| !text.trim().is_empty())
    .map(|(title, text)| Part {
        title,
        blocks: parse(text, &[]),
    })
    .collect()
}

fn tie(row: &uses::Model, names: &HashMap<AccountId, PersonName>) -> Tie {
    Tie {
        href: Some(paths::one(row.id)),
        title: row.title.clone(),
        by: called(names, row.author_id),
    }
}

/// What a copy names, even when it is gone or was renamed since.
fn tie_to_origin(
    row: &uses::Model,
    origin: Option<&uses::Model>,
    names: &HashMap<AccountId, PersonName>,
) -> Option<Tie> {
    let author = row.origin_author_id?;
    let there = origin.filter(|origin| origin.deleted_at.is_none());
    Some(Tie {
        href: there.map(|origin| paths::one(origin.id)),
        title: row.origin_title.clone(),
        by: called(names, author),
    })
}

fn comment(
    row: &rows::Model,
    reader: AccountId,
    names: &HashMap<AccountId, PersonName>,
) -> CommentView {
    CommentView {
        author: called(names, row.author_id),
        at: date_time(row.created_at),
        blocks: parse(&row.text, &[]),
        take_back: (row.author_id == reader).then(|| paths::take_back(row.id)),
    }
}

/// What a use said before it was changed.
fn said_before(content: Content) -> Vec<(&'static str, String)> {
    vec![
        ("Titre", content.title),
        ("Contexte", content.context),
        ("Palier", content.samr.label().to_owned()),
        ("Intention", content.intention),
        ("Effet", content.effect),
        ("Ressources", content.resources),
    ]
}
