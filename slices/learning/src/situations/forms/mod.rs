//! The forms of a situation, of a mission and of a comment: what was typed,
//! read into what they say.

mod mission;

pub use mission::MissionForm;

use std::collections::HashSet;

use curriculum::Curriculum;
use kernel::FieldErrors;
use serde::Deserialize;
use web::forms::{long_text, required_line};

use crate::model::{
    OrganisationId, Passage, Samr, SituationContent, Staging, WorkMode, still_completed,
};

/// The longest title, in characters.
pub const TITLE_MAX: usize = 200;
/// The longest text, in characters.
pub const TEXT_MAX: usize = 20_000;
/// The longest comment, in characters.
const COMMENT_MAX: usize = 5_000;

const UNKNOWN: &str = "Choisissez une réponse de la liste.";

/// The fields of a situation as they were sent. Its texts are named by their code.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SituationForm {
    /// The identifier of a situation to begin, drawn when its form was shown.
    pub id: String,
    /// The code of its curriculum, when it begins.
    pub referentiel: String,
    /// The version that the writer started from.
    pub version: String,
    /// Its title.
    pub titre: String,
    /// The identifier of its organisation; empty for none.
    pub organisation: String,
    /// « Contexte spécifique ».
    pub context: String,
    /// « Intention pédagogique ».
    pub intention: String,
    /// « Environnement technologique ».
    pub environment: String,
    /// « Actions dans le processus métier ».
    pub process: String,
    /// « Finalités des missions ».
    pub purpose: String,
    /// « Ressources techniques ».
    pub technical: String,
    /// « Ressources humaines ».
    pub human: String,
    /// « Ressources budgétaires ».
    pub budget: String,
    /// « Ressources organisationnelles ».
    pub organisational: String,
    /// « Restitution attendue ».
    pub restitution: String,
    /// « Ressources en anglais ».
    pub english: String,
    /// Codes of the savoirs.
    pub savoir: Vec<String>,
    /// Codes of the stagings.
    pub mise_en_scene: Vec<String>,
    /// Codes of the working modes.
    pub travail: Vec<String>,
    /// Code of the SAMR level; empty for none.
    pub samr: String,
    /// « Notes ».
    pub notes: String,
    /// Not empty when the page of the situation is wanted next.
    pub ensuite: String,
}

impl SituationForm {
    /// The form that shows what a situation says.
    #[must_use]
    pub fn of(content: &SituationContent, version: i32) -> Self {
        let codes = |words: &[&'static str]| words.iter().map(|w| (*w).to_owned()).collect();
        let staging: Vec<_> = content.staging.iter().map(|one| one.code()).collect();
        let modes: Vec<_> = content.modes.iter().map(|one| one.code()).collect();
        let mut form = Self {
            version: version.to_string(),
            titre: content.title.clone(),
            organisation: content
                .organisation
                .map_or_else(String::new, |id| id.to_string()),
            savoir: content.knowledge.clone(),
            mise_en_scene: codes(&staging),
            travail: codes(&modes),
            samr: content
                .samr
                .map_or_else(String::new, |one| one.code().into()),
            notes: content.notes.clone(),
            ..Self::default()
        };
        for passage in Passage::ALL {
            content.text(*passage).clone_into(form.text_mut(*passage));
        }
        form
    }

    /// What was typed in a text.
    #[must_use]
    pub fn text(&self, passage: Passage) -> &str {
        match passage {
            Passage::Context => &self.context,
            Passage::Intention => &self.intention,
            Passage::Environment => &self.environment,
            Passage::Process => &self.process,
            Passage::Purpose => &self.purpose,
            Passage::Technical => &self.technical,
            Passage::Human => &self.human,
            Passage::Budget => &self.budget,
            Passage::Organisational => &self.organisational,
            Passage::Restitution => &self.restitution,
            Passage::English => &self.english,
        }
    }

    fn text_mut(&mut self, passage: Passage) -> &mut String {
        match passage {
            Passage::Context => &mut self.context,
            Passage::Intention => &mut self.intention,
            Passage::Environment => &mut self.environment,
            Passage::Process => &mut self.process,
            Passage::Purpose => &mut self.purpose,
            Passage::Technical => &mut self.technical,
            Passage::Human => &mut self.human,
            Passage::Budget => &mut self.budget,
            Passage::Organisational => &mut self.organisational,
            Passage::Restitution => &mut self.restitution,
            Passage::English => &mut self.english,
        }
    }

    /// Reads the form; only the title is required. `before` is the text in
    /// place: its mark « complété par Jalon » goes from what changed.
    /// `organisations` are those of the school.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(
        &self,
        before: &SituationContent,
        curriculum: &Curriculum,
        organisations: &HashSet<OrganisationId>,
    ) -> Result<SituationContent, FieldErrors> {
        let mut errors = FieldErrors::new();
        let mut content = SituationContent {
            title: title(&self.titre, &before.title, &mut errors),
            ..SituationContent::default()
        };
        let organisation = match &*self.organisation {
            "" => Ok(None),
            id => match id.parse() {
                Ok(id) if organisations.contains(&id) || before.organisation == Some(id) => {
                    Ok(Some(id))
                }
                _ => Err(
                    "Cette organisation n’est pas dans la bibliothèque. Rechargez la page, puis choisissez à nouveau.",
                ),
            },
        };
        content.organisation = errors.take("organisation", organisation).flatten();
        for passage in Passage::ALL {
            let text = long_text(self.text(*passage), "Ce texte", TEXT_MAX);
            *content.text_mut(*passage) = errors.take(passage.code(), text).unwrap_or_default();
        }
        let knowledge = known(&self.savoir, |code| curriculum.knowledge(code).is_some());
        content.knowledge = errors.take("savoir", knowledge).unwrap_or_default();
        content.staging = words::<Staging>(&self.mise_en_scene, "mise_en_scene", &mut errors);
        content.modes = words::<WorkMode>(&self.travail, "travail", &mut errors);
        let samr = match &*self.samr {
            "" => Ok(None),
            code => code.parse::<Samr>().map(Some).map_err(|_| UNKNOWN),
        };
        content.samr = errors.take("samr", samr).flatten();
        let notes = long_text(&self.notes, "Ces notes", TEXT_MAX);
        content.notes = errors.take("notes", notes).unwrap_or_default();
        content.completed =
            still_completed(&before.completed, |field| content.agrees(before, field));
        match errors.is_empty() {
            true => Ok(content),
            false => Err(errors),
        }
    }
}

/// A title. One that says what it said keeps its no-break spaces.
fn title(typed: &str, before: &str, errors: &mut FieldErrors) -> String {
    let line = |text: &str| required_line(text, "Le titre", TITLE_MAX);
    let title = errors.take("titre", line(typed)).unwrap_or_default();
    match line(before) {
        Ok(same) if same == title => before.to_owned(),
        _ => title,
    }
}

/// Words of a closed list.
fn words<T: std::str::FromStr>(
    codes: &[String],
    field: &'static str,
    errors: &mut FieldErrors,
) -> Vec<T> {
    let read = codes.iter().map(|code| code.parse::<T>());
    match read.collect::<Result<Vec<T>, _>>() {
        Ok(words) => words,
        Err(_) => {
            errors.add(field, UNKNOWN);
            Vec::new()
        }
    }
}

/// Codes in the order in which they were sent, each once.
fn known(codes: &[String], is_known: impl Fn(&str) -> bool) -> Result<Vec<String>, &'static str> {
    let mut seen = HashSet::new();
    let codes: Vec<String> = codes
        .iter()
        .filter(|code| seen.insert(code.as_str()))
        .cloned()
        .collect();
    match codes.iter().all(|code| is_known(code)) {
        true => Ok(codes),
        false => Err(
            "Une des cases cochées n’est pas dans le référentiel. Rechargez la page, puis choisissez à nouveau.",
        ),
    }
}

/// A comment to write.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CommentForm {
    /// What it says.
    pub commentaire: String,
}

impl CommentForm {
    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong.
    pub fn read(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::new();
        let text = match long_text(&self.commentaire, "Le commentaire", COMMENT_MAX) {
            Ok(text) if text.trim().is_empty() => {
                Err("Écrivez d’abord votre commentaire.".to_owned())
            }
            other => other,
        };
        errors.take("commentaire", text).ok_or(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sno() -> &'static Curriculum {
        &curriculum::shipped()[0]
    }

    #[test]
    fn the_shipped_situations_are_shown_and_read_back_with_their_marks() {
        for file in &crate::shipped::vosreves().situations {
            assert!(file.situation.title.contains('\u{a0}'));
            let form = SituationForm::of(&file.situation, 1);
            let again = form.read(&file.situation, sno(), &HashSet::new()).unwrap();
            assert_eq!(again, file.situation);
            for mission in &file.missions {
                let again = MissionForm::of(mission, 1).read(mission, sno()).unwrap();
                assert_eq!(&again, mission);
            }
        }
    }

    #[test]
    fn the_mark_goes_from_what_changed_alone() {
        let before = &crate::shipped::vosreves().situations[0].situation;
        let form = SituationForm {
            budget: "200 €".into(),
            ..SituationForm::of(before, 1)
        };
        let after = form.read(before, sno(), &HashSet::new()).unwrap();
        assert!(!after.is_completed("budget") && after.is_completed("human"));
    }

    #[test]
    fn each_mistake_is_said_at_its_field() {
        let form = SituationForm {
            titre: " ".into(),
            organisation: "ailleurs".into(),
            context: "a".repeat(TEXT_MAX + 1),
            savoir: vec!["C9.9-S1".into()],
            mise_en_scene: vec!["<b>".into()],
            travail: vec!["seul".into()],
            samr: "x".into(),
            ..SituationForm::default()
        };
        let errors = form
            .read(&SituationContent::default(), sno(), &HashSet::new())
            .unwrap_err();
        for field in [
            "titre",
            "organisation",
            "context",
            "savoir",
            "mise_en_scene",
            "travail",
            "samr",
        ] {
            assert!(errors.get(field).is_some(), "{field}");
        }
    }
}
