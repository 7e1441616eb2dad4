//! The form of an organisation.

use kernel::FieldErrors;
use serde::Deserialize;
use web::forms::{long_text, required_line};

use crate::model::{OrganisationContent, still_completed};
use crate::situations::forms::{TEXT_MAX, TITLE_MAX};

/// The fields as they were sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OrganisationForm {
    /// The identifier of an organisation to begin, drawn when its form was shown.
    pub id: String,
    /// The version that the writer started from.
    pub version: String,
    /// « VosRêves ».
    pub nom: String,
    /// « Description ».
    pub description: String,
    /// « Personnel ».
    pub staff: String,
    /// « Place de la personne apprenante ».
    pub role: String,
    /// « Organigramme ».
    pub chart: String,
    /// « Notes ».
    pub notes: String,
}

impl OrganisationForm {
    /// The form that shows what an organisation says.
    #[must_use]
    pub fn of(content: &OrganisationContent, version: i32) -> Self {
        Self {
            id: String::new(),
            version: version.to_string(),
            nom: content.name.clone(),
            description: content.description.clone(),
            staff: content.staff.clone(),
            role: content.role.clone(),
            chart: content.chart.clone(),
            notes: content.notes.clone(),
        }
    }

    /// Reads the form; only the name is required. `before` is the text in
    /// place: its mark « complété par Jalon » goes from what changed.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self, before: &OrganisationContent) -> Result<OrganisationContent, FieldErrors> {
        let mut errors = FieldErrors::new();
        let mut text = |field: &'static str, typed: &str| {
            let text = long_text(typed, "Ce texte", TEXT_MAX);
            errors.take(field, text).unwrap_or_default()
        };
        let mut content = OrganisationContent {
            name: String::new(),
            description: text("description", &self.description),
            staff: text("staff", &self.staff),
            role: text("role", &self.role),
            chart: text("chart", &self.chart),
            completed: Vec::new(),
            notes: text("notes", &self.notes),
        };
        let name = required_line(&self.nom, "Le nom", TITLE_MAX);
        content.name = errors.take("nom", name).unwrap_or_default();
        content.completed =
            still_completed(&before.completed, |field| content.agrees(before, field));
        match errors.is_empty() {
            true => Ok(content),
            false => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_organisation_is_shown_and_read_back_with_its_mark() {
        let before = &crate::shipped::vosreves().organisation;
        let form = OrganisationForm::of(before, 1);
        assert_eq!(&form.read(before).unwrap(), before);
        let form = OrganisationForm {
            chart: "M. Latour".into(),
            ..form
        };
        assert!(form.read(before).unwrap().completed.is_empty());
        let form = OrganisationForm {
            nom: String::new(),
            description: "a".repeat(TEXT_MAX + 1),
            ..form
        };
        let errors = form.read(before).unwrap_err();
        assert!(errors.get("nom").is_some() && errors.get("description").is_some());
    }
}
