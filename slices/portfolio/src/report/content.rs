//! What a report says: kept as a whole in each version.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Context, Kind, Section};
use crate::evidence::EvidenceId;

/// The texts of the six sections, plain, each possibly empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Texts {
    /// « Situer l’action ».
    pub situate: String,
    /// « Ce que j’ai produit ».
    pub produced: String,
    /// « Comment et pourquoi ».
    pub how_why: String,
    /// « Difficultés et aléas ».
    pub difficulties: String,
    /// « Ce que j’ai appris ».
    pub learned: String,
    /// « Lexique ».
    pub lexicon: String,
}

impl Texts {
    /// The text of a section.
    #[must_use]
    pub fn get(&self, section: Section) -> &str {
        match section {
            Section::Situate => &self.situate,
            Section::Produced => &self.produced,
            Section::HowWhy => &self.how_why,
            Section::Difficulties => &self.difficulties,
            Section::Learned => &self.learned,
            Section::Lexicon => &self.lexicon,
        }
    }

    /// The text of a section, to write.
    pub fn get_mut(&mut self, section: Section) -> &mut String {
        match section {
            Section::Situate => &mut self.situate,
            Section::Produced => &mut self.produced,
            Section::HowWhy => &mut self.how_why,
            Section::Difficulties => &mut self.difficulties,
            Section::Learned => &mut self.learned,
            Section::Lexicon => &mut self.lexicon,
        }
    }

    /// Whether no section says anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        Section::ALL
            .iter()
            .all(|section| self.get(*section).trim().is_empty())
    }
}

/// All that a report says at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: Kind,
    /// Its context.
    pub context: Context,
    /// First day of the activity, when it is known.
    pub start_on: Option<NaiveDate>,
    /// Last day of the activity, when it is known.
    pub end_on: Option<NaiveDate>,
    /// The sections.
    #[serde(default)]
    pub texts: Texts,
    /// Codes of the competences, detailed ones and savoirs that it is linked
    /// to, sorted.
    #[serde(default)]
    pub targets: Vec<String>,
    /// Its pieces, in the order in which they were added.
    #[serde(default)]
    pub evidence: Vec<EvidenceId>,
}

impl Content {
    /// Whether there is something to hand in.
    #[must_use]
    pub fn has_content(&self) -> bool {
        !self.title.trim().is_empty() && !self.texts.is_empty()
    }
}
