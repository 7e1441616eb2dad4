//! What Pix says of a person in a campaign.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

kernel::typed_ids! {
    /// An import of results.
    pub struct PixImportId;
    /// A result: what one person sent in one campaign, at one moment.
    pub struct PixResultId;
}

kernel::words! {
    /// What a campaign asks for.
    PixKind {
        /// The whole profile: a level for each competence.
        Profile = "profile", "collecte de profils";
        /// A course: how much of its skills is mastered.
        Assessment = "assessment", "campagne d’évaluation";
    }
}

kernel::words! {
    /// Where an import is in its life.
    PixState {
        /// It waits for somebody to agree.
        Ready = "ready", "à vérifier";
        /// It is written.
        Done = "done", "terminé";
    }
}

/// Which campaign a file is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// The name of the school, as Pix knows it.
    pub organisation: String,
    /// Its number at Pix.
    pub id: String,
    /// The code that people typed.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The course of an assessment.
    pub course: String,
}

/// What Pix says of one competence of the CRCN.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PixCompetence {
    /// `2.1`.
    pub code: String,
    /// The level, 0 to 8, of a profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// The pix, of a profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pix: Option<u16>,
    /// How much is mastered, in percent, of an assessment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mastered: Option<u8>,
}

/// What somebody sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// When, to the minute.
    pub at: Timestamp,
    /// All the pix of a profile.
    #[serde(default)]
    pub total: Option<i32>,
    /// Whether a profile can be certified.
    #[serde(default)]
    pub certifiable: Option<bool>,
    /// How much of the whole course is mastered, in percent.
    #[serde(default)]
    pub mastered: Option<i16>,
    /// « 2 sur 3 »: the stage of the course.
    #[serde(default)]
    pub stage: Option<String>,
    /// Competence by competence, in the order of the CRCN.
    pub competences: Vec<PixCompetence>,
}

impl Sent {
    /// « 412 pix, 14 compétences, certifiable ».
    #[must_use]
    pub fn facts(&self) -> String {
        let mut facts = Vec::new();
        if let Some(total) = self.total {
            facts.push(format!("{total}\u{a0}pix"));
        }
        if let Some(mastered) = self.mastered {
            facts.push(format!("{mastered}\u{202f}% des acquis maîtrisés"));
        }
        if let Some(stage) = &self.stage {
            facts.push(format!("palier {stage}"));
        }
        let competences = self.competences.len() as u64;
        if competences > 0 {
            facts.push(kernel::count(competences, "compétence", "compétences"));
        }
        if self.certifiable == Some(true) {
            facts.push("profil certifiable".to_owned());
        }
        facts.join(", ")
    }
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PixLine {
    /// Its number in the file, from 1.
    pub line: u32,
    /// Nom.
    pub last: String,
    /// Prénom.
    pub first: String,
    /// What they sent; none when they have not yet, or when it cannot be read.
    pub sent: Option<Sent>,
    /// Why it cannot be read, and what to do.
    pub unreadable: Option<(String, String)>,
}

impl PixLine {
    /// « Ferrand Inès ».
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.last, self.first)
    }
}
