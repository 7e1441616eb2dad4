//! The form of the reading page: remarks, levels of the linked competences,
//! and what is decided; and the form that answers a feedback.

use kernel::{FieldErrors, Level};
use serde::Deserialize;
use web::forms::long_text;

use super::model::{Decision, Part, Said};
use crate::positioning::forms::{COMMENT_MAX, read_level};
use crate::report::Section;

/// The longest remark, in characters.
pub const REMARK_MAX: usize = 5_000;
/// The longest answer, in characters.
pub const REPLY_MAX: usize = 3_000;

/// The fields as they were sent. The linked competences differ from report to
/// report, and so do the names of their fields: `niveau-C1.1`,
/// `commentaire-C1.1`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct AnswerForm(Vec<(String, String)>);

/// A level given to a linked competence on reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelGiven {
    /// Code of the competence or of the detailed one.
    pub target: String,
    /// The level.
    pub level: Level,
    /// What is said of it; may be empty.
    pub comment: String,
}

/// What a member of the team sends on reading a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The submitted version that was on the screen.
    pub version: i32,
    /// The section that the remarks hang on; none for the whole report.
    pub section: Option<Section>,
    /// The remarks; empty when only levels are given or it is only validated.
    pub said: Said,
    /// Levels given.
    pub levels: Vec<LevelGiven>,
    /// What is decided.
    pub decision: Decision,
}

impl AnswerForm {
    /// The value of a field; empty when it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// Reads the form. `targets` are the competences that the report is
    /// linked to: only these can be positioned here.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self, decision: Decision, targets: &[String]) -> Result<Answer, FieldErrors> {
        let mut errors = FieldErrors::new();
        let mut said = Said::default();
        for part in Part::ALL {
            let text = long_text(self.get(part.field()), "Ce texte", REMARK_MAX);
            if let Some(text) = errors.take(part.field(), text) {
                *said.part_mut(part) = text;
            }
        }
        let section = match self.get("section") {
            "" => None,
            code => errors.take(
                "section",
                code.parse::<Section>()
                    .map_err(|_| "Choisissez une partie du compte rendu dans la liste."),
            ),
        };
        let levels = self.levels(targets, &mut errors);
        let version = self.get("version").parse().unwrap_or(0);
        if errors.is_empty() && said.is_empty() {
            match decision {
                Decision::Revise => errors.add(
                    Part::Improve.field(),
                    "Dites ce qui est à reprendre\u{a0}: remplissez au moins une des quatre zones de texte.",
                ),
                Decision::Answer if levels.is_empty() => errors.add(
                    Part::Strengths.field(),
                    "Le retour est vide. Remplissez au moins une des quatre zones de texte, ou choisissez un niveau.",
                ),
                Decision::Answer | Decision::Validate => {}
            }
        }
        errors.into_result()?;
        Ok(Answer {
            version,
            section,
            said,
            levels,
            decision,
        })
    }

    fn levels(&self, targets: &[String], errors: &mut FieldErrors) -> Vec<LevelGiven> {
        let mut levels = Vec::new();
        for target in targets {
            let number = self.get(&format!("niveau-{target}"));
            let comment = self.get(&format!("commentaire-{target}"));
            let comment = match long_text(comment, "Le commentaire", COMMENT_MAX) {
                Ok(comment) => comment,
                Err(error) => {
                    errors.add("niveaux", format!("{target}\u{a0}: {error}"));
                    continue;
                }
            };
            if number.is_empty() {
                if !comment.is_empty() {
                    errors.add(
                        "niveaux",
                        format!("{target}\u{a0}: choisissez un niveau, ou effacez le commentaire."),
                    );
                }
                continue;
            }
            match read_level(number) {
                Ok(level) => levels.push(LevelGiven {
                    target: target.clone(),
                    level,
                    comment,
                }),
                Err(error) => errors.add("niveaux", format!("{target}\u{a0}: {error}")),
            }
        }
        levels
    }
}

/// The form that answers a feedback.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReplyForm {
    /// The answer.
    pub reponse: String,
}

impl ReplyForm {
    /// Reads the form.
    ///
    /// # Errors
    /// When it is empty or too long.
    pub fn read(&self) -> Result<String, FieldErrors> {
        match long_text(&self.reponse, "La réponse", REPLY_MAX) {
            Ok(text) if text.trim().is_empty() => Err(FieldErrors::one(
                "reponse",
                "La réponse est vide. Écrivez quelques mots, puis envoyez-la.",
            )),
            Ok(text) => Ok(text),
            Err(error) => Err(FieldErrors::one("reponse", error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> AnswerForm {
        AnswerForm(
            fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

    fn targets() -> Vec<String> {
        vec!["C1.1".to_owned()]
    }

    #[test]
    fn an_empty_answer_is_refused_but_a_bare_validation_is_not() {
        let empty = form(&[("version", "2"), ("ameliorer", " \n ")]);
        for decision in [Decision::Answer, Decision::Revise] {
            assert!(empty.read(decision, &targets()).is_err());
        }
        assert!(empty.read(Decision::Validate, &targets()).is_ok());
    }

    #[test]
    fn a_level_alone_is_an_answer_but_no_reason_to_revise() {
        let level = form(&[("niveau-C1.1", "3")]);
        let answer = level.read(Decision::Answer, &targets()).unwrap();
        assert_eq!(answer.levels[0].level.number(), 3);
        assert!(level.read(Decision::Revise, &targets()).is_err());
    }

    #[test]
    fn only_linked_competences_are_positioned() {
        let form = form(&[("points_forts", "Bien."), ("niveau-C3.3", "4")]);
        let answer = form.read(Decision::Answer, &targets()).unwrap();
        assert!(answer.levels.is_empty());
    }

    #[test]
    fn a_comment_without_its_level_and_a_forged_level_are_refused() {
        for fields in [
            [("points_forts", "Bien."), ("commentaire-C1.1", "Oui")],
            [("points_forts", "Bien."), ("niveau-C1.1", "9")],
            [("points_forts", "Bien."), ("section", "<script>")],
        ] {
            assert!(form(&fields).read(Decision::Answer, &targets()).is_err());
        }
    }

    #[test]
    fn an_empty_reply_is_refused() {
        assert!(
            ReplyForm {
                reponse: " \n".into()
            }
            .read()
            .is_err()
        );
        assert!(
            ReplyForm {
                reponse: "a".repeat(REPLY_MAX + 1)
            }
            .read()
            .is_err()
        );
        assert_eq!(
            ReplyForm {
                reponse: "Merci !".into()
            }
            .read()
            .as_deref(),
            Ok("Merci !")
        );
    }
}
