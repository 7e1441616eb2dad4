//! The forms of SMART objectives: what was typed, read into what they say.

use chrono::NaiveDate;
use kernel::{AccountId, FieldErrors, parse_date};
use serde::Deserialize;
use web::forms::{long_text, optional_line, required_line};

use super::commands::{NewCheckpoint, Outcome};
use super::{Content, Pilot, State, Target};

/// The longest description, in characters.
const TITLE_MAX: usize = 400;
/// The longest name, in characters.
const NAME_MAX: usize = 120;
/// The longest text, in characters.
const TEXT_MAX: usize = 4_000;

/// What an objective says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GoalForm {
    /// The identifier of an objective to write, drawn when its form was shown.
    pub id: String,
    /// The version that one started from.
    pub version: String,
    /// The code of the item.
    pub item: String,
    /// The number of the step.
    pub etape: String,
    /// « Spécifique et simple ».
    pub descriptif: String,
    /// « Mesurable ».
    pub mesure: String,
    /// « Ambitieux et Atteignable ».
    pub ambition: String,
    /// « Réaliste ».
    pub moyens: String,
    /// « Temporel ».
    pub echeance: String,
    /// A person of the school who pilots it.
    pub pilote: String,
    /// Somebody else who does.
    pub pilote_nom: String,
}

impl GoalForm {
    /// The form that shows an objective.
    #[must_use]
    pub fn of(content: &Content, version: i32) -> Self {
        let (pilote, pilote_nom) = match &content.pilot {
            Pilot::Nobody => (String::new(), String::new()),
            Pilot::Person(account) => (account.to_string(), String::new()),
            Pilot::Named(name) => (String::new(), name.clone()),
        };
        Self {
            id: String::new(),
            version: version.to_string(),
            item: content.target.item.clone(),
            etape: content.target.step.to_string(),
            descriptif: content.title.clone(),
            mesure: content.measure.clone(),
            ambition: content.ambition.clone(),
            moyens: content.means.clone(),
            echeance: content
                .due_on
                .map_or_else(String::new, |day| day.to_string()),
            pilote,
            pilote_nom,
        }
    }

    /// Reads the form. `known` gives the target of an item and a step, if there
    /// is such a thing; people are taken from `staff` alone.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(
        &self,
        known: impl Fn(&str, u8) -> Option<Target>,
        staff: &[AccountId],
    ) -> Result<Content, FieldErrors> {
        let mut errors = FieldErrors::new();
        let step: Option<u8> = self.etape.parse().ok();
        let step = errors.take("etape", step.ok_or("Choisissez une étape."));
        let target = match step {
            Some(step) => {
                let found = known(&self.item, step);
                errors.take("item", found.ok_or("Choisissez un item du questionnaire."))
            }
            None => None,
        };
        let title = required_line(&self.descriptif, "Le descriptif", TITLE_MAX);
        let title = errors.take("descriptif", title);
        let mut text =
            |field, text: &str| errors.take(field, long_text(text, "Ce texte", TEXT_MAX));
        let measure = text("mesure", &self.mesure);
        let ambition = text("ambition", &self.ambition);
        let means = text("moyens", &self.moyens);
        let due_on = errors.take("echeance", optional_day(&self.echeance));
        let pilot = self.pilot(staff, &mut errors);
        match (target, title, measure, ambition, means, due_on, pilot) {
            (
                Some(target),
                Some(title),
                Some(measure),
                Some(ambition),
                Some(means),
                Some(due_on),
                Some(pilot),
            ) => Ok(Content {
                target,
                title,
                measure,
                ambition,
                means,
                due_on,
                pilot,
            }),
            _ => Err(errors),
        }
    }

    fn pilot(&self, staff: &[AccountId], errors: &mut FieldErrors) -> Option<Pilot> {
        let name = optional_line(&self.pilote_nom, "Le nom", NAME_MAX);
        let name = errors.take("pilote_nom", name)?;
        match (self.pilote.as_str(), name) {
            ("", None) => Some(Pilot::Nobody),
            ("", Some(name)) => Some(Pilot::Named(name)),
            (_, Some(_)) => {
                errors.add(
                    "pilote_nom",
                    "Choisissez une personne dans la liste ou écrivez un nom, pas les deux.",
                );
                None
            }
            (text, None) => {
                let account = text
                    .parse::<AccountId>()
                    .ok()
                    .filter(|account| staff.contains(account));
                let account = account.ok_or(
                    "Cette personne n’est plus dans l’établissement. Choisissez-en une autre.",
                );
                errors.take("pilote", account).map(Pilot::Person)
            }
        }
    }
}

fn optional_day(text: &str) -> Result<Option<NaiveDate>, &'static str> {
    match text.trim() {
        "" => Ok(None),
        text => day(text).map(Some),
    }
}

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    parse_date(text).ok_or("Cette date n’existe pas. Écrivez par exemple 9/3/2027.")
}

/// A checkpoint to add.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CheckpointForm {
    /// Of which day.
    pub date: String,
    /// Code of the state.
    pub etat: String,
    /// What is said.
    pub remarque: String,
}

impl CheckpointForm {
    /// Reads the form; a checkpoint says how things are, so not of a day to come.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self, today: NaiveDate) -> Result<NewCheckpoint, FieldErrors> {
        let mut errors = FieldErrors::new();
        let on = match self.date.trim() {
            "" => Err("Donnez la date du point de situation."),
            text => day(text),
        };
        let on = on.and_then(|on| match on > today {
            true => Err("Cette date est à venir\u{a0}: un point de situation dit où l’on en est."),
            false => Ok(on),
        });
        let on = errors.take("date", on);
        let state = self.etat.parse::<State>();
        let state = errors.take(
            "etat",
            state.map_err(|_| "Choisissez où en est l’objectif."),
        );
        let remark = errors.take("remarque", long_text(&self.remarque, "Ce mot", TEXT_MAX));
        match (on, state, remark) {
            (Some(on), Some(state), Some(remark)) => Ok(NewCheckpoint { on, state, remark }),
            _ => Err(errors),
        }
    }
}

/// Whether an objective is reached.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OutcomeForm {
    /// The version that one started from.
    pub version: String,
    /// « oui » or « non ».
    pub atteint: String,
    /// What was observed.
    pub observations: String,
}

impl OutcomeForm {
    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self) -> Result<Outcome, FieldErrors> {
        let mut errors = FieldErrors::new();
        let reached = match self.atteint.as_str() {
            "oui" => Ok(true),
            "non" => Ok(false),
            _ => Err("Choisissez oui ou non."),
        };
        let reached = errors.take("atteint", reached);
        let observations = long_text(&self.observations, "Ce texte", TEXT_MAX);
        let observations = errors.take("observations", observations);
        match (reached, observations) {
            (Some(reached), Some(observations)) => Ok(Outcome {
                reached,
                observations,
            }),
            _ => Err(errors),
        }
    }
}

/// A checkpoint to take off.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct UncheckForm {
    /// Which one.
    pub point: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::uuid::Uuid;

    fn known(item: &str, step: u8) -> Option<Target> {
        (item == "1.1.3" && (1..=3).contains(&step)).then(|| Target {
            instrument: "numea".into(),
            item: item.into(),
            title: "La charte numérique".into(),
            step,
        })
    }

    fn account(n: u128) -> AccountId {
        AccountId(Uuid::from_u128(n))
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 3, 9).unwrap()
    }

    #[test]
    fn a_description_is_enough_and_all_is_read_back() {
        let form = GoalForm {
            item: "1.1.3".into(),
            etape: "2".into(),
            descriptif: "Réécrire la charte".into(),
            ..GoalForm::default()
        };
        let mut content = form.read(known, &[]).unwrap();
        assert_eq!(content.pilot, Pilot::Nobody);
        content.measure = "6 élèves".into();
        content.due_on = Some(today());
        for pilot in [Pilot::Person(account(1)), Pilot::Named("M. Sorbier".into())] {
            content.pilot = pilot;
            let form = GoalForm::of(&content, 2);
            assert_eq!(form.read(known, &[account(1)]), Ok(content.clone()));
        }
    }

    #[test]
    fn each_mistake_is_said_at_its_field() {
        let form = GoalForm {
            item: "9.9".into(),
            etape: "2".into(),
            descriptif: " ".into(),
            mesure: "é".repeat(TEXT_MAX + 1),
            echeance: "31/02/2027".into(),
            pilote: account(7).to_string(),
            ..GoalForm::default()
        };
        let errors = form.read(known, &[account(1)]).unwrap_err();
        for field in ["item", "descriptif", "mesure", "echeance", "pilote"] {
            assert!(errors.get(field).is_some(), "{field}");
        }
        let form = GoalForm {
            pilote: account(1).to_string(),
            pilote_nom: "M. Sorbier".into(),
            etape: "x".into(),
            ..form
        };
        let errors = form.read(known, &[account(1)]).unwrap_err();
        assert!(errors.get("pilote_nom").is_some() && errors.get("etape").is_some());
    }

    #[test]
    fn a_checkpoint_is_of_the_past_or_of_today() {
        let mut form = CheckpointForm {
            date: "9/3/2027".into(),
            etat: "in_progress".into(),
            remarque: String::new(),
        };
        assert_eq!(
            form.read(today()).map(|point| point.state),
            Ok(State::InProgress)
        );
        form.date = "2027-03-10".into();
        assert!(form.read(today()).unwrap_err().get("date").is_some());
        let errors = CheckpointForm::default().read(today()).unwrap_err();
        assert!(errors.get("date").is_some() && errors.get("etat").is_some());
        assert!(
            OutcomeForm::default()
                .read()
                .unwrap_err()
                .get("atteint")
                .is_some()
        );
    }
}
