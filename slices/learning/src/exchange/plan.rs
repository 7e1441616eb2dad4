//! What an import is going to create, and what it cannot take over. Pure.

use curriculum::Curriculum;
use kernel::{count, french_list, truncate};

use super::format::Envelope;
use crate::model::OrganisationId;

/// Where the situation will take place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The file names no organisation.
    None,
    /// One of the school has that name: the situation joins it.
    Joined(OrganisationId, String),
    /// It is created with the situation.
    Created(String),
}

/// The organisation of the school that the file means: the one of the same
/// name, whatever its accents and its capitals.
#[must_use]
pub fn place(envelope: &Envelope, known: &[(OrganisationId, String)]) -> Place {
    let Some(organisation) = &envelope.organisation else {
        return Place::None;
    };
    let key = db::text::search_key(&organisation.name);
    let same = known
        .iter()
        .find(|(_, name)| db::text::search_key(name) == key);
    match same.filter(|_| !key.is_empty()) {
        Some((id, name)) => Place::Joined(*id, name.clone()),
        None => Place::Created(organisation.name.clone()),
    }
}

/// The envelope without the codes that the curriculum does not have, and one
/// sentence for each text that loses some.
#[must_use]
pub fn known_codes(mut envelope: Envelope, curriculum: &Curriculum) -> (Envelope, Vec<String>) {
    let mut sentences = Vec::new();
    for mission in &mut envelope.missions {
        let gone = take(&mut mission.targets, |code| {
            curriculum.target(code).is_some()
        });
        if !gone.is_empty() {
            sentences.push(format!(
                "Mission «\u{202f}{}\u{202f}»\u{a0}: {} {} pas dans {}, et ne sera pas repris.",
                truncate(&mission.title, 80),
                french_list(&gone),
                if gone.len() == 1 {
                    "n’est"
                } else {
                    "ne sont"
                },
                curriculum.code,
            ));
        }
    }
    let gone = take(&mut envelope.situation.knowledge, |code| {
        curriculum.knowledge(code).is_some()
    });
    if !gone.is_empty() {
        sentences.push(format!(
            "Savoirs\u{a0}: {} {} pas dans {}, et ne sera pas repris.",
            french_list(&gone),
            if gone.len() == 1 {
                "n’est"
            } else {
                "ne sont"
            },
            curriculum.code,
        ));
    }
    (envelope, sentences)
}

/// Takes out what is not kept, shortened: it comes from a file.
fn take(codes: &mut Vec<String>, keep: impl Fn(&str) -> bool) -> Vec<String> {
    let gone = codes
        .iter()
        .filter(|code| !keep(code))
        .map(|code| truncate(code, 20))
        .collect();
    codes.retain(|code| keep(code));
    gone
}

/// « 4 missions, 2 pièces ».
#[must_use]
pub fn contents(envelope: &Envelope, files: usize) -> String {
    let missions = count(envelope.missions.len() as u64, "mission", "missions");
    let files = count(files as u64, "pièce", "pièces");
    format!("{missions}, {files}")
}
