//! The forms of digital projects: what was typed, read into what they say.

use kernel::{AccountId, FieldErrors, parse_date};
use serde::Deserialize;
use web::forms::{long_text, required_line};

use super::{Content, StepContent};

/// The longest title, in characters.
const TITLE_MAX: usize = 200;
/// The longest text, in characters.
const TEXT_MAX: usize = 8_000;

/// What a project says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProjectForm {
    /// The identifier of a project to begin, drawn when its form was shown.
    pub id: String,
    /// The version that one started from.
    pub version: String,
    /// What it is called.
    pub titre: String,
    /// What it is for.
    pub objectif: String,
    /// Who pilots it.
    pub pilote: String,
    /// Who is of its team.
    pub membre: Vec<String>,
}

impl ProjectForm {
    /// The form that shows a project.
    #[must_use]
    pub fn of(content: &Content, version: i32) -> Self {
        Self {
            id: String::new(),
            version: version.to_string(),
            titre: content.title.clone(),
            objectif: content.aim.clone(),
            pilote: content.pilot.to_string(),
            membre: content.members.iter().map(ToString::to_string).collect(),
        }
    }

    /// Reads the form; people are taken from `staff` alone.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self, staff: &[AccountId]) -> Result<Content, FieldErrors> {
        let mut errors = FieldErrors::new();
        let title = errors.take("titre", required_line(&self.titre, "Le titre", TITLE_MAX));
        let aim = match long_text(&self.objectif, "L’objectif", TEXT_MAX) {
            Ok(text) if text.trim().is_empty() => {
                Err("Dites quel objectif pédagogique l’équipe partage.".to_owned())
            }
            other => other,
        };
        let aim = errors.take("objectif", aim);
        let known = |text: &String| {
            text.parse::<AccountId>()
                .ok()
                .filter(|account| staff.contains(account))
        };
        let pilot = known(&self.pilote).ok_or("Choisissez qui pilote le projet.");
        let pilot = errors.take("pilote", pilot);
        let members: Option<Vec<AccountId>> = self.membre.iter().map(known).collect();
        let members = members.ok_or("Une de ces personnes n’est plus dans l’établissement.");
        let members = errors.take("membre", members);
        match (title, aim, pilot, members) {
            (Some(title), Some(aim), Some(pilot), Some(mut members)) => {
                members.sort_unstable();
                members.dedup();
                Ok(Content {
                    title,
                    aim,
                    pilot,
                    members,
                })
            }
            _ => Err(errors),
        }
    }
}

/// What a step says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    /// The version that one started from; 0 for a step that says nothing yet.
    pub version: String,
    /// When.
    pub date: String,
    /// Who was there.
    pub participants: String,
    /// What came out of it.
    pub resultat: String,
}

impl StepForm {
    /// The form that shows a step.
    #[must_use]
    pub fn of(content: &StepContent, version: i32) -> Self {
        Self {
            version: version.to_string(),
            date: content.on.map_or_else(String::new, |day| day.to_string()),
            participants: content.participants.clone(),
            resultat: content.outcome.clone(),
        }
    }

    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self) -> Result<StepContent, FieldErrors> {
        let mut errors = FieldErrors::new();
        let on = match self.date.trim() {
            "" => Some(None),
            text => errors
                .take(
                    "date",
                    parse_date(text)
                        .ok_or("Cette date n’existe pas. Écrivez par exemple 9/3/2027."),
                )
                .map(Some),
        };
        let participants = long_text(&self.participants, "Ce texte", TEXT_MAX);
        let participants = errors.take("participants", participants);
        let outcome = errors.take("resultat", long_text(&self.resultat, "Ce texte", TEXT_MAX));
        match (on, participants, outcome) {
            (Some(on), Some(participants), Some(outcome)) => Ok(StepContent {
                on,
                participants,
                outcome,
            }),
            _ => Err(errors),
        }
    }
}

/// What is ticked, and what was when the form was shown.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TicksForm {
    /// Codes that are ticked.
    pub coche: Vec<String>,
    /// Codes that were ticked when the form was shown.
    pub vu: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::uuid::Uuid;

    fn account(n: u128) -> AccountId {
        AccountId(Uuid::from_u128(n))
    }

    #[test]
    fn what_is_written_is_read_back_and_strangers_are_refused() {
        let content = Content {
            title: "Écrire ensemble".into(),
            aim: "Coopérer".into(),
            pilot: account(1),
            members: vec![account(1), account(2)],
        };
        let staff = [account(1), account(2)];
        assert_eq!(
            ProjectForm::of(&content, 2).read(&staff),
            Ok(content.clone())
        );
        let errors = ProjectForm::of(&content, 2).read(&staff[1..]).unwrap_err();
        assert!(errors.get("pilote").is_some() && errors.get("membre").is_some());
    }

    #[test]
    fn each_mistake_is_said_at_its_field() {
        let form = ProjectForm {
            titre: " ".into(),
            ..ProjectForm::default()
        };
        let errors = form.read(&[]).unwrap_err();
        for field in ["titre", "objectif", "pilote"] {
            assert!(errors.get(field).is_some(), "{field}");
        }
        let form = StepForm {
            date: "31/02/2027".into(),
            participants: "é".repeat(TEXT_MAX + 1),
            resultat: "é".repeat(TEXT_MAX + 1),
            ..StepForm::default()
        };
        let errors = form.read().unwrap_err();
        for field in ["date", "participants", "resultat"] {
            assert!(errors.get(field).is_some(), "{field}");
        }
        assert_eq!(StepForm::default().read(), Ok(StepContent::default()));
    }
}
