//! Two texts of a report side by side, line by line: what is in place and a
//! version, or two versions.

use askama::Template;
use axum::extract::{Path, State as Extract};
use curriculum::Curriculum;
use kernel::date_time;
use serde::Deserialize;
use web::compare::{Part, Side};
use web::{Actor, App, AppError, AppResult, Authorised, Page, Query, Shell};

use super::parts::versions::{self, VersionRow};
use super::parts::{PostButton, curriculum_of};
use super::report_versions::{restore_button, with_report};
use crate::paths;
use crate::report::object::Reads;
use crate::report::store;
use crate::report::view::{about, linked};
use crate::report::{Content, Reason, Report, Section};

/// The page.
#[derive(Template)]
#[template(path = "pages/report_compare.html")]
pub struct ComparePage {
    shell: Shell,
    trail: Vec<(String, String)>,
    title: String,
    left: Side,
    right: Side,
    parts: Vec<Part>,
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

fn all_parts(before: &Content, after: &Content, curriculum: &Curriculum) -> Vec<Part> {
    let links = |content: &Content| {
        linked(&content.targets, curriculum)
            .into_iter()
            .map(|link| format!("{} {}", link.code, link.title))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let mut parts = vec![
        Part::new("Titre", &before.title, &after.title),
        Part::new("Nature, lieu et dates", &about(before), &about(after)),
    ];
    parts.extend(Section::ALL.iter().map(|section| {
        Part::new(
            section.label(),
            before.texts.get(*section),
            after.texts.get(*section),
        )
    }));
    parts.push(Part::new(
        "Compétences et savoirs",
        &links(before),
        &links(after),
    ));
    parts.retain(|part| !part.same || !part.is_empty());
    parts
}
