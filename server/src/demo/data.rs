//! The demo school as `data/demo` describes it: invented people, dated by how
//! many days ago something happened, so that it never grows old.

use anyhow::Context;
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The files of `data/demo`, inside the binary.
#[derive(RustEmbed)]
#[folder = "../data/demo"]
#[include = "*.toml"]
#[include = "rentree.csv"]
#[include = "pix/*.csv"]
#[include = "images/*.webp"]
#[include = "documents/*.txt"]
struct DemoFiles;

/// `school.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchoolFile {
    pub school: School,
    pub classes: Vec<Class>,
    pub people: Vec<Person>,
    pub learners: Vec<Learner>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct School {
    pub name: String,
    pub uai: String,
    pub city: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    pub key: String,
    pub name: String,
    pub curriculum: String,
    pub started_days_ago: i64,
    pub coordinator: String,
    pub teachers: Vec<String>,
    #[serde(default)]
    pub groups: Vec<Group>,
    #[serde(default)]
    pub hours: Vec<Hours>,
}

/// What somebody teaches in a bloc in the whole year.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// Key of the member of the team.
    pub teacher: String,
    pub block: u8,
    pub hours: u32,
    /// Those of English practice among them.
    #[serde(default)]
    pub english: u32,
}

/// A group of a class; a learner can be in several.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub key: String,
    pub name: String,
    /// Keys of learners.
    pub members: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub key: String,
    pub login: Option<String>,
    pub civility: Option<String>,
    pub given_name: String,
    pub family_name: String,
    pub roles: Vec<String>,
    #[serde(default)]
    pub blocs: Vec<u8>,
    #[serde(default)]
    pub guardian_of: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Learner {
    pub key: String,
    pub login: Option<String>,
    pub given_name: String,
    pub family_name: String,
    pub birth_days_ago: i64,
    pub status: String,
    pub distance: bool,
    /// The key of their class; empty for nobody's.
    pub class: String,
    /// Whether they have no password yet.
    #[serde(default)]
    pub never_came: bool,
}

/// `reports/*.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportsFile {
    pub reports: Vec<DemoReport>,
}

/// A report with all that happened to it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoReport {
    pub key: String,
    pub learner: String,
    pub title: String,
    pub kind: String,
    pub context: String,
    pub start_days_ago: Option<i64>,
    pub end_days_ago: Option<i64>,
    pub state: String,
    pub submitted_days_ago: Option<i64>,
    pub resubmitted_days_ago: Option<i64>,
    #[serde(default)]
    pub targets: Vec<String>,
    #[serde(default)]
    pub situate: String,
    #[serde(default)]
    pub produced: String,
    #[serde(default)]
    pub how_why: String,
    #[serde(default)]
    pub difficulties: String,
    #[serde(default)]
    pub learned: String,
    #[serde(default)]
    pub lexicon: String,
    #[serde(default)]
    pub images: Vec<DemoImage>,
    #[serde(default)]
    pub links: Vec<DemoLink>,
    #[serde(default)]
    pub feedback: Vec<DemoFeedback>,
}

/// `missions.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissionsFile {
    pub missions: Vec<DemoMission>,
}

/// A mission entrusted to the class.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoMission {
    pub key: String,
    pub situation: usize,
    pub mission: usize,
    pub teacher: String,
    pub to: Recipients,
    pub given_days_ago: i64,
    pub begin_in_days: Option<i64>,
    pub due_in_days: Option<i64>,
    pub message: String,
    pub reports: Vec<String>,
    #[serde(default)]
    pub adaptations: Vec<DemoAdaptation>,
}

/// « class », the key of a group, or the keys of learners.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum Recipients {
    Named(String),
    Learners(Vec<String>),
}

/// What is asked of one learner alone.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoAdaptation {
    pub learner: String,
    pub expectations: String,
    pub resources: String,
}

/// A picture attached to it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoImage {
    pub file: String,
    pub description: String,
}

/// A link attached to it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoLink {
    pub url: String,
    pub title: String,
}

/// A feedback on it, with the learner’s answer.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoFeedback {
    pub teacher: String,
    pub days_ago: i64,
    pub section: Option<String>,
    #[serde(default)]
    pub strengths: String,
    #[serde(default)]
    pub improve: String,
    #[serde(default)]
    pub interest: String,
    #[serde(default)]
    pub questions: String,
    pub reply: Option<String>,
}

/// `interviews.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterviewsFile {
    pub interviews: Vec<DemoInterview>,
    pub objectives: Vec<DemoObjective>,
}

/// A formative interview, with all that happened to it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoInterview {
    pub key: String,
    pub learner: String,
    pub teacher: String,
    pub planned_days_ago: i64,
    pub in_days: i64,
    pub hour: u32,
    pub minutes: i32,
    pub place: String,
    pub subject: String,
    pub state: String,
    pub targets: Vec<String>,
    pub questions: Vec<String>,
    /// What was written first, while one talked.
    #[serde(default)]
    pub draft: String,
    #[serde(default)]
    pub lived: String,
    #[serde(default)]
    pub reflection: String,
    #[serde(default)]
    pub strengths: String,
    #[serde(default)]
    pub improve: String,
    #[serde(default)]
    pub decisions: String,
    #[serde(default)]
    pub remediation: String,
    /// Why it was cancelled.
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub addendum: String,
    #[serde(default)]
    pub addendum_by: String,
}

/// An objective, with what was said of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoObjective {
    pub key: String,
    pub learner: String,
    pub author: String,
    pub interview: Option<String>,
    pub written_days_ago: i64,
    pub kind: String,
    pub title: String,
    pub measure: String,
    pub ambition: String,
    pub means: String,
    pub due_in_days: i64,
    pub targets: Vec<String>,
    pub notes: Vec<DemoNote>,
}

/// Where an objective was on a day, and what was said of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoNote {
    pub by: String,
    pub days_ago: i64,
    pub state: String,
    pub text: String,
}

/// `situations.toml`: what happens to the shipped situations, counted from 1.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SituationsFile {
    pub taken_up_days_ago: i64,
    pub taken_up_by: String,
    pub steps: Vec<DemoStep>,
    pub comments: Vec<DemoComment>,
    pub documents: Vec<DemoDocument>,
    pub draft: DemoDraft,
}

/// A step in the life of a situation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoStep {
    pub situation: usize,
    pub to: String,
    pub by: String,
    pub days_ago: i64,
}

/// A comment of a colleague.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoComment {
    pub situation: usize,
    pub by: String,
    pub days_ago: i64,
    pub text: String,
}

/// A file of `documents/`, joined to a mission counted from 1, or to the situation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoDocument {
    pub situation: usize,
    pub mission: Option<usize>,
    pub file: String,
    pub about: String,
    pub by: String,
    pub days_ago: i64,
}

/// A situation that lacks things.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoDraft {
    pub by: String,
    pub days_ago: i64,
    pub title: String,
    pub context: String,
    pub intention: String,
    pub mission: String,
    pub targets: Vec<String>,
}

/// `positionings.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PositioningsFile {
    pub positionings: Vec<DemoPositioning>,
}

/// A positioning.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoPositioning {
    pub learner: String,
    pub target: String,
    pub viewpoint: String,
    pub author: String,
    pub level: i16,
    pub days_ago: i64,
    #[serde(default)]
    pub comment: String,
    pub evidence: Option<String>,
}

/// `peers.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeersFile {
    pub rounds: Vec<DemoRound>,
}

/// A round of readings between peers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoRound {
    pub key: String,
    pub title: String,
    pub instructions: String,
    pub teacher: String,
    pub reports: Vec<String>,
    pub criteria: Vec<String>,
    pub own: Vec<String>,
    pub anonymous: bool,
    pub prepared_days_ago: i64,
    pub closes_in_days: i64,
    pub released_days_ago: Option<i64>,
    #[serde(default)]
    pub readings: Vec<DemoReading>,
}

/// What a reader wrote.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoReading {
    pub report: String,
    pub reader: String,
    pub days_ago: i64,
    pub levels: Vec<i16>,
    pub strength: String,
    pub question: String,
    pub suggestion: String,
    pub handed_in: bool,
}

/// `skills.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkillsFile {
    pub positionings: Vec<DemoSkill>,
}

/// A positioning on a digital or transversal competence.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoSkill {
    pub learner: String,
    pub skill: String,
    pub viewpoint: String,
    pub author: String,
    pub level: i16,
    pub days_ago: i64,
    #[serde(default)]
    pub situation: String,
    #[serde(default)]
    pub comment: String,
}

/// Reads a file of `data/demo`.
///
/// # Errors
/// When it is missing or not of its shape: a defect of ours, which a test shows.
pub fn read<T: DeserializeOwned>(name: &str) -> anyhow::Result<T> {
    let text = bytes(name)?;
    let text = std::str::from_utf8(&text).with_context(|| format!("{name} n’est pas en UTF-8"))?;
    toml::from_str(text).with_context(|| format!("{name} n’a pas la forme attendue"))
}

/// The names of the files that begin with `prefix` and end with `.toml`, sorted.
pub fn names(prefix: &str) -> Vec<String> {
    let mut names: Vec<String> = DemoFiles::iter()
        .filter(|name| name.starts_with(prefix) && name.ends_with(".toml"))
        .map(|name| name.to_string())
        .collect();
    names.sort();
    names
}

/// The bytes of a file of `data/demo`.
///
/// # Errors
/// When it is missing.
pub fn bytes(name: &str) -> anyhow::Result<Vec<u8>> {
    DemoFiles::get(name)
        .map(|file| file.data.into_owned())
        .with_context(|| format!("Le fichier de démonstration {name} manque"))
}
