//! How somebody is called, and what they type to sign in.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Civilité, for those whom learners call by their name: « Mme Carbonnel ».
#[derive(Clone, Copy, Debug, PartialEq, Eq, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String")]
pub enum Title {
    /// Mme.
    Madam,
    /// M.
    Sir,
}

impl Title {
    /// Both, in the order in which screens list them.
    pub const ALL: [Self; 2] = [Self::Madam, Self::Sir];

    /// As it is written, stored and posted: « Mme », « M. ».
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Madam => "Mme",
            Self::Sir => "M.",
        }
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

impl FromStr for Title {
    type Err = sea_orm::sea_query::ValueTypeErr;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|title| title.label() == text)
            .ok_or(sea_orm::sea_query::ValueTypeErr)
    }
}

/// How somebody is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName {
    /// Civilité, if it was given.
    pub title: Option<Title>,
    /// Prénom.
    pub first: String,
    /// Nom.
    pub last: String,
}

impl PersonName {
    /// « Inès Ferrand ».
    #[must_use]
    pub fn display(&self) -> String {
        format!("{} {}", self.first, self.last)
    }

    /// « Mme Carbonnel »; without a civilité, first name and name.
    #[must_use]
    pub fn formal(&self) -> String {
        match self.title {
            Some(title) => format!("{title}\u{a0}{}", self.last),
            None => self.display(),
        }
    }

    /// « Ferrand Inès », as lists are ordered.
    #[must_use]
    pub fn listed(&self) -> String {
        format!("{} {}", self.last, self.first)
    }

    /// Bytes that put lists in order.
    #[must_use]
    pub fn sort_key(&self) -> Vec<u8> {
        db::text::sort_key(&self.listed())
    }

    /// Folded text that finds both « Inès Ferrand » and « Ferrand Inès »; the
    /// same for two people of the same name.
    #[must_use]
    pub fn search_key(&self) -> String {
        db::text::search_key(&format!("{} {}", self.listed(), self.last))
    }
}

/// What somebody types to sign in: folded, so that capitals and accents do
/// not matter.
#[derive(Clone, Debug, PartialEq, Eq, Hash, sea_orm::DeriveValueType)]
pub struct Login(String);

/// Why a text is no login, as a sentence for its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "Un identifiant compte de 3 à 60\u{a0}caractères\u{a0}: lettres sans accent, chiffres, points et tirets."
)]
pub struct InvalidLogin;

impl Login {
    /// What a person typed, folded; it need not be a valid login to be looked for.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let folded: String = text
            .trim()
            .nfkd()
            .filter(|c| !is_combining_mark(*c))
            .flat_map(char::to_lowercase)
            .take(100)
            .collect();
        Self(folded)
    }

    /// « ines.ferrand.k7 »: the suffix is drawn every time, so that a login
    /// does not tell whether somebody of that name exists elsewhere.
    #[must_use]
    pub fn generate(first: &str, last: &str, suffix_length: usize) -> Self {
        let word = |text: &str| -> String {
            db::text::search_key(text)
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .take(20)
                .collect()
        };
        let suffix: String = kernel::readable_code(1)
            .reveal()
            .chars()
            .take(suffix_length)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let words: Vec<String> = [word(first), word(last)]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        // A name without any Latin letter still gets a login.
        let stem = if words.is_empty() {
            "compte".to_owned()
        } else {
            words.join(".")
        };
        Self(format!("{stem}.{suffix}"))
    }

    /// As it is stored and shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Login {
    type Err = InvalidLogin;
    fn from_str(text: &str) -> Result<Self, InvalidLogin> {
        let login = Self::typed(text);
        let fits = (3..=60).contains(&login.0.len())
            && login
                .0
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        if fits { Ok(login) } else { Err(InvalidLogin) }
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_teacher_is_called_formally_and_a_learner_by_the_first_name() {
        let name = |title| PersonName {
            title,
            first: "Hélène".into(),
            last: "Carbonnel".into(),
        };
        assert_eq!(name(Some(Title::Madam)).formal(), "Mme\u{a0}Carbonnel");
        assert_eq!(name(None).formal(), "Hélène Carbonnel");
        assert_eq!(name(None).listed(), "Carbonnel Hélène");
    }

    #[test]
    fn a_login_is_typed_in_any_case_with_any_accent() {
        assert_eq!(
            Login::typed("  Inès.FERRAND.k7 ").as_str(),
            "ines.ferrand.k7"
        );
        for text in ["", "ab", "deux mots", "<script>", &"a".repeat(61), "🦊🦊🦊"] {
            assert_eq!(text.parse::<Login>(), Err(InvalidLogin), "{text}");
        }
    }

    #[test]
    fn names_without_latin_letters_get_a_login_too() {
        let login = Login::generate("سارة", "🦊", 2);
        assert!(login.as_str().starts_with("compte."), "{login}");
    }

    proptest! {
        #[test]
        fn what_is_generated_is_a_login(first in ".{0,60}", last in ".{0,60}") {
            let login = Login::generate(&first, &last, 2);
            prop_assert_eq!(login.as_str().parse(), Ok(login.clone()));
        }
    }
}
