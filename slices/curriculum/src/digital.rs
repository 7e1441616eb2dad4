//! The « cadre de référence des compétences numériques » (CRCN): 5 domains, 16 competences,
//! 8 levels whose general descriptors serve every competence (vade-mecum, II-3 B).

use std::fmt;

use serde::{Deserialize, Serialize};

/// The whole framework, as in `data/curricula/crcn.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DigitalFramework {
    /// `CRCN`.
    pub code: String,
    /// Full name.
    pub title: String,
    /// The texts that it is transcribed from.
    pub source: String,
    /// The five domains.
    pub domains: Vec<DigitalDomain>,
    /// The eight levels, in order.
    pub levels: Vec<DigitalLevel>,
}

/// A domain: « Information et données ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DigitalDomain {
    /// 1 to 5.
    pub number: u8,
    /// Official title.
    pub title: String,
    /// Its competences.
    pub competences: Vec<DigitalCompetence>,
}

/// A competence: « Gérer des données ».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DigitalCompetence {
    /// `1.2`: the domain, then the rank.
    pub code: String,
    /// Official title.
    pub title: String,
}

/// A level of mastery, the same for all competences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DigitalLevel {
    /// 1 to 8.
    pub number: u8,
    /// Its band.
    pub band: DigitalBand,
    /// General descriptor.
    pub descriptor: String,
}

/// Two levels each: Novice 1–2, Indépendant 3–4, Avancé 5–6, Expert 7–8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DigitalBand {
    /// Levels 1 and 2.
    Novice,
    /// Levels 3 and 4.
    #[serde(rename = "Indépendant")]
    Independent,
    /// Levels 5 and 6.
    #[serde(rename = "Avancé")]
    Advanced,
    /// Levels 7 and 8.
    Expert,
}

impl fmt::Display for DigitalBand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Novice => "Novice",
            Self::Independent => "Indépendant",
            Self::Advanced => "Avancé",
            Self::Expert => "Expert",
        })
    }
}

impl DigitalFramework {
    /// All competences, in order.
    pub fn competences(&self) -> impl Iterator<Item = &DigitalCompetence> {
        self.domains.iter().flat_map(|domain| &domain.competences)
    }

    /// The competence of that code: `1.2`.
    #[must_use]
    pub fn competence(&self, code: &str) -> Option<&DigitalCompetence> {
        self.competences()
            .find(|competence| competence.code == code)
    }

    /// The domain of a competence, by the competence's code.
    #[must_use]
    pub fn domain_of(&self, code: &str) -> Option<&DigitalDomain> {
        self.domains.iter().find(|domain| {
            domain
                .competences
                .iter()
                .any(|competence| competence.code == code)
        })
    }

    /// The level of that number, 1 to 8.
    #[must_use]
    pub fn level(&self, number: u8) -> Option<&DigitalLevel> {
        self.levels.iter().find(|level| level.number == number)
    }
}
