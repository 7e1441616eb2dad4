//! The forms of objectives: what was typed, read into a [`Content`].

use curriculum::Curriculum;
use kernel::FieldErrors;
use serde::Deserialize;
use web::forms::{long_text, required_line};

use super::{Content, Kind, State};
use crate::report::forms::{day, known_codes};

/// The longest title, in characters.
const TITLE_MAX: usize = 300;
/// The longest text, in characters.
const TEXT_MAX: usize = 4_000;

/// What an objective says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ObjectiveForm {
    /// The identifier of an objective to write, drawn when its form was shown.
    pub id: String,
    /// The version that one started from.
    pub version: String,
    /// The interview that it comes out of, if any.
    pub entretien: String,
    /// Code of its kind.
    pub nature: String,
    /// « Spécifique et simple ».
    pub titre: String,
    /// « Mesurable ».
    pub mesure: String,
    /// « Ambitieux et Atteignable ».
    pub ambition: String,
    /// « Réaliste ».
    pub moyens: String,
    /// « Temporel ».
    pub echeance: String,
    /// Codes of the competences that it aims at.
    pub cible: Vec<String>,
}

impl ObjectiveForm {
    /// The form that shows an objective.
    #[must_use]
    pub fn of(content: &Content, version: i32) -> Self {
        Self {
            version: version.to_string(),
            nature: content.kind.code().to_owned(),
            titre: content.title.clone(),
            mesure: content.measure.clone(),
            ambition: content.ambition.clone(),
            moyens: content.means.clone(),
            echeance: content
                .due_on
                .map_or_else(String::new, |day| day.to_string()),
            cible: content.targets.clone(),
            ..Self::default()
        }
    }

    /// Reads the form; only the first criterion is required.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self, curriculum: &Curriculum) -> Result<Content, FieldErrors> {
        let mut errors = FieldErrors::new();
        let kind = match self.nature.as_str() {
            "" => Some(Kind::Objective),
            code => errors.take(
                "nature",
                code.parse()
                    .map_err(|_| "Choisissez une réponse de la liste."),
            ),
        };
        let title = errors.take("titre", required_line(&self.titre, "L’objectif", TITLE_MAX));
        let mut text =
            |field, text: &str| errors.take(field, long_text(text, "Ce texte", TEXT_MAX));
        let measure = text("mesure", &self.mesure);
        let ambition = text("ambition", &self.ambition);
        let means = text("moyens", &self.moyens);
        let due_on = errors.take("echeance", day(&self.echeance));
        let targets = errors.take("cible", known_codes(&self.cible, curriculum));
        match (kind, title, measure, ambition, means, due_on, targets) {
            (
                Some(kind),
                Some(title),
                Some(measure),
                Some(ambition),
                Some(means),
                Some(due_on),
                Some(targets),
            ) => Ok(Content {
                kind,
                title,
                measure,
                ambition,
                means,
                due_on,
                targets,
            }),
            _ => Err(errors),
        }
    }
}

/// Where an objective is, and what is said of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FollowForm {
    /// The version that one started from.
    pub version: String,
    /// Code of the state.
    pub etat: String,
    /// What is said.
    pub texte: String,
}

impl FollowForm {
    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self) -> Result<(State, String), FieldErrors> {
        let mut errors = FieldErrors::new();
        let state = self
            .etat
            .parse()
            .map_err(|_| "Choisissez où en est l’objectif.");
        let state = errors.take("etat", state);
        let text = errors.take("texte", long_text(&self.texte, "Ce mot", TEXT_MAX));
        match (state, text) {
            (Some(state), Some(text)) => Ok((state, text)),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn sno() -> &'static Curriculum {
        &curriculum::shipped()[0]
    }

    #[test]
    fn the_first_criterion_is_enough_and_all_is_read_back() {
        let form = ObjectiveForm {
            titre: "Rédiger la procédure".into(),
            ..ObjectiveForm::default()
        };
        let mut content = form.read(sno()).unwrap();
        assert_eq!(content.kind, Kind::Objective);
        content.kind = Kind::Remediation;
        content.measure = "Deux pages".into();
        content.due_on = NaiveDate::from_ymd_opt(2027, 3, 20);
        content.targets = vec!["C1.1".into()];
        assert_eq!(ObjectiveForm::of(&content, 2).read(sno()), Ok(content));
    }

    #[test]
    fn each_mistake_is_said_at_its_field() {
        let form = ObjectiveForm {
            nature: "autre".into(),
            titre: " ".into(),
            mesure: "é".repeat(TEXT_MAX + 1),
            echeance: "31/02/2027".into(),
            cible: vec!["C9.9".into()],
            ..ObjectiveForm::default()
        };
        let errors = form.read(sno()).unwrap_err();
        for field in ["nature", "titre", "mesure", "echeance", "cible"] {
            assert!(errors.get(field).is_some(), "{field}");
        }
        let errors = FollowForm::default().read().unwrap_err();
        assert!(errors.get("etat").is_some());
    }
}
