//! What a sheet says, field by field: what two versions of it are compared by.

use std::collections::HashMap;

use curriculum::Curriculum;
use db::DbError;
use sea_orm::entity::prelude::Json;

use super::store::read;
use crate::model::{
    MissionContent, ORGANISATION_FIELDS, OrganisationContent, OrganisationId, Passage, SheetKind,
    SituationContent,
};

/// The fields of a text: name on the page, what is said there.
pub type Fields = Vec<(&'static str, String)>;

/// What codes and identifiers stand for.
pub struct Names<'a> {
    /// The curriculum of the situation, when the school still has it.
    pub curriculum: Option<&'a Curriculum>,
    /// The organisations of the school.
    pub organisations: &'a HashMap<OrganisationId, String>,
}

/// Reads the fields of a sheet or of a version of it.
///
/// # Errors
/// When the row is not of our making.
pub fn fields(kind: SheetKind, content: &Json, names: &Names<'_>) -> Result<Fields, DbError> {
    Ok(match kind {
        SheetKind::Organisation => organisation(&read(content)?),
        SheetKind::Situation => situation(&read(content)?, names),
        SheetKind::Mission => mission(&read(content)?, names),
    })
}

fn organisation(content: &OrganisationContent) -> Fields {
    let mut fields = vec![("Nom", content.name.clone())];
    for (field, label) in ORGANISATION_FIELDS {
        fields.push((label, content.text(field).to_owned()));
    }
    fields.push(("Notes", content.notes.clone()));
    fields
}

fn situation(content: &SituationContent, names: &Names<'_>) -> Fields {
    let organisation = content.organisation.map_or_else(String::new, |id| {
        names.organisations.get(&id).cloned().unwrap_or_default()
    });
    let knowledge = content.knowledge.iter().map(|code| {
        let found = names.curriculum.and_then(|c| c.knowledge(code));
        found.map_or_else(|| code.clone(), |(_, knowledge)| knowledge.text.clone())
    });
    let mut fields = vec![
        ("Titre", content.title.clone()),
        ("Organisation fil rouge", organisation),
    ];
    for passage in Passage::ALL {
        fields.push((passage.label(), content.text(*passage).to_owned()));
    }
    fields.push(("Savoirs mobilisés", joined(knowledge)));
    let staging = content.staging.iter().map(|one| one.label().to_owned());
    fields.push(("Mise en scène", joined(staging)));
    let modes = content.modes.iter().map(|one| one.label().to_owned());
    fields.push(("Manières de travailler", joined(modes)));
    let samr = content.samr.map_or("", crate::model::Samr::label);
    fields.push(("Usage du numérique (SAMR)", samr.to_owned()));
    fields.push(("Notes", content.notes.clone()));
    fields
}

fn mission(content: &MissionContent, names: &Names<'_>) -> Fields {
    let targets = content.targets.iter().map(|code| {
        let found = names.curriculum.and_then(|c| c.target(code));
        found.map_or_else(|| code.clone(), |t| format!("{code} {}", t.title()))
    });
    vec![
        ("Titre", content.title.clone()),
        ("Compétences", joined(targets)),
        ("Conditions de réalisation", content.conditions.join("\n")),
        ("Productions attendues", content.productions.join("\n")),
        ("Notes", content.notes.clone()),
    ]
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}
