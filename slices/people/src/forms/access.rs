//! Forms of the front door.

use kernel::FieldErrors;
use serde::Deserialize;
use web::forms::required_line;

use super::fields::{first_name, known_words, last_name, same_twice};
use crate::model::{Login, PersonName, Uai};
use crate::passwords::{self, NewPassword};

/// The school and its first administrator.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct InstallForm {
    pub code: String,
    pub etablissement: String,
    pub uai: String,
    pub ville: String,
    pub prenom: String,
    pub nom: String,
    pub identifiant: String,
    pub mot_de_passe: String,
    pub confirmation: String,
}

/// A first installation, all of it valid.
#[derive(Clone, Debug)]
pub struct Install {
    pub school_name: String,
    pub uai: Uai,
    pub city: String,
    pub name: PersonName,
    pub login: Login,
    pub password: NewPassword,
}

impl InstallForm {
    /// Reads all fields but the code.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self) -> Result<Install, FieldErrors> {
        let mut errors = FieldErrors::new();
        let school_name = errors.take(
            "etablissement",
            required_line(&self.etablissement, "Le nom de l’établissement", 150),
        );
        let uai = errors.take("uai", self.uai.parse::<Uai>());
        let city = errors.take("ville", required_line(&self.ville, "La ville", 80));
        let first = errors.take("prenom", first_name(&self.prenom));
        let last = errors.take("nom", last_name(&self.nom));
        let login = errors.take("identifiant", self.identifiant.parse::<Login>());
        let name = first.zip(last).map(|(first, last)| PersonName {
            title: None,
            first,
            last,
        });
        let password = checked_password(
            &mut errors,
            &self.mot_de_passe,
            &self.confirmation,
            self.identifiant.trim(),
            name.as_ref(),
        );
        match (school_name, uai, city, name, login, password) {
            (Some(school_name), Some(uai), Some(city), Some(name), Some(login), Some(password)) => {
                Ok(Install {
                    school_name,
                    uai,
                    city,
                    name,
                    login,
                    password,
                })
            }
            _ => Err(errors),
        }
    }
}

/// A new password typed twice, hard to guess for those who know the person.
fn checked_password(
    errors: &mut FieldErrors,
    password: &str,
    confirmation: &str,
    login: &str,
    name: Option<&PersonName>,
) -> Option<NewPassword> {
    let nobody = PersonName {
        title: None,
        first: String::new(),
        last: String::new(),
    };
    let name = name.unwrap_or(&nobody);
    let display = name.display();
    let checked = errors.take(
        "mot_de_passe",
        passwords::check(password, &known_words(login, name, &display)),
    )?;
    errors.take("confirmation", same_twice(password, confirmation))?;
    Some(checked)
}

/// Sign-in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    pub identifiant: String,
    pub mot_de_passe: String,
    /// Where to go then.
    pub suite: String,
}

/// The choice of a new password.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewPasswordForm {
    pub mot_de_passe: String,
    pub confirmation: String,
}

impl NewPasswordForm {
    /// The password, if it is good enough for this person.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self, login: &Login, name: &PersonName) -> Result<NewPassword, FieldErrors> {
        let mut errors = FieldErrors::new();
        checked_password(
            &mut errors,
            &self.mot_de_passe,
            &self.confirmation,
            login.as_str(),
            Some(name),
        )
        .ok_or(errors)
    }
}

/// The change of one's own password.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChangePasswordForm {
    pub actuel: String,
    pub mot_de_passe: String,
    pub confirmation: String,
}

impl ChangePasswordForm {
    /// The part about the new password.
    pub fn new_password(&self) -> NewPasswordForm {
        NewPasswordForm {
            mot_de_passe: self.mot_de_passe.clone(),
            confirmation: self.confirmation.clone(),
        }
    }
}

/// Reading comfort.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ComfortForm {
    pub theme: String,
    pub text: String,
    pub spacing: String,
    pub font: String,
    /// Where to go back to.
    pub suite: String,
}
