//! Documents in a list.

use std::collections::HashMap;

use files::{FileId, StoredFile};
use kernel::file_size;

use crate::pages::parts::file_icon;
use crate::paths;
use crate::rows::documents::Model;
use crate::situations::whole::Whole;

/// A document of a situation.
pub struct DocumentView {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub href: String,
    /// The name of its icon.
    pub icon: &'static str,
    /// « PDF, 1,2 Mo ».
    pub size: String,
    /// What it is, in a few words; may be empty.
    pub about: String,
    /// The mission that it goes with; empty when it is the team's.
    pub mission: String,
    /// Where it is removed.
    pub remove: String,
}

/// The documents of a situation: those of the team first, then mission by mission.
#[must_use]
pub fn documents(whole: &Whole, files: &HashMap<FileId, StoredFile>) -> Vec<DocumentView> {
    let own = whole.documents.iter().map(|row| view(row, "", files));
    let of_missions = whole.missions.iter().flat_map(|mission| {
        let title = &mission.row.title;
        mission
            .documents
            .iter()
            .map(move |row| view(row, title, files))
    });
    own.chain(of_missions).collect()
}

/// A document as a line.
#[must_use]
pub fn view(row: &Model, mission: &str, files: &HashMap<FileId, StoredFile>) -> DocumentView {
    let file = files.get(&row.file_id);
    DocumentView {
        name: row.name.clone(),
        href: paths::document(row.id),
        icon: file_icon(file),
        size: file.map_or_else(String::new, |file| {
            format!("{}, {}", file.kind.label(), file_size(file.byte_size()))
        }),
        about: row.about.clone(),
        mission: mission.to_owned(),
        remove: paths::below_document(row.id, "retirer"),
    }
}
