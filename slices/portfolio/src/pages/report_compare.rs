//! Two texts of a report side by side, line by line: what is in place and a
//! version, or two versions.

use std::time::Duration;

use askama::Template;
use axum::extract::{Path, State as Extract};
use curriculum::Curriculum;
use kernel::date_time;
use serde::Deserialize;
use similar::{ChangeTag, TextDiff};
use web::{Actor, App, AppError, AppResult, Authorised, Page, Query, Shell};

use super::parts::versions::{self, VersionRow};
use super::parts::{PostButton, curriculum_of};
use super::report_versions::{restore_button, with_report};
use crate::paths;
use crate::report::object::Reads;
use crate::report::store;
use crate::report::view::{about, linked};
use crate::report::{Content, Reason, Report, Section};

/// Long texts without a line in common are not compared for ever.
const PATIENCE: Duration = Duration::from_millis(300);

/// A line of one side.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    /// Whether the other side lacks it.
    changed: bool,
    text: String,
}

/// A part of the report on both sides.
struct PartView {
    label: &'static str,
    same: bool,
    left: Vec<Line>,
    right: Vec<Line>,
}

/// One side.
struct Side {
    title: String,
    about: String,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/report_compare.html")]
pub struct ComparePage {
    shell: Shell,
    trail: Vec<(String, String)>,
    title: String,
    left: Side,
    right: Side,
    parts: Vec<PartView>,
    /// The names of the parts that say the same.
    same: String,
    keep: String,
    take: Option<PostButton>,
    /// Where the text in place is corrected with the version beside it.
    correct: Option<String>,
    /// Why nothing can be taken now: title, sentence, what opens it again.
    locked: Option<(&'static str, &'static str, Option<PostButton>)>,
    others: Vec<VersionRow>,
    action: String,
    with: String,
}

/// What to compare with: another version, or the text in place.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct With {
    avec: String,
}

impl With {
    /// The number of that version.
    pub fn number(&self) -> Option<i32> {
        self.avec.parse().ok()
    }
}

/// GET /dossier/comptes-rendus/{report}/versions/{number}/comparer
pub async fn compare(
    Extract(app): Extract<App>,
    actor: Actor,
    shell: Shell,
    report: Authorised<Report, Reads>,
    Path((_, number)): Path<(String, String)>,
    Query(with): Query<With>,
) -> AppResult<Page<ComparePage>> {
    let row = report.object.row;
    let reader = app.db.reader();
    let curriculum = curriculum_of(&app, row.curriculum_id).await?;
    let number: i32 = number.parse().map_err(|_| AppError::NotFound)?;
    let find = async |number: i32| {
        store::version(reader, actor.school, row.id, number)
            .await?
            .ok_or(AppError::NotFound)
    };
    let version = find(number).await?;
    let other = with.number();
    let (left, before) = match other {
        Some(other) => {
            let version = find(other).await?;
            (side(&version), version.read()?)
        }
        None => (
            Side {
                title: "Le texte en place".to_owned(),
                about: format!("Enregistré le {}", date_time(row.saved_at)),
            },
            store::content(reader, &row).await?,
        ),
    };
    let after = version.read()?;
    let lines = store::version_lines(reader, actor.school, row.id).await?;
    let rows = versions::rows(&app, &actor, row.id, &lines).await?;
    let editable = row.deleted_at.is_none() && row.state.is_editable();
    let (same, parts): (Vec<_>, Vec<_>) = all_parts(&before, &after, &curriculum)
        .into_iter()
        .partition(|part| part.same);
    let same: Vec<&str> = same.iter().map(|part| part.label).collect();
    let mut trail = with_report(&row.title, row.id);
    trail.push((
        "Versions".to_owned(),
        paths::below_report(row.id, "versions"),
    ));
    Ok(Page::new(ComparePage {
        shell,
        trail,
        title: match version.reason {
            Reason::Conflict if other.is_none() => "Deux textes se sont croisés".to_owned(),
            _ => "Comparer deux textes".to_owned(),
        },
        left,
        right: side(&version),
        parts,
        same: same.join(", "),
        keep: paths::report(row.id),
        take: (editable && other.is_none()).then(|| restore_button(row.id, number)),
        correct: (editable && other.is_none()).then(|| paths::write_beside(row.id, number)),
        locked: locked(&row),
        others: rows
            .into_iter()
            .filter(|row| row.number != number)
            .collect(),
        action: paths::compare(row.id, number),
        with: with.avec,
    }))
}

/// Why no version can be taken now.
fn locked(row: &store::reports::Model) -> Option<(&'static str, &'static str, Option<PostButton>)> {
    if row.deleted_at.is_some() {
        let restore = PostButton {
            action: paths::below_report(row.id, "restaurer"),
            icon: "undo-2",
            label: "Sortir de la corbeille",
            kind: "primary",
            field: None,
        };
        return Some((
            "Ce compte rendu est dans la corbeille",
            "Sortez-le de la corbeille pour corriger ou prendre une version. Tout y est gardé d’ici là.",
            Some(restore),
        ));
    }
    (!row.state.is_editable()).then_some((
        "Le texte en place ne change plus pour l’instant",
        "Pour prendre une version, reprenez d’abord votre copie ou rouvrez le compte rendu. Rien n’est perdu d’ici là.",
        None,
    ))
}

fn side(version: &store::versions::Model) -> Side {
    Side {
        title: format!("Version {}, {}", version.number, version.reason.label()),
        about: format!("Gardée le {}", date_time(version.created_at)),
    }
}

/// The parts of two texts that differ: their name, the lines of the second.
pub fn differing(
    before: &Content,
    after: &Content,
    curriculum: &Curriculum,
) -> Vec<(&'static str, Vec<String>)> {
    all_parts(before, after, curriculum)
        .into_iter()
        .filter(|part| !part.same)
        .map(|part| {
            let lines = part.right.into_iter().map(|line| line.text).collect();
            (part.label, lines)
        })
        .collect()
}

fn all_parts(before: &Content, after: &Content, curriculum: &Curriculum) -> Vec<PartView> {
    let links = |content: &Content| {
        linked(&content.targets, curriculum)
            .into_iter()
            .map(|link| format!("{} {}", link.code, link.title))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let mut parts = vec![
        part("Titre", &before.title, &after.title),
        part("Nature, lieu et dates", &about(before), &about(after)),
    ];
    parts.extend(Section::ALL.iter().map(|section| {
        part(
            section.label(),
            before.texts.get(*section),
            after.texts.get(*section),
        )
    }));
    parts.push(part(
        "Compétences et savoirs",
        &links(before),
        &links(after),
    ));
    parts.retain(|part| !part.same || !part.left.is_empty());
    parts
}

fn part(label: &'static str, before: &str, after: &str) -> PartView {
    let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    let (before, after) = (lines(before), lines(after));
    let diff = {
        let (before, after): (Vec<&str>, Vec<&str>) = (
            before.iter().map(String::as_str).collect(),
            after.iter().map(String::as_str).collect(),
        );
        TextDiff::configure()
            .timeout(PATIENCE)
            .diff_slices(&before, &after)
            .iter_all_changes()
            .map(|change| (change.tag(), change.value().to_owned()))
            .collect::<Vec<_>>()
    };
    let mut view = PartView {
        label,
        same: diff.iter().all(|(tag, _)| *tag == ChangeTag::Equal),
        left: Vec::new(),
        right: Vec::new(),
    };
    for (tag, text) in diff {
        let line = Line {
            changed: tag != ChangeTag::Equal,
            text,
        };
        match tag {
            ChangeTag::Equal => {
                view.left.push(line.clone());
                view.right.push(line);
            }
            ChangeTag::Delete => view.left.push(line),
            ChangeTag::Insert => view.right.push(line),
        }
    }
    view
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lines_that_differ_are_marked_and_none_is_lost() {
        let view = part("Titre", "un\ndeux\ntrois", "un\n2\ntrois\nquatre");
        let marked = |lines: &[Line]| -> Vec<String> {
            lines
                .iter()
                .filter(|line| line.changed)
                .map(|line| line.text.clone())
                .collect()
        };
        assert_eq!(marked(&view.left), ["deux"]);
        assert_eq!(marked(&view.right), ["2", "quatre"]);
        assert_eq!((view.left.len(), view.right.len()), (3, 4));
        assert!(part("Titre", "a", "a").same);
    }
}
