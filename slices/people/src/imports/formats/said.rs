//! What one row of a file says, as it is written there: nothing is judged yet.

use serde::{Deserialize, Serialize};

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The line of the file on which it begins, from 1.
    pub line: u32,
    /// What it says.
    pub said: Said,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    /// About a learner.
    Learner(SaidLearner),
    /// About somebody legally responsible for learners.
    Guardian(SaidGuardian),
    /// About a member of the staff.
    Staff(SaidStaff),
}

impl Said {
    /// « Ferrand Inès », as lists write it.
    #[must_use]
    pub fn listed(&self) -> String {
        let (last, first) = match self {
            Self::Learner(learner) => (&learner.last, &learner.first),
            Self::Guardian(guardian) => (&guardian.last, &guardian.first),
            Self::Staff(staff) => (&staff.last, &staff.first),
        };
        format!("{last} {first}").trim().to_owned()
    }
}

/// A learner. Empty texts were absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SaidLearner {
    /// Identifiant national élève, or INA of an apprentice.
    pub ine: String,
    /// The number of the learner in the base of the school (`ELEVE_ID`).
    pub local: String,
    /// Nom (d’usage, where there is one).
    pub last: String,
    /// Prénom.
    pub first: String,
    /// Date of birth: jj/mm/aaaa or aaaa-mm-jj.
    pub birth: String,
    /// The class.
    pub class: String,
    /// « ST », « AP » or a word for it.
    pub status: String,
    /// When they left the school.
    pub left: String,
    /// Code MEF: which diploma.
    pub mef: String,
    /// The UAI of the row, where rows have one.
    pub uai: String,
}

/// Somebody legally responsible.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SaidGuardian {
    /// `PERSONNE_ID`.
    pub local: String,
    /// « M. », « Mme ».
    pub title: String,
    /// Nom.
    pub last: String,
    /// Prénom.
    pub first: String,
    /// The `ELEVE_ID` of the learners for whom they are legally responsible.
    pub wards: Vec<String>,
}

/// A member of the staff who teaches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SaidStaff {
    /// `INDIVIDU@ID`.
    pub local: String,
    /// « M. », « Mme ».
    pub title: String,
    /// Nom.
    pub last: String,
    /// Prénom.
    pub first: String,
    /// `FONCTION`: « ENS » teaches.
    pub post: String,
    /// The classes in which they teach.
    pub classes: Vec<String>,
}
