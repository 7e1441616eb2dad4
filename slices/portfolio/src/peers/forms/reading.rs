//! The form of a reader.

use kernel::FieldErrors;
use serde::Deserialize;
use web::forms::long_text;

use crate::peers::commands::{Hand, Words};
use crate::peers::model::{Given, Part};
use crate::peers::store::criteria;
use crate::positioning::forms::read_level;

/// The longest remark, in characters.
pub const REMARK_MAX: usize = 1_500;
/// « Je ne peux pas le dire », in the place of a level.
pub const UNSURE: &str = "sans-avis";

/// What a reader writes, as it was sent: `critere-1`… and the remarks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct ReadingForm(pub Vec<(String, String)>);

impl ReadingForm {
    /// The value of a field; empty when it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// The value of the criterion of that number.
    #[must_use]
    pub fn criterion(&self, number: i16) -> &str {
        self.get(&criterion_field(number))
    }

    /// Reads the form. What is only kept may have gaps; what is handed in
    /// answers every criterion and says what is done well.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self, criteria: &[criteria::Model]) -> Result<Words, FieldErrors> {
        let mut errors = FieldErrors::new();
        let hand = match self.get("rendre") {
            "" => Hand::Keep,
            _ => Hand::In,
        };
        let levels = errors.take("criteres", self.levels(criteria, hand));
        let mut remarks = Vec::new();
        for part in Part::ALL.iter().copied() {
            let text = long_text(self.get(part.field()), "Cette remarque", REMARK_MAX);
            if let Some(text) = errors.take(part.field(), text) {
                if part == Part::Strength && hand == Hand::In && text.trim().is_empty() {
                    errors.add(
                        part.field(),
                        "Dites au moins une chose réussie, même petite.",
                    );
                }
                remarks.push((part, text));
            }
        }
        match levels {
            Some(levels) if errors.is_empty() => Ok(Words {
                version: self.get("version").parse().unwrap_or(0),
                levels,
                remarks,
                hand,
            }),
            _ => Err(errors),
        }
    }

    fn levels(
        &self,
        criteria: &[criteria::Model],
        hand: Hand,
    ) -> Result<Vec<(i16, Given)>, &'static str> {
        let mut levels = Vec::new();
        for criterion in criteria {
            let given = match self.criterion(criterion.number) {
                "" if hand == Hand::In => {
                    return Err(
                        "Répondez à chaque critère. «\u{202f}Je ne peux pas le dire\u{202f}» est une réponse.",
                    );
                }
                "" => continue,
                UNSURE => Given::Unsure,
                text => Given::Level(read_level(text)?),
            };
            levels.push((criterion.number, given));
        }
        Ok(levels)
    }
}

/// The name of the field of a criterion.
#[must_use]
pub fn criterion_field(number: i16) -> String {
    format!("critere-{number}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peers::model::RoundId;
    use kernel::SchoolId;
    use kernel::uuid::Uuid;

    fn criterion(number: i16) -> criteria::Model {
        criteria::Model {
            school_id: SchoolId(Uuid::nil()),
            round_id: RoundId(Uuid::nil()),
            number,
            text: String::new(),
            target: None,
        }
    }

    fn reading(fields: &[(&str, &str)]) -> ReadingForm {
        let fields = fields
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()));
        ReadingForm(fields.collect())
    }

    #[test]
    fn what_is_kept_may_have_gaps_and_what_is_handed_in_may_not() {
        let criteria = [criterion(1), criterion(2)];
        let kept = reading(&[("critere-1", "3"), ("version", "4")]);
        let words = kept.read(&criteria).unwrap();
        assert_eq!(
            (words.version, words.levels.len(), words.hand),
            (4, 1, Hand::Keep)
        );
        let early = reading(&[("critere-1", "3"), ("rendre", "oui")]);
        let errors = early.read(&criteria).unwrap_err();
        assert!(errors.get("criteres").is_some() && errors.get("point_fort").is_some());
        let done = reading(&[
            ("critere-1", "3"),
            ("critere-2", UNSURE),
            ("point_fort", "Les captures sont claires."),
            ("rendre", "oui"),
        ]);
        let words = done.read(&criteria).unwrap();
        assert_eq!(words.levels[1], (2, Given::Unsure));
        assert_eq!(words.hand, Hand::In);
        assert!(reading(&[("critere-1", "9")]).read(&criteria).is_err());
    }
}
