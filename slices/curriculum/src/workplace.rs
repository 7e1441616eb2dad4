//! The twelve transversal competences of the AEFA: those that any workplace asks for, whatever
//! the diploma (vade-mecum, fiche ressource 5).

use serde::{Deserialize, Serialize};

use crate::digital::DigitalBand;

/// The whole list, as in `data/curricula/aefa.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkplaceFramework {
    /// `AEFA`.
    pub code: String,
    /// Full name.
    pub title: String,
    /// The texts that it is transcribed from.
    pub source: String,
    /// The twelve competences.
    pub competences: Vec<WorkplaceCompetence>,
}

/// A competence: « Travailler en groupe et en équipe ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkplaceCompetence {
    /// `08`.
    pub code: String,
    /// Official title.
    pub title: String,
    /// Its official paliers; empty where no text gives them.
    #[serde(default)]
    pub stages: Vec<WorkplaceStage>,
}

/// An official palier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkplaceStage {
    /// 1 to 4.
    pub number: u8,
    /// The band of the CRCN that it is equivalent to.
    pub band: DigitalBand,
    /// What the person does.
    pub descriptor: String,
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_the_fourth_of_the_twelve_has_official_paliers() {
        let framework = crate::workplace_framework();
        assert_eq!(framework.competences.len(), 12);
        for (number, competence) in (1..).zip(&framework.competences) {
            assert_eq!(competence.code, format!("{number:02}"));
            let expected = if number == 4 { 4 } else { 0 };
            assert_eq!(competence.stages.len(), expected, "{}", competence.code);
        }
        let bands: Vec<String> = framework.competences[3]
            .stages
            .iter()
            .map(|stage| stage.band.to_string())
            .collect();
        assert_eq!(bands, ["Novice", "Indépendant", "Avancé", "Expert"]);
    }
}
