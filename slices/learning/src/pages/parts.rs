//! Parts that several pages share.

use std::collections::HashMap;
use std::sync::Arc;

use curriculum::Curriculum;
use files::{Family, StoredFile};
use kernel::{AccountId, SchoolId};
use people::api::PersonName;
use web::{App, AppError, AppResult};

use crate::model::State;

/// A state in one or two words with its icon, for `ui::chip`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chip {
    /// End of its class.
    pub kind: &'static str,
    /// Name of its icon.
    pub icon: &'static str,
    /// Its words.
    pub text: &'static str,
}

/// Where a situation is in its life.
#[must_use]
pub const fn state_chip(state: State) -> Chip {
    let (kind, icon) = match state {
        State::Draft => ("", state_icon(state)),
        State::Proposed => ("now", state_icon(state)),
        State::InUse => ("ok", state_icon(state)),
    };
    Chip {
        kind,
        icon,
        text: state.label(),
    }
}

const fn state_icon(state: State) -> &'static str {
    match state {
        State::Draft => "pencil",
        State::Proposed => "megaphone",
        State::InUse => "check",
    }
}

/// A button that changes something: a small form of its own.
pub struct PostButton {
    /// Where it posts.
    pub action: String,
    /// The name of its icon.
    pub icon: &'static str,
    /// What is written.
    pub label: &'static str,
    /// `primary`, `secondary` or `quiet`.
    pub kind: &'static str,
    /// A hidden field that goes with it: name and value.
    pub field: Option<(&'static str, &'static str)>,
}

/// The curriculum of that code, as the school sees it.
pub async fn curriculum_of(app: &App, school: SchoolId, code: &str) -> AppResult<Arc<Curriculum>> {
    match curriculum::api::by_code(&app.db, school, code).await? {
        Some((_, curriculum)) => Ok(curriculum),
        None => Err(AppError::NotFound),
    }
}

/// The curricula that the school can use, each in its last version.
pub async fn curricula(app: &App, school: SchoolId) -> AppResult<Vec<Arc<Curriculum>>> {
    let mut curricula: Vec<Arc<Curriculum>> = Vec::new();
    for summary in curriculum::api::list(&app.db, school).await? {
        let known = curricula.iter().any(|one| one.code == summary.code);
        if !known && let Some(curriculum) = curriculum::api::get(&app.db, summary.id).await? {
            curricula.push(curriculum);
        }
    }
    Ok(curricula)
}

/// Names of people, asked for together; one statement.
pub async fn names_of(
    app: &App,
    school: SchoolId,
    mut people: Vec<AccountId>,
) -> AppResult<HashMap<AccountId, PersonName>> {
    people.sort_unstable();
    people.dedup();
    Ok(people::api::names_of(&app.db, school, &people).await?)
}

/// How somebody is called on a page.
#[must_use]
pub fn called(names: &HashMap<AccountId, PersonName>, who: AccountId) -> String {
    names
        .get(&who)
        .map_or_else(|| "Une personne partie".to_owned(), PersonName::formal)
}

/// The icon of a file.
#[must_use]
pub fn file_icon(file: Option<&StoredFile>) -> &'static str {
    match file.map(|file| file.kind.family()) {
        Some(Family::Image) => "image",
        Some(Family::Video) => "film",
        Some(Family::Audio) => "music",
        Some(Family::Document | Family::Text) | None => "file-text",
    }
}

/// A line of conditions or productions, with the lines that hang below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// What it says.
    pub text: String,
    /// Those below.
    pub below: Vec<String>,
}

/// Reads lines: « - » begins one that hangs below the line before.
#[must_use]
pub fn lines(texts: &[String]) -> Vec<Lines> {
    let mut lines: Vec<Lines> = Vec::new();
    for text in texts {
        let below = text.strip_prefix('-').or_else(|| text.strip_prefix('–'));
        match (below, lines.last_mut()) {
            (Some(below), Some(above)) => above.below.push(below.trim().to_owned()),
            (below, _) => lines.push(Lines {
                text: below.unwrap_or(text).trim().to_owned(),
                below: Vec::new(),
            }),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dash_hangs_a_line_below_the_one_before() {
        let read =
            lines(&["- seule", "Documents :", "- Charte", "– Procédure", "Fin"].map(String::from));
        let texts: Vec<_> = read.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["seule", "Documents :", "Fin"]);
        assert_eq!(read[1].below, ["Charte", "Procédure"]);
    }
}
