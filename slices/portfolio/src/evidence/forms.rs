//! The forms of pieces: a link, and what is said of a piece. Files come by
//! [`crate::pages::upload`].

use curriculum::Curriculum;
use files::Description;
use kernel::FieldErrors;
use serde::Deserialize;
use web::forms::optional_line;

use super::Link;
use crate::report::forms::known_codes;

/// The longest title of a link, in characters.
pub const TITLE_MAX: usize = 200;

/// A link to add.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    /// The web address.
    pub adresse: String,
    /// What it is called; the address itself when nothing is typed.
    pub intitule: String,
}

impl LinkForm {
    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self) -> Result<(Link, String), FieldErrors> {
        let mut errors = FieldErrors::new();
        let link = errors.take("adresse", self.adresse.parse::<Link>());
        let title = errors.take(
            "intitule",
            optional_line(&self.intitule, "L’intitulé", TITLE_MAX),
        );
        match (link, title) {
            (Some(link), Some(title)) => {
                let title = title.unwrap_or_else(|| kernel::truncate(link.as_str(), TITLE_MAX));
                Ok((link, title))
            }
            _ => Err(errors),
        }
    }
}

/// What its learner says of a piece.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PieceForm {
    /// What an image shows.
    pub description: String,
    /// Not empty when the image brings no information.
    pub decorative: String,
    /// Codes of what the piece is linked to by itself.
    pub cible: Vec<String>,
}

impl PieceForm {
    /// Reads the form.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self, curriculum: &Curriculum) -> Result<(Description, Vec<String>), FieldErrors> {
        let mut errors = FieldErrors::new();
        let description = Description::parse(&self.description, !self.decorative.is_empty());
        let description = errors.take("description", description);
        let codes = errors.take("cible", known_codes(&self.cible, curriculum));
        match (description, codes) {
            (Some(description), Some(codes)) => Ok((description, codes)),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_without_a_title_is_called_by_its_address() {
        let form = LinkForm {
            adresse: " https://example.org/a ".into(),
            intitule: String::new(),
        };
        let (link, title) = form.read().unwrap();
        assert_eq!(
            (link.as_str(), &*title),
            ("https://example.org/a", "https://example.org/a")
        );
    }

    #[test]
    fn a_script_is_no_link_and_a_long_title_is_refused() {
        let form = LinkForm {
            adresse: "javascript:alert(1)".into(),
            intitule: "é".repeat(TITLE_MAX + 1),
        };
        let errors = form.read().unwrap_err();
        assert!(errors.get("adresse").is_some() && errors.get("intitule").is_some());
    }
}
