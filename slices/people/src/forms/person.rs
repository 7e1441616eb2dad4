//! Forms about people.

use chrono::NaiveDate;
use kernel::{FieldErrors, Role, RoleSet};
use mail::{Address, InvalidAddress};
use serde::Deserialize;

use super::fields::{birth_date, first_name, last_name, title};
use crate::commands::PersonData;
use crate::model::PersonName;

/// One person: a new one, or changes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    pub civilite: String,
    pub prenom: String,
    pub nom: String,
    pub naissance: String,
    pub roles: Vec<String>,
    /// The address to confirm, for a new person where mail is sent.
    pub adresse: String,
    /// The version that was shown, so that two administrators do not
    /// overwrite each other.
    pub version: String,
}

impl PersonForm {
    /// Reads the fields.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self, today: NaiveDate) -> Result<PersonData, FieldErrors> {
        let mut errors = FieldErrors::new();
        let first = errors.take("prenom", first_name(&self.prenom));
        let last = errors.take("nom", last_name(&self.nom));
        let birth_date = errors.take("naissance", birth_date(&self.naissance, today));
        let roles: RoleSet = self
            .roles
            .iter()
            .filter_map(|code| code.parse::<Role>().ok())
            .collect();
        if roles.is_empty() {
            errors.add("roles", "Choisissez au moins un rôle.");
        }
        match (first, last, birth_date) {
            (Some(first), Some(last), Some(birth_date)) if errors.is_empty() => Ok(PersonData {
                name: PersonName {
                    title: title(&self.civilite),
                    first,
                    last,
                },
                birth_date,
                roles,
            }),
            _ => Err(errors),
        }
    }

    /// The address, if one was entered.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn address(&self) -> Result<Option<Address>, FieldErrors> {
        if self.adresse.trim().is_empty() {
            return Ok(None);
        }
        self.adresse
            .parse()
            .map(Some)
            .map_err(|wrong: InvalidAddress| FieldErrors::one("adresse", wrong.to_string()))
    }
}

/// A pasted list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListForm {
    pub liste: String,
    /// `learner` or `teacher`.
    pub role: String,
    /// The class to enrol in; empty for none.
    pub classe: String,
    pub statut: String,
    /// Lines to create although the name is known, by their numbers.
    pub creer: Vec<String>,
    /// The doubtful lines that the preview showed.
    pub doutes: String,
    /// Not empty when the preview is confirmed.
    pub confirmer: String,
}
