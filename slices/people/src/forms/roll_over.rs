//! The form of the end of a class's year: one choice per learner, then where
//! they go.

use kernel::{AccountId, FieldErrors};
use web::forms::required_line;

use crate::commands::{Again, RollOver};
use crate::model::{Fate, UnknownFate};

/// The value of « reprise » that creates a class.
pub const NEW_CLASS: &str = "nouvelle";

/// What was chosen. The field of a learner is `sort-` and their identifier.
#[derive(Clone, Debug, Default)]
pub struct RollOverForm {
    pub fates: Vec<(AccountId, String)>,
    pub reprise: String,
    pub nom: String,
    pub suite: String,
    pub equipe: String,
    /// Not empty when the preview is confirmed.
    pub confirmer: String,
    /// Not empty when the preview is left for the form.
    pub modifier: String,
}

impl From<Vec<(String, String)>> for RollOverForm {
    fn from(fields: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            match &*name {
                "reprise" => form.reprise = value,
                "nom" => form.nom = value,
                "suite" => form.suite = value,
                "equipe" => form.equipe = value,
                "confirmer" => form.confirmer = value,
                "modifier" => form.modifier = value,
                _ => {
                    let person = name.strip_prefix("sort-").and_then(|id| id.parse().ok());
                    if let Some(person) = person {
                        form.fates.push((person, value));
                    }
                }
            }
        }
        form
    }
}

impl RollOverForm {
    /// What was chosen for somebody.
    pub fn fate_of(&self, person: AccountId) -> Option<Fate> {
        let (_, text) = self.fates.iter().find(|(id, _)| *id == person)?;
        text.parse().ok()
    }

    /// Reads the fields for those who are in the class.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self, present: &[AccountId]) -> Result<RollOver, FieldErrors> {
        let mut errors = FieldErrors::new();
        let mut fates = Vec::with_capacity(present.len());
        for person in present {
            match self.fate_of(*person) {
                Some(fate) => fates.push((*person, fate)),
                None => {
                    errors.add("sorts", UnknownFate.to_string());
                    break;
                }
            }
        }
        let any = |fate| fates.iter().any(|(_, one)| *one == fate);
        let again = match (any(Fate::Repeats), &*self.reprise) {
            (true, NEW_CLASS) => errors
                .take("nom", required_line(&self.nom, "Le nom de la classe", 60))
                .map(Again::New),
            (true, id) => match id.parse() {
                Ok(id) => Some(Again::Existing(id)),
                Err(_) => {
                    errors.add(
                        "reprise",
                        "Choisissez où vont les personnes qui redoublent.",
                    );
                    None
                }
            },
            // Nobody does the year again: nothing will be created.
            (false, _) => Some(Again::New(String::new())),
        };
        let onward = self.suite.parse().ok();
        if any(Fate::Passes) && onward.is_none() {
            errors.add("suite", "Choisissez où vont les personnes qui passent.");
        }
        match again {
            Some(again) if errors.is_empty() => Ok(RollOver {
                fates,
                again,
                onward,
                keep_team: !self.equipe.is_empty(),
            }),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> RollOverForm {
        let owned = fields
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        owned.collect::<Vec<_>>().into()
    }

    #[test]
    fn a_class_is_asked_for_only_where_somebody_goes_there() {
        let clock = kernel::Clock::system();
        let one = AccountId::generate(&clock);
        let field = format!("sort-{one}");
        let leaves = form(&[(&field, "quitte")]).parse(&[one]).unwrap();
        assert_eq!(leaves.fates, [(one, Fate::Leaves)]);
        let wrong = |fields: &[(&str, &str)], id| {
            let errors = form(fields).parse(&[one]).unwrap_err();
            assert!(errors.get(id).is_some(), "{id}");
        };
        wrong(&[], "sorts");
        wrong(&[(&field, "roi")], "sorts");
        wrong(&[(&field, "redouble")], "reprise");
        wrong(&[(&field, "redouble"), ("reprise", "nouvelle")], "nom");
        wrong(&[(&field, "passe"), ("suite", "x")], "suite");
        let again = form(&[
            (&field, "redouble"),
            ("reprise", "nouvelle"),
            ("nom", " CS  SNO "),
        ]);
        assert_eq!(
            again.parse(&[one]).unwrap().again,
            Again::New("CS SNO".into())
        );
    }
}
