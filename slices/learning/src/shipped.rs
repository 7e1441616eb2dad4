//! The situations that come with Jalon, and the reading of such files.

use std::fmt;
use std::sync::LazyLock;

use curriculum::Curriculum;
use serde::Deserialize;

use crate::model::{MissionContent, OrganisationContent, SituationContent};

/// An organisation with the situations that take place in it.
#[derive(Clone, Debug)]
pub struct Collection {
    /// The organisation.
    pub organisation: OrganisationContent,
    /// Its situations, in order.
    pub situations: Vec<SituationFile>,
}

/// A situation with its missions, as a file holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SituationFile {
    /// The code of its curriculum: `SNO`.
    pub curriculum: String,
    /// The situation.
    pub situation: SituationContent,
    /// Its missions, in order.
    #[serde(default)]
    pub missions: Vec<MissionContent>,
}

/// One mistake in a file: where and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// One French sentence.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            message,
        } = self;
        write!(f, "{file}, ligne {line}\u{a0}: {message}")
    }
}

impl std::error::Error for Problem {}

/// Reads a situation and checks that its codes are of the curriculum.
///
/// # Errors
/// Each mistake with its line: the syntax, a code that does not exist, a code
/// that stands twice in a mission, a mission without a title or productions.
pub fn read(
    source: &str,
    file: &str,
    curricula: &[Curriculum],
) -> Result<SituationFile, Vec<Problem>> {
    let parsed: SituationFile = toml(source, file).map_err(|problem| vec![problem])?;
    let problems = check(&parsed, source, file, curricula);
    match problems.is_empty() {
        true => Ok(parsed),
        false => Err(problems),
    }
}

fn check(
    parsed: &SituationFile,
    source: &str,
    file: &str,
    curricula: &[Curriculum],
) -> Vec<Problem> {
    let problem = |needle: &str, nth: usize, message: String| Problem {
        file: file.to_owned(),
        line: line_of(source, needle, nth),
        message,
    };
    let Some(curriculum) = curricula.iter().find(|one| one.code == parsed.curriculum) else {
        let message = format!(
            "Le référentiel «\u{202f}{}\u{202f}» n’existe pas.",
            parsed.curriculum
        );
        return vec![problem("curriculum", 0, message)];
    };
    let mut problems = Vec::new();
    for code in &parsed.situation.knowledge {
        if curriculum.knowledge(code).is_none() {
            let message = format!(
                "Le savoir «\u{202f}{code}\u{202f}» n’existe pas dans {}.",
                curriculum.code
            );
            problems.push(problem(&quoted(code), 0, message));
        }
    }
    for (index, mission) in parsed.missions.iter().enumerate() {
        let here = format!("la mission {}", index + 1);
        if mission.title.trim().is_empty() {
            problems.push(problem(
                "[[missions]]",
                index,
                format!("Il manque le titre de {here}."),
            ));
        }
        if !mission.has_productions() {
            let message = format!("Il manque les productions attendues de {here}.");
            problems.push(problem("[[missions]]", index, message));
        }
        for (at, code) in mission.targets.iter().enumerate() {
            if curriculum.target(code).is_none() {
                let message = format!(
                    "La compétence «\u{202f}{code}\u{202f}» de {here} n’existe pas dans {}.",
                    curriculum.code
                );
                problems.push(problem(&quoted(code), 0, message));
            }
            if mission.targets[..at].contains(code) {
                let message =
                    format!("Le code «\u{202f}{code}\u{202f}» est deux fois dans {here}.");
                problems.push(problem(&quoted(code), 0, message));
            }
        }
    }
    problems
}

fn quoted(code: &str) -> String {
    format!("\"{code}\"")
}

/// The line, from 1, on which `needle` stands for the `nth` time (from 0).
fn line_of(source: &str, needle: &str, nth: usize) -> usize {
    let at = source
        .match_indices(needle)
        .nth(nth)
        .map_or(0, |(at, _)| at);
    source.get(..at).unwrap_or("").matches('\n').count() + 1
}

fn toml<T: serde::de::DeserializeOwned>(source: &str, file: &str) -> Result<T, Problem> {
    toml::from_str(source).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        Problem {
            file: file.to_owned(),
            line: source.get(..at).unwrap_or("").matches('\n').count() + 1,
            message: format!("Cette ligne ne se lit pas ({}).", error.message()),
        }
    })
}

/// Reads the file of an organisation.
///
/// # Errors
/// The mistake, with its line.
pub fn read_organisation(source: &str, file: &str) -> Result<OrganisationContent, Problem> {
    toml(source, file)
}

/// The files of `data/situations`: name and text.
macro_rules! files {
    ($($name:literal),+) => {
        &[$(($name, include_str!(concat!("../../../data/situations/", $name)))),+]
    };
}

/// The organisation of the guide.
pub const ORGANISATION: (&str, &str) = (
    "vosreves/organisation.toml",
    include_str!("../../../data/situations/vosreves/organisation.toml"),
);

/// The five situations of the guide.
pub const SITUATIONS: &[(&str, &str)] = files!(
    "vosreves/situation-1.toml",
    "vosreves/situation-2.toml",
    "vosreves/situation-3.toml",
    "vosreves/situation-4.toml",
    "vosreves/situation-5.toml"
);

static VOSREVES: LazyLock<Collection> = LazyLock::new(|| Collection {
    organisation: read_organisation(ORGANISATION.1, ORGANISATION.0)
        .expect("the tests read the shipped organisation"),
    situations: SITUATIONS
        .iter()
        .map(|(name, source)| {
            read(source, name, curriculum::shipped())
                .expect("the tests check the shipped situations")
        })
        .collect(),
});

/// VosRêves and its five situations (teaching guide, § 3.4).
#[must_use]
pub fn vosreves() -> &'static Collection {
    &VOSREVES
}
