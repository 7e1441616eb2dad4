//! What a situation says (teaching guide, § 3.3.1).

use serde::{Deserialize, Serialize};

use super::{OrganisationId, Passage, Samr, Staging, WorkMode};

/// All that is written of a situation. Its missions are written apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SituationContent {
    /// Its title.
    pub title: String,
    /// The organisation in which it takes place; not in files, which carry
    /// the organisation itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    /// « Contexte spécifique ».
    pub context: String,
    /// « L’intention pédagogique ».
    pub intention: String,
    /// « Un environnement technologique ».
    pub environment: String,
    /// « Les actions situées dans un processus métier ».
    pub process: String,
    /// « Les finalités des missions ».
    pub purpose: String,
    /// Technical resources.
    pub technical: String,
    /// Human resources.
    pub human: String,
    /// Budget.
    pub budget: String,
    /// Organisational resources.
    pub organisational: String,
    /// « Les attendus en matière de restitution ».
    pub restitution: String,
    /// « L’éventuelle mobilisation de ressources en anglais ».
    pub english: String,
    /// Codes of the savoirs that are mobilised.
    pub knowledge: Vec<String>,
    /// How it is staged.
    pub staging: Vec<Staging>,
    /// How people work.
    pub modes: Vec<WorkMode>,
    /// What its digital use changes.
    pub samr: Option<Samr>,
    /// The fields that no official text gives and that Jalon completed.
    pub completed: Vec<String>,
    /// Where this text departs from its source.
    pub notes: String,
}

impl SituationContent {
    /// A text.
    #[must_use]
    pub fn text(&self, passage: Passage) -> &str {
        match passage {
            Passage::Context => &self.context,
            Passage::Intention => &self.intention,
            Passage::Environment => &self.environment,
            Passage::Process => &self.process,
            Passage::Purpose => &self.purpose,
            Passage::Technical => &self.technical,
            Passage::Human => &self.human,
            Passage::Budget => &self.budget,
            Passage::Organisational => &self.organisational,
            Passage::Restitution => &self.restitution,
            Passage::English => &self.english,
        }
    }

    /// A text, to write.
    pub fn text_mut(&mut self, passage: Passage) -> &mut String {
        match passage {
            Passage::Context => &mut self.context,
            Passage::Intention => &mut self.intention,
            Passage::Environment => &mut self.environment,
            Passage::Process => &mut self.process,
            Passage::Purpose => &mut self.purpose,
            Passage::Technical => &mut self.technical,
            Passage::Human => &mut self.human,
            Passage::Budget => &mut self.budget,
            Passage::Organisational => &mut self.organisational,
            Passage::Restitution => &mut self.restitution,
            Passage::English => &mut self.english,
        }
    }

    /// Whether a text says anything.
    #[must_use]
    pub fn says(&self, passage: Passage) -> bool {
        !self.text(passage).trim().is_empty()
    }

    /// Whether both say the same in a field, by its name in `completed`.
    #[must_use]
    pub fn agrees(&self, other: &Self, field: &str) -> bool {
        match field {
            "title" => self.title == other.title,
            "knowledge" => self.knowledge == other.knowledge,
            "staging" => self.staging == other.staging,
            "modes" => self.modes == other.modes,
            "samr" => self.samr == other.samr,
            code => code
                .parse()
                .is_ok_and(|passage| self.text(passage) == other.text(passage)),
        }
    }

    /// Whether Jalon completed that field where the source says nothing.
    #[must_use]
    pub fn is_completed(&self, field: &str) -> bool {
        self.completed.iter().any(|one| one == field)
    }
}

/// What is still marked as completed by Jalon once somebody has written: the
/// mark of a field goes with its first change.
#[must_use]
pub fn still_completed(before: &[String], unchanged: impl Fn(&str) -> bool) -> Vec<String> {
    before
        .iter()
        .filter(|field| unchanged(field))
        .cloned()
        .collect()
}
