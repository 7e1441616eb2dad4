//! « Décrire l’image »: what an image shows, for who does not see it (RGAA 1.1).

/// What the owner says of an image.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Description {
    /// What it shows.
    Text(String),
    /// It brings no information.
    Decorative,
    /// Not answered yet; the page goes on asking.
    #[default]
    Missing,
}

/// Why a description was not taken; `Display` is the sentence for the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DescriptionError {
    /// Longer than [`Description::MAX_CHARS`].
    #[error(
        "La description dépasse {max}\u{a0}caractères et n’a pas été enregistrée\u{202f}; votre texte est gardé ici. Allez à l’essentiel\u{a0}: ce que l’image montre et pourquoi.",
        max = Description::MAX_CHARS
    )]
    TooLong,
    /// Described and said to be decorative.
    #[error(
        "Vous avez décrit l’image et coché «\u{202f}image décorative\u{202f}»\u{a0}: rien n’a été enregistré, votre texte est gardé ici. Gardez l’un des deux."
    )]
    Both,
}

impl Description {
    /// Longest description; a longer explanation belongs in the report.
    pub const MAX_CHARS: usize = 500;

    /// From the two fields of the form.
    ///
    /// # Errors
    /// [`DescriptionError`], for the description's field.
    pub fn parse(text: &str, decorative: bool) -> Result<Self, DescriptionError> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match (text.is_empty(), decorative) {
            (true, true) => Ok(Self::Decorative),
            (true, false) => Ok(Self::Missing),
            (false, true) => Err(DescriptionError::Both),
            (false, false) if text.chars().count() > Self::MAX_CHARS => {
                Err(DescriptionError::TooLong)
            }
            (false, false) => Ok(Self::Text(text)),
        }
    }

    /// The columns `description` and `decorative`.
    pub(crate) fn into_columns(self) -> (Option<String>, bool) {
        match self {
            Self::Text(text) => (Some(text), false),
            Self::Decorative => (None, true),
            Self::Missing => (None, false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_answer_is_taken_and_two_are_explained() {
        assert_eq!(
            Description::parse(" Le\nbureau ", false),
            Ok(Description::Text("Le bureau".into()))
        );
        assert_eq!(Description::parse("  ", true), Ok(Description::Decorative));
        assert_eq!(Description::parse("", false), Ok(Description::Missing));
        assert_eq!(Description::parse("a", true), Err(DescriptionError::Both));
        let refusal = Description::parse(&"é".repeat(501), false).unwrap_err();
        assert!(refusal.to_string().contains("500\u{a0}caractères"));
    }
}
