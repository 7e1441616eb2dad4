//! All versions of a sheet.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use kernel::{AccountId, date_time};
use people::api::PersonName;
use web::{Actor, App, AppResult, Authorised, Page, Shell};

use super::compare::{Thing, thing};
use crate::pages::parts::{called, names_of};
use crate::paths;
use crate::sheets::object::{Reads, Sheet};
use crate::sheets::store::{VersionLine, version_lines};

/// So many versions are listed: ten years of writing.
const SHOWN: u64 = 500;

/// A version in a list.
#[derive(Clone, Debug)]
pub struct VersionRow {
    /// « Version 3, enregistrée ».
    pub label: String,
    /// « 8 mars 2027 à 18 h 05 ».
    pub at: String,
    /// Who wrote it.
    pub by: String,
    /// Where it is beside the text in place.
    pub href: String,
}

/// A version as a line.
#[must_use]
pub fn row(line: &VersionLine, names: &HashMap<AccountId, PersonName>) -> VersionRow {
    VersionRow {
        label: format!("Version {}, {}", line.number, line.reason.label()),
        at: date_time(line.created_at),
        by: called(names, line.author_id),
        href: paths::version(line.sheet_id, line.number),
    }
}

/// The list.
#[derive(Template)]
#[template(path = "pages/versions/list.html")]
pub struct VersionsPage {
    shell: Shell,
    thing: Thing,
    /// « enregistré le 8 mars 2027 à 18 h 05 par Mme Carbonnel ».
    saved: String,
    versions: Vec<VersionRow>,
}

/// GET /situations/fiches/{sheet}/versions
pub async fn list(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    sheet: Authorised<Sheet, Reads>,
) -> AppResult<Page<VersionsPage>> {
    let sheet = sheet.object.row;
    let lines = version_lines(app.db.reader(), actor.school, &[sheet.id], SHOWN).await?;
    let mut people: Vec<AccountId> = lines.iter().map(|line| line.author_id).collect();
    people.push(sheet.updated_by);
    let names = names_of(&app, actor.school, people).await?;
    Ok(Page::new(VersionsPage {
        thing: thing(&app, &sheet).await?,
        shell,
        saved: format!(
            "enregistré le {} par {}",
            date_time(sheet.updated_at),
            called(&names, sheet.updated_by)
        ),
        versions: lines.iter().map(|line| row(line, &names)).collect(),
    }))
}
