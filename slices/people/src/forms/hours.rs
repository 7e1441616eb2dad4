//! The form of hours: one field per person and bloc, « 12 », « 12,5 », « 12 h 30 ».

use kernel::{AccountId, FieldErrors};

use crate::commands::Taught;

/// More than this in one bloc is a typing error: ten times the whole training.
const MOST_HOURS: u32 = 4_000;

/// Fields as typed: `h-{person}-{bloc}`, and `a-…` for the English among them.
#[derive(Clone, Debug, Default)]
pub struct HoursForm {
    fields: Vec<(String, String)>,
}

impl From<Vec<(String, String)>> for HoursForm {
    fn from(fields: Vec<(String, String)>) -> Self {
        Self { fields }
    }
}

/// The name of a field.
pub fn field_name(english: bool, teacher: AccountId, block: u8) -> String {
    format!("{}-{teacher}-{block}", if english { 'a' } else { 'h' })
}

impl HoursForm {
    /// What was typed there; none when the field was not sent.
    pub fn typed(&self, english: bool, teacher: AccountId, block: u8) -> Option<&str> {
        let name = field_name(english, teacher, block);
        let found = self.fields.iter().find(|(field, _)| *field == name);
        found.map(|(_, text)| text.as_str())
    }

    /// Reads the fields of those who teach: (person, bloc, name of the person).
    ///
    /// # Errors
    /// One sentence naming whose hours in which bloc cannot be read, at `heures`.
    pub fn parse(&self, teaching: &[(AccountId, u8, String)]) -> Result<Vec<Taught>, FieldErrors> {
        let mut errors = FieldErrors::new();
        let mut taught = Vec::new();
        for (teacher, block, name) in teaching {
            let read = |english| minutes(self.typed(english, *teacher, *block).unwrap_or_default());
            match (read(false), read(true)) {
                (Some(minutes), Some(english)) if english <= minutes => taught.push(Taught {
                    teacher: *teacher,
                    block: *block,
                    minutes,
                    english,
                }),
                (Some(_), Some(_)) => errors.add(
                    "heures",
                    format!("{name}, bloc\u{a0}{block}\u{a0}: les heures d’anglais sont comprises dans les heures du bloc, elles ne peuvent pas les dépasser."),
                ),
                _ => errors.add(
                    "heures",
                    format!("{name}, bloc\u{a0}{block}\u{a0}: ces heures ne se lisent pas. Écrivez 12, 12,5 ou 12\u{a0}h\u{a0}30."),
                ),
            }
        }
        errors.into_result().map(|()| taught)
    }
}

/// Minutes of « 12 », « 12,5 », « 12 h 30 »; nothing typed is none.
fn minutes(text: &str) -> Option<u32> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    let (hours, minutes): (u32, u32) = if let Some((hours, rest)) = text.split_once('h') {
        let rest = if rest.is_empty() { "0" } else { rest };
        (hours.parse().ok()?, rest.parse().ok().filter(|m| *m < 60)?)
    } else if let Some((hours, part)) = text.split_once([',', '.']) {
        // Tenths and hundredths of an hour, to the minute.
        let digits: u32 = part.parse().ok()?;
        let share = match part.len() {
            1 => digits * 6,
            2 => (digits * 60 + 50) / 100,
            _ => return None,
        };
        (hours.parse().ok()?, share)
    } else if text.is_empty() {
        (0, 0)
    } else {
        (text.parse().ok()?, 0)
    };
    (hours <= MOST_HOURS).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (text, expected) in [
            ("", Some(0)),
            ("12", Some(720)),
            ("12,5", Some(750)),
            ("12.25", Some(735)),
            ("12 h 30", Some(750)),
            ("13\u{a0}h\u{a0}20", Some(800)),
            ("2H", Some(120)),
            ("12 h 75", None),
            ("-3", None),
            ("douze", None),
            ("1,333", None),
            ("999999999999", None),
            ("5000", None),
        ] {
            assert_eq!(minutes(text), expected, "{text}");
        }
    }
}
