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
#[include = "images/*.webp"]
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
    pub class: String,
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
