//! Single values of a file, read as people mean them.

use chrono::NaiveDate;
use kernel::parse_date;

use crate::forms::fields;
use crate::model::{LearnerStatus, PersonName, Title};

/// A name and a first name.
///
/// # Errors
/// A sentence saying which one is missing or too long.
pub fn name(last: &str, first: &str, title: Option<Title>) -> Result<PersonName, String> {
    Ok(PersonName {
        title,
        last: readable(&fields::last_name(last)?),
        first: readable(&fields::first_name(first)?),
    })
}

/// « FERRAND-ROUX » → « Ferrand-Roux »: exports are in capitals, pages are
/// not. What has small letters already is kept.
fn readable(text: &str) -> String {
    if text.chars().any(char::is_lowercase) {
        return text.replace('\'', "’");
    }
    let mut begins = true;
    text.chars()
        .flat_map(|letter| {
            let letter = if letter == '\'' { '’' } else { letter };
            let shown: String = match begins {
                true => letter.to_string(),
                false => letter.to_lowercase().collect(),
            };
            begins = !letter.is_alphanumeric();
            shown.chars().collect::<Vec<_>>()
        })
        .collect()
}

/// « M. » and « Mme », as each file writes them.
#[must_use]
pub fn title(text: &str) -> Option<Title> {
    match db::text::search_key(text).as_str() {
        "m" | "1" | "monsieur" | "mr" => Some(Title::Sir),
        "mme" | "2" | "3" | "madame" | "mlle" => Some(Title::Madam),
        _ => None,
    }
}

/// An INE or INA, in capitals without spaces; none when it is empty.
///
/// # Errors
/// When it is no such number.
pub fn ine(text: &str) -> Result<Option<String>, String> {
    let number: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if number.is_empty() {
        return Ok(None);
    }
    let fits =
        (9..=12).contains(&number.len()) && number.chars().all(|c| c.is_ascii_alphanumeric());
    match fits {
        true => Ok(Some(number)),
        false => Err(format!(
            "L’INE «\u{202f}{}\u{202f}» ne se lit pas\u{a0}: il compte 11\u{a0}chiffres et lettres.",
            kernel::truncate(text, 30)
        )),
    }
}

/// The status of a learner; none when the file says nothing of it.
#[must_use]
pub fn status(text: &str) -> Option<LearnerStatus> {
    match db::text::search_key(text).as_str() {
        "st" | "scolaire" | "eleve" | "statut scolaire" | "2501" => Some(LearnerStatus::School),
        "ap" | "apprenti" | "apprentie" | "apprentissage" | "2503" => {
            Some(LearnerStatus::Apprentice)
        }
        "fc" | "formation continue" | "stagiaire" | "adulte" => Some(LearnerStatus::Continuing),
        _ => None,
    }
}

/// A day, if it can be read.
#[must_use]
pub fn day(text: &str) -> Option<NaiveDate> {
    parse_date(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_a_name() {
        let name = |last| name(last, "INÈS", None).unwrap().last;
        assert_eq!(name("FERRAND-ROUX"), "Ferrand-Roux");
        assert_eq!(name("L'ÉTOILE"), "L’Étoile");
        assert_eq!(name("McDonald"), "McDonald");
        assert_eq!(name("D'Arc"), "D’Arc");
    }

    #[test]
    fn numbers_and_words_of_the_files_are_understood() {
        assert_eq!(ine(" 080000001aa "), Ok(Some("080000001AA".into())));
        assert_eq!(ine(""), Ok(None));
        assert!(ine("abc").is_err());
        assert_eq!(status("AP"), Some(LearnerStatus::Apprentice));
        assert_eq!(status(""), None);
        assert_eq!(title("MME"), Some(Title::Madam));
        assert_eq!(title("1"), Some(Title::Sir));
    }
}
