//! Forms about classes.

use curriculum::CurriculumId;
use curriculum::api::CurriculumSummary;
use kernel::{AccountId, FieldErrors, SchoolYear};
use serde::Deserialize;
use web::forms::required_line;

use crate::commands::{ClassData, Enrolling, Teaching};
use crate::model::{BlockNumbers, LearnerStatus};

/// A class: a new one, or changes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ClassForm {
    pub nom: String,
    pub annee: String,
    pub referentiel: String,
    pub version: String,
}

impl ClassForm {
    /// Reads the fields; the curriculum is one of `curricula`.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self, curricula: &[CurriculumSummary]) -> Result<ClassData, FieldErrors> {
        let mut errors = FieldErrors::new();
        let name = errors.take("nom", required_line(&self.nom, "Le nom de la classe", 60));
        let year = errors.take("annee", self.annee.parse::<SchoolYear>());
        let curriculum = self
            .referentiel
            .parse::<CurriculumId>()
            .ok()
            .filter(|id| curricula.iter().any(|known| known.id == *id));
        if curriculum.is_none() {
            errors.add("referentiel", "Choisissez un référentiel dans la liste.");
        }
        match (name, year, curriculum) {
            (Some(name), Some(year), Some(curriculum)) => Ok(ClassData {
                name,
                year,
                curriculum,
            }),
            _ => Err(errors),
        }
    }
}

/// Learners to enrol.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EnrolForm {
    pub personnes: Vec<String>,
    pub statut: String,
    pub distance: String,
}

impl EnrolForm {
    /// Reads the fields.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self) -> Result<Enrolling, FieldErrors> {
        let mut errors = FieldErrors::new();
        let learners: Vec<AccountId> = self
            .personnes
            .iter()
            .filter_map(|id| id.parse().ok())
            .collect();
        if learners.is_empty() {
            errors.add("personnes", "Cochez au moins une personne.");
        }
        let status = status_and_distance(&self.statut, &self.distance, &mut errors);
        match status {
            Some((status, distance)) if errors.is_empty() => Ok(Enrolling {
                learners,
                status,
                distance,
            }),
            _ => Err(errors),
        }
    }
}

/// A status with or without distance teaching; nothing when the two do not go
/// together, or no status was chosen.
pub(super) fn status_and_distance(
    status: &str,
    distance: &str,
    errors: &mut FieldErrors,
) -> Option<(LearnerStatus, bool)> {
    let distance = !distance.is_empty();
    let status = errors.take("statut", status.parse::<LearnerStatus>())?;
    if distance && !status.allows_distance() {
        errors.add(
            "distance",
            "L’enseignement à distance ne se combine pas avec l’expérience professionnelle.",
        );
        return None;
    }
    Some((status, distance))
}

/// A member of the team.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TeamForm {
    pub personne: String,
    pub blocs: Vec<String>,
    pub referent: String,
}

impl TeamForm {
    /// Reads the fields; the blocs are among `blocks`.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self, blocks: &[u8]) -> Result<Teaching, FieldErrors> {
        let mut errors = FieldErrors::new();
        let teacher = self.personne.parse::<AccountId>().ok();
        if teacher.is_none() {
            errors.add("personne", "Choisissez une personne dans la liste.");
        }
        let chosen: Option<Vec<u8>> = self
            .blocs
            .iter()
            .map(|number| number.parse().ok().filter(|n| blocks.contains(n)))
            .collect();
        if chosen.is_none() {
            errors.add("blocs", crate::model::InvalidBlocks.to_string());
        }
        match (teacher, chosen) {
            (Some(teacher), Some(chosen)) => Ok(Teaching {
                teacher,
                blocks: chosen.into_iter().collect::<BlockNumbers>(),
                coordinator: !self.referent.is_empty(),
            }),
            _ => Err(errors),
        }
    }
}
