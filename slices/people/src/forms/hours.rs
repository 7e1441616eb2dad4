//! The form of hours: one field per person and bloc, « 12 », « 12,5 », « 12 h 30 ».

use curriculum::hours::read_duration;
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

/// Minutes as typed, when there are not too many.
fn minutes(text: &str) -> Option<u32> {
    read_duration(text).filter(|minutes| *minutes <= MOST_HOURS * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_times_the_whole_training_is_a_typing_error() {
        assert_eq!(minutes("4000"), Some(240_000));
        assert_eq!(minutes("4000 h 01"), None);
    }
}
