//! `practice.toml`, as it is written.

use serde::Deserialize;

/// `practice.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PracticeFile {
    pub uses: Vec<DemoUse>,
    pub projects: Vec<DemoProject>,
}

/// A use that a colleague shares.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoUse {
    pub key: String,
    pub author: String,
    pub days_ago: i64,
    pub title: String,
    pub context: String,
    pub intention: String,
    pub samr: String,
    #[serde(default)]
    pub effect: String,
    #[serde(default)]
    pub resources: String,
    /// The key of the use that it was begun from.
    pub origin: Option<String>,
    #[serde(default)]
    pub comments: Vec<DemoUseComment>,
}

/// What a colleague says of a use.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoUseComment {
    pub by: String,
    pub days_ago: i64,
    pub text: String,
}

/// A digital project.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoProject {
    pub key: String,
    pub pilot: String,
    pub members: Vec<String>,
    pub days_ago: i64,
    pub title: String,
    pub aim: String,
    pub conditions: Vec<String>,
    pub uses: Vec<String>,
    pub steps: Vec<DemoProjectStep>,
}

/// A step of a digital project.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoProjectStep {
    pub step: String,
    pub by: String,
    /// So many days from today; negative in the past.
    pub in_days: i64,
    #[serde(default)]
    pub participants: String,
    #[serde(default)]
    pub outcome: String,
}
