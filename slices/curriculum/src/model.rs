//! A curriculum, as the official text lays it out: blocks, competences, knowledge,
//! expected results, criteria. Plain structs; [`crate::check`] builds them from a file.
//!
//! « Annexe » below means the annexes of the arrêté of 14 December 2020 (SNO), whose plan
//! is the one of every recent vocational diploma. Lookups by code are in `lookup`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One version of the référentiel of a diploma.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Curriculum {
    /// Short stable code, used in addresses: `SNO`.
    pub code: String,
    /// Version of this transcription, `2020.1`; a published version never changes.
    pub version: String,
    /// Name of the diploma without its kind.
    pub title: String,
    /// Level of qualification of the national framework, 1 to 8.
    pub level: u8,
    /// What the diploma is and was called, oldest first; at least one.
    pub names: Vec<CurriculumName>,
    /// The texts that this file transcribes.
    pub sources: Vec<Source>,
    /// The trade: preamble, jobs, organisations, perspectives (annexe II, first part).
    #[serde(default)]
    pub presentation: Vec<Section>,
    /// Competences worked in every block (annexe III).
    #[serde(default)]
    pub transversal: Option<Transversal>,
    /// The blocks, in order; block `n` is at index `n - 1`.
    pub blocks: Vec<Block>,
}

/// What a diploma was called during a time. SNO was a « mention complémentaire » until the
/// summer of 2024 and is a « certificat de spécialisation » since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CurriculumName {
    /// « Certificat de spécialisation ».
    pub kind: String,
    /// « CS ».
    pub abbreviation: String,
    /// Title under that name; absent when it is the one of the curriculum.
    #[serde(default)]
    pub title: Option<String>,
    /// First day; absent for the first name when no text gives it.
    #[serde(default)]
    pub since: Option<NaiveDate>,
    /// Last day, included; absent for the name in force.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// Code of the « module élémentaire de formation »: 10 digits, or 11 as SIECLE writes it.
    #[serde(default)]
    pub mef: Option<String>,
}

/// A text that the file transcribes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Full title of the text.
    pub title: String,
    /// Date of the text.
    #[serde(default)]
    pub date: Option<NaiveDate>,
    /// Where to read it.
    #[serde(default)]
    pub url: Option<String>,
    /// What it gives in this file.
    pub covers: String,
}

/// A titled part of the presentation of the trade (annexe II).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// Paragraphs separated by an empty line; lines that begin with « - » are a list.
    #[serde(default)]
    pub text: Option<String>,
    /// Sub-sections, one level deep.
    #[serde(default)]
    pub sections: Vec<Section>,
}

/// The transversal competences, the same in every block (annexe III).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transversal {
    /// Sentence that introduces the list; `{bloc}` stands for the number of the block.
    pub intro: String,
    /// The list.
    pub competences: Vec<TransversalCompetence>,
}

/// One transversal competence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransversalCompetence {
    /// `CT1` (the code is ours).
    pub code: String,
    /// As printed, without a capital: « se repérer dans une organisation ».
    pub title: String,
}

/// A block of competences with its pôle, unit and exam (annexes I, II and IV.a).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// 1, 2, 3…
    pub number: u8,
    /// `C1`: what the codes of its competences begin with.
    pub code: String,
    /// « Contribuer à la présence en ligne de l’organisation ».
    pub title: String,
    /// The unit that certifies the block.
    pub unit: Unit,
    /// The exam of that unit.
    pub exam: Exam,
    /// The professional activities that the block prepares for.
    #[serde(default)]
    pub pole: Option<Pole>,
    /// At least one.
    pub competences: Vec<Competence>,
}

/// « Unité constitutive » (annexe IV.a).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// `U1`.
    pub code: String,
    /// Absent when the unit bears the title of the pôle: see [`Block::unit_title`].
    #[serde(default)]
    pub title: Option<String>,
}

/// « Épreuve » (annexe IV.b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exam {
    /// `E1`.
    pub code: String,
    /// Absent when the exam bears the title of the pôle: see [`Block::exam_title`].
    #[serde(default)]
    pub title: Option<String>,
    /// Weight of the mark, a whole number of at least 1.
    pub coefficient: u8,
}

/// « Pôle » of professional activities (annexe II).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pole {
    /// « Contribution à la présence en ligne de l’organisation ».
    pub title: String,
    /// « Conditions d’exercice ».
    #[serde(default)]
    pub conditions: Option<String>,
    /// « Autonomie et responsabilités », paragraphs separated by an empty line.
    #[serde(default)]
    pub autonomy: Option<String>,
    /// At least one.
    pub activities: Vec<Activity>,
    /// « Moyens et ressources ».
    #[serde(default)]
    pub resources: Vec<ResourceGroup>,
}

/// A professional activity of a pôle (annexe II).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// Official number: `1.2`.
    pub code: String,
    /// Title.
    pub title: String,
    /// What it consists of.
    pub tasks: Vec<String>,
    /// Sentence that opens the expected results.
    #[serde(default)]
    pub results_intro: Option<String>,
    /// « Résultats attendus » of the activity; those of the competence are worded slightly
    /// differently and stand in annexe III.
    #[serde(default)]
    pub results: Vec<String>,
}

/// Means and resources under one heading (annexes II and III).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceGroup {
    /// « Informations d’ordre réglementaire ». A heading with nothing under it is itself
    /// the resource (« Documentation technique en langue anglaise »).
    pub title: String,
    /// The resources, in order.
    #[serde(default)]
    pub items: Vec<String>,
    /// Groups under this heading, one level deep (« Selon la nature du projet : »).
    #[serde(default)]
    pub groups: Vec<ResourceGroup>,
}

/// A competence (annexe III).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Competence {
    /// Official code: `C1.1`.
    pub code: String,
    /// Short label for the head of a column. Ours: « Applis métier ».
    pub label: String,
    /// Official title.
    pub title: String,
    /// « Contexte » in which it is put to work.
    #[serde(default)]
    pub context: Option<String>,
    /// Codes of the CRCN competences that it works on (teaching guide, § 3.5).
    #[serde(default)]
    pub crcn: Vec<String>,
    /// « Compétences détaillées », at least one.
    pub detailed: Vec<DetailedCompetence>,
    /// « Savoirs associés ».
    #[serde(default)]
    pub knowledge: Vec<Knowledge>,
    /// Sentence that opens the expected results.
    #[serde(default)]
    pub results_intro: Option<String>,
    /// « Résultats attendus », at least one.
    pub results: Vec<ExpectedResult>,
    /// « Critères d’évaluation », at least one; the exam grids use them.
    pub criteria: Vec<Criterion>,
    /// « Ressources nécessaires ».
    #[serde(default)]
    pub resources: Vec<ResourceGroup>,
}

/// « Compétence détaillée » (annexe III).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DetailedCompetence {
    /// `C1.1.1`: the text only bullets them, the number is ours.
    pub code: String,
    /// Short label of ours for the head of a column.
    #[serde(default)]
    pub label: Option<String>,
    /// Official title.
    pub title: String,
}

/// « Savoir associé » (annexe III).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knowledge {
    /// `C1.1-S1` (ours).
    pub code: String,
    /// Official text.
    pub text: String,
}

/// « Résultat attendu » (annexe III).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedResult {
    /// `C1.1-R1` (ours).
    pub code: String,
    /// Official text, without the punctuation of the list.
    pub text: String,
}

/// « Critère d’évaluation » (annexe III).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// `C1.1-K1` (ours).
    pub code: String,
    /// Official text.
    pub text: String,
}
