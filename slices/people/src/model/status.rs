//! Under which status somebody learns.

use std::fmt;
use std::str::FromStr;

/// Statut of a learner (référentiel, annexes IV and V): it decides later on
/// the weeks of PFMP and the exam mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String")]
pub enum LearnerStatus {
    /// Scolaire.
    #[default]
    School,
    /// Apprenti.
    Apprentice,
    /// Formation professionnelle continue.
    Continuing,
    /// Candidat au titre de son expérience professionnelle.
    Experience,
}

impl LearnerStatus {
    /// All of them, in the order in which screens list them.
    pub const ALL: [Self; 4] = [
        Self::School,
        Self::Apprentice,
        Self::Continuing,
        Self::Experience,
    ];

    /// The name in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::School => "school",
            Self::Apprentice => "apprentice",
            Self::Continuing => "continuing",
            Self::Experience => "experience",
        }
    }

    /// The official French name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::School => "scolaire",
            Self::Apprentice => "apprentissage",
            Self::Continuing => "formation continue",
            Self::Experience => "expérience professionnelle",
        }
    }

    /// Whether it combines with distance teaching (annexe V.D): not for those
    /// who sit the exam for their professional experience.
    #[must_use]
    pub const fn allows_distance(self) -> bool {
        !matches!(self, Self::Experience)
    }
}

/// The text names no status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Choisissez un statut dans la liste.")]
pub struct UnknownStatus;

impl FromStr for LearnerStatus {
    type Err = UnknownStatus;
    fn from_str(code: &str) -> Result<Self, UnknownStatus> {
        Self::ALL
            .into_iter()
            .find(|status| status.code() == code)
            .ok_or(UnknownStatus)
    }
}

impl fmt::Display for LearnerStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_found_again_by_its_code() {
        for status in LearnerStatus::ALL {
            assert_eq!(status.code().parse(), Ok(status));
        }
        assert_eq!("élève".parse::<LearnerStatus>(), Err(UnknownStatus));
    }
}
