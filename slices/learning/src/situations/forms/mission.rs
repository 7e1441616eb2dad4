//! The form of a mission.

use curriculum::Curriculum;
use kernel::FieldErrors;
use serde::Deserialize;
use web::forms::long_text;

use super::{TEXT_MAX, known, title};
use crate::model::{MissionContent, still_completed};

/// The longest line of conditions or productions, in characters.
const LINE_MAX: usize = 1_000;
/// So many lines of conditions or productions.
const LINES_MAX: usize = 60;

/// The fields of a mission as they were sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MissionForm {
    /// The identifier of a mission to begin, drawn when its form was shown.
    pub id: String,
    /// The version that the writer started from.
    pub version: String,
    /// Its title.
    pub titre: String,
    /// Codes of the competences and detailed competences.
    pub cible: Vec<String>,
    /// « Conditions de réalisation », one a line.
    pub conditions: String,
    /// « Productions attendues », one a line.
    pub productions: String,
    /// « Notes ».
    pub notes: String,
    /// Not empty when another mission follows.
    pub ensuite: String,
}

impl MissionForm {
    /// The form that shows what a mission says.
    #[must_use]
    pub fn of(content: &MissionContent, version: i32) -> Self {
        Self {
            version: version.to_string(),
            titre: content.title.clone(),
            cible: content.targets.clone(),
            conditions: content.conditions.join("\n"),
            productions: content.productions.join("\n"),
            notes: content.notes.clone(),
            ..Self::default()
        }
    }

    /// Reads the form; only the title is required. See [`super::SituationForm::read`].
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(
        &self,
        before: &MissionContent,
        curriculum: &Curriculum,
    ) -> Result<MissionContent, FieldErrors> {
        let mut errors = FieldErrors::new();
        let targets = known(&self.cible, |code| curriculum.target(code).is_some());
        let mut content = MissionContent {
            title: title(&self.titre, &before.title, &mut errors),
            targets: errors.take("cible", targets).unwrap_or_default(),
            conditions: errors
                .take("conditions", lines(&self.conditions))
                .unwrap_or_default(),
            productions: errors
                .take("productions", lines(&self.productions))
                .unwrap_or_default(),
            notes: errors
                .take("notes", long_text(&self.notes, "Ces notes", TEXT_MAX))
                .unwrap_or_default(),
            completed: Vec::new(),
        };
        in_the_order_of(&before.targets, &mut content.targets);
        content.completed =
            still_completed(&before.completed, |field| content.agrees(before, field));
        match errors.is_empty() {
            true => Ok(content),
            false => Err(errors),
        }
    }
}

/// Boxes are sent in the order of the page, the table has its own: what was
/// there keeps its place, what is new comes behind.
fn in_the_order_of(before: &[String], codes: &mut [String]) {
    codes.sort_by_key(|code| {
        let place = before.iter().position(|one| one == code);
        place.unwrap_or(before.len())
    });
}

/// The lines of a text that say something.
fn lines(text: &str) -> Result<Vec<String>, String> {
    let text = long_text(text, "Ce texte", TEXT_MAX)?;
    let lines: Vec<String> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    if lines.len() > LINES_MAX {
        return Err(format!(
            "Il y a {} lignes\u{a0}; le maximum est {LINES_MAX}. Regroupez-en, puis enregistrez à nouveau.",
            lines.len()
        ));
    }
    match lines
        .iter()
        .position(|line| line.chars().count() > LINE_MAX)
    {
        Some(at) => Err(format!(
            "La ligne {} compte plus de {LINE_MAX} caractères. Coupez-la en plusieurs lignes, puis enregistrez à nouveau.",
            at + 1
        )),
        None => Ok(lines),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::situations::forms::TITLE_MAX;

    fn sno() -> &'static Curriculum {
        &curriculum::shipped()[0]
    }

    #[test]
    fn each_mistake_is_said_at_its_field() {
        let form = MissionForm {
            titre: "é".repeat(TITLE_MAX + 1),
            cible: vec!["C9.9".into()],
            conditions: "a".repeat(10_000),
            productions: "ligne\n".repeat(LINES_MAX + 1),
            ..MissionForm::default()
        };
        let errors = form.read(&MissionContent::default(), sno()).unwrap_err();
        for field in ["titre", "cible", "conditions", "productions"] {
            assert!(errors.get(field).is_some(), "{field}");
        }
    }

    #[test]
    fn ticked_boxes_keep_the_order_of_the_table() {
        let before = MissionContent {
            targets: vec!["C2.3.1".into(), "C2.2.1".into()],
            ..MissionContent::default()
        };
        let form = MissionForm {
            titre: "Titre".into(),
            cible: ["C1.1.1", "C2.2.1", "C2.3.1"].map(String::from).to_vec(),
            conditions: "Documents :\r\n\r\n - Charte \n".into(),
            ..MissionForm::default()
        };
        let content = form.read(&before, sno()).unwrap();
        assert_eq!(content.targets, ["C2.3.1", "C2.2.1", "C1.1.1"]);
        assert_eq!(content.conditions, ["Documents :", "- Charte"]);
    }
}
