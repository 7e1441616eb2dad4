//! `data/demo/synthetic.toml`: the words that everything is put together from.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextsFile {
    pub towns: Vec<String>,
    pub patrons: Vec<String>,
    pub given_names: Vec<String>,
    pub family_names: Vec<String>,
    pub actions: Vec<String>,
    pub things: Vec<String>,
    pub occasions: Vec<String>,
    pub comments: Vec<String>,
    pub sections: Sections,
    pub feedback: Feedback,
}

/// Sentences of the sections of a report.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sections {
    pub situate: Vec<String>,
    pub produced: Vec<String>,
    pub how_why: Vec<String>,
    pub difficulties: Vec<String>,
    pub learned: Vec<String>,
    pub lexicon: Vec<String>,
}

/// Remarks of the team.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feedback {
    pub strengths: Vec<String>,
    pub improve: Vec<String>,
    pub interest: Vec<String>,
    pub questions: Vec<String>,
}
