//! The forms of shared uses: what was typed, read into a [`Content`].

use kernel::FieldErrors;
use serde::Deserialize;
use web::forms::{long_text, optional_line, required_line};

use super::Content;

/// The longest title, in characters.
const TITLE_MAX: usize = 200;
/// The longest text, in characters.
const TEXT_MAX: usize = 8_000;
/// The longest comment, in characters.
const COMMENT_MAX: usize = 2_000;

/// What a use says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct UseForm {
    /// The identifier of a use to share, drawn when its form was shown.
    pub id: String,
    /// The version that one started from.
    pub version: String,
    /// What is done, in a line.
    pub titre: String,
    /// With whom, in which teaching.
    pub contexte: String,
    /// What for.
    pub intention: String,
    /// Code of how far it goes.
    pub samr: String,
    /// What was observed.
    pub effet: String,
    /// Links and text.
    pub ressources: String,
}

impl UseForm {
    /// The form that shows a use.
    #[must_use]
    pub fn of(content: &Content, version: i32) -> Self {
        Self {
            id: String::new(),
            version: version.to_string(),
            titre: content.title.clone(),
            contexte: content.context.clone(),
            intention: content.intention.clone(),
            samr: content.samr.code().to_owned(),
            effet: content.effect.clone(),
            ressources: content.resources.clone(),
        }
    }

    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self) -> Result<Content, FieldErrors> {
        let mut errors = FieldErrors::new();
        let title = errors.take("titre", required_line(&self.titre, "Le titre", TITLE_MAX));
        let context = errors.take(
            "contexte",
            optional_line(&self.contexte, "Le contexte", TITLE_MAX),
        );
        let intention = match long_text(&self.intention, "L’intention", TEXT_MAX) {
            Ok(text) if text.trim().is_empty() => {
                Err("Dites ce que vous cherchez à faire apprendre.".to_owned())
            }
            other => other,
        };
        let intention = errors.take("intention", intention);
        let samr = self.samr.parse();
        let samr = errors.take(
            "samr",
            samr.map_err(|_| "Choisissez l’un des quatre paliers."),
        );
        let effect = errors.take("effet", long_text(&self.effet, "L’effet", TEXT_MAX));
        let resources = long_text(&self.ressources, "Ce texte", TEXT_MAX);
        let resources = errors.take("ressources", resources);
        match (title, context, intention, samr, effect, resources) {
            (
                Some(title),
                Some(context),
                Some(intention),
                Some(samr),
                Some(effect),
                Some(resources),
            ) => Ok(Content {
                title,
                context: context.unwrap_or_default(),
                intention,
                samr,
                effect,
                resources,
            }),
            _ => Err(errors),
        }
    }
}

/// What a colleague says.
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
    use crate::uses::Samr;

    #[test]
    fn what_is_written_is_read_back() {
        let content = Content {
            title: "Écrire à plusieurs mains".into(),
            context: "CS SNO".into(),
            intention: "Coopérer".into(),
            samr: Samr::Redefinition,
            effect: "Plus d’entraide".into(),
            resources: "https://example.org".into(),
        };
        assert_eq!(UseForm::of(&content, 3).read(), Ok(content));
    }

    #[test]
    fn each_mistake_is_said_at_its_field() {
        let form = UseForm {
            titre: "é".repeat(TITLE_MAX + 1),
            contexte: "é".repeat(TITLE_MAX + 1),
            intention: " \n".into(),
            samr: "autre".into(),
            effet: "é".repeat(TEXT_MAX + 1),
            ressources: "é".repeat(TEXT_MAX + 1),
            ..UseForm::default()
        };
        let errors = form.read().unwrap_err();
        for field in [
            "titre",
            "contexte",
            "intention",
            "samr",
            "effet",
            "ressources",
        ] {
            assert!(errors.get(field).is_some(), "{field}");
        }
        assert!(CommentForm::default().read().is_err());
    }
}
