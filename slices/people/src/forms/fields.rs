//! Single fields: a raw text becomes a value, or a sentence says why not.

use chrono::{Datelike, NaiveDate};
use kernel::parse_date;
use web::forms::required_line;

use crate::model::{PersonName, Title};

/// Longest first name and longest name.
pub const NAME_MAX: usize = 80;

/// A first name.
///
/// # Errors
/// When it is empty or too long.
pub fn first_name(text: &str) -> Result<String, String> {
    name(text, "Le prénom")
}

/// A name.
///
/// # Errors
/// When it is empty or too long.
pub fn last_name(text: &str) -> Result<String, String> {
    name(text, "Le nom")
}

/// Any letters of any script; the marks that turn the direction of a text
/// round are dropped, because they would turn round what follows on the page.
fn name(text: &str, what: &str) -> Result<String, String> {
    let kept: String = text
        .chars()
        .filter(|c| {
            !matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        })
        .collect();
    required_line(&kept, what, NAME_MAX)
}

/// An optional birth date, in the past.
///
/// # Errors
/// When it is no date, or not one of a person who comes to school.
pub fn birth_date(text: &str, today: NaiveDate) -> Result<Option<NaiveDate>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let day = parse_date(text)
        .ok_or("La date de naissance ne se lit pas\u{a0}: écrivez-la ainsi\u{a0}: 02/11/2008.")?;
    if day.year() > today.year() - 10 {
        return Err("La date de naissance est trop récente\u{a0}: vérifiez l’année.".to_owned());
    }
    Ok(Some(day))
}

/// A civilité, or none.
pub fn title(text: &str) -> Option<Title> {
    text.parse().ok()
}

/// A password typed twice.
///
/// # Errors
/// When the two differ.
pub fn same_twice(first: &str, second: &str) -> Result<(), String> {
    if first == second {
        Ok(())
    } else {
        Err("Les deux mots de passe sont différents\u{a0}: tapez-les à nouveau.".to_owned())
    }
}

/// What a good password must not contain.
pub fn known_words<'a>(login: &'a str, name: &'a PersonName, display: &'a str) -> [&'a str; 4] {
    [login, &name.first, &name.last, display]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_script_are_kept_and_direction_marks_dropped() {
        assert_eq!(first_name(" سارة "), Ok("سارة".to_owned()));
        assert_eq!(first_name("🦊 Léa"), Ok("🦊 Léa".to_owned()));
        assert_eq!(
            last_name("\u{202e}Ferrand\u{2066}"),
            Ok("Ferrand".to_owned())
        );
        assert!(last_name("\u{202e}").is_err());
        assert!(
            last_name(&"é".repeat(1_000_000))
                .unwrap_err()
                .contains("1000000")
        );
    }

    #[test]
    fn a_birth_date_of_this_year_is_a_typing_error() {
        let today = NaiveDate::from_ymd_opt(2027, 3, 9).unwrap();
        assert_eq!(birth_date("", today), Ok(None));
        assert!(birth_date("02/11/2008", today).unwrap().is_some());
        assert!(birth_date("02/11/2026", today).is_err());
        assert!(birth_date("31/02/2008", today).is_err());
    }
}
