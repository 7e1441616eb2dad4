//! The administration of people.

pub mod codes;
pub mod guardians;
pub mod list;
pub mod new;
pub mod paste;
pub mod person;

use kernel::{FieldErrors, Role};
use web::forms::Field;

use crate::forms::PersonForm;
use crate::model::Title;

/// A box to tick.
pub struct Choice {
    pub value: String,
    pub id: String,
    pub label: String,
    pub checked: bool,
}

/// The fields of a person, for a new one and for changes.
pub struct PersonFields {
    pub title: Field,
    pub titles: Vec<(&'static str, &'static str)>,
    pub first: Field,
    pub last: Field,
    pub birth: Field,
    pub roles: Field,
    pub role_choices: Vec<Choice>,
    pub version: String,
}

impl PersonFields {
    /// As typed, with what is wrong.
    pub fn new(form: &PersonForm, errors: &FieldErrors) -> Self {
        let field = |name, value: &str| Field::with(name, value, errors);
        Self {
            title: field("civilite", &form.civilite),
            titles: Title::ALL
                .iter()
                .map(|title| (title.label(), title.label()))
                .collect(),
            first: field("prenom", &form.prenom),
            last: field("nom", &form.nom),
            birth: field("naissance", &form.naissance),
            roles: field("roles", ""),
            role_choices: Role::ALL
                .iter()
                .map(|role| Choice {
                    value: role.code().to_owned(),
                    id: format!("role-{}", role.code().replace('_', "-")),
                    label: role.label().to_owned(),
                    checked: form.roles.iter().any(|code| code == role.code()),
                })
                .collect(),
            version: form.version.clone(),
        }
    }
}

/// The options of a select of roles.
fn role_options() -> Vec<(&'static str, &'static str)> {
    Role::ALL
        .iter()
        .map(|role| (role.code(), role.label()))
        .collect()
}
