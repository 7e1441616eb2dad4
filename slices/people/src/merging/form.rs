//! From what was chosen to a plan.

use kernel::{AccountId, FieldErrors};
use serde::Deserialize;

use super::model::Plan;
use crate::store::people::PersonOfSchool;

/// What an administrator chose. Each choice is the record whose value is right.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MergeForm {
    /// The other record.
    pub avec: String,
    /// The account that stays.
    pub garder: String,
    /// Whose name is right, where both differ.
    pub nom: String,
    /// Whose birth date is right.
    pub naissance: String,
    /// Whose INE is right.
    pub ine: String,
    /// Whose address is right.
    pub adresse: String,
    /// The versions that were compared.
    pub version: String,
    pub version_autre: String,
}

/// A record as the form looks at it.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The person.
    pub person: &'a PersonOfSchool,
    /// Whether they confirmed an address.
    pub has_address: bool,
    /// Whether an import gave them a national number.
    pub has_ine: bool,
}

impl Side<'_> {
    fn id(&self) -> AccountId {
        self.person.account.id
    }
}

/// Whether both have a value, and not the same: somebody must choose.
pub fn to_choose<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    matches!((one, other), (Some(a), Some(b)) if a != b)
}

impl MergeForm {
    /// The plan.
    ///
    /// # Errors
    /// A sentence for each choice that is missing.
    pub fn parse(&self, one: Side<'_>, other: Side<'_>) -> Result<Plan, FieldErrors> {
        let mut errors = FieldErrors::new();
        let kept = errors.take(
            "garder",
            named(&self.garder, one, other, "Choisissez le compte gardé."),
        );
        let name = choice(
            to_choose(
                Some(one.person.account.name()),
                Some(other.person.account.name()),
            ),
            &self.nom,
            (one, other),
            "Choisissez le nom qui est juste.",
        );
        let birth = choice(
            to_choose(
                one.person.account.birth_date,
                other.person.account.birth_date,
            ),
            &self.naissance,
            (one, other),
            "Choisissez la date de naissance qui est juste.",
        );
        let ine = choice(
            one.has_ine && other.has_ine,
            &self.ine,
            (one, other),
            "Choisissez l’INE qui est juste.",
        );
        let address = choice(
            one.has_address && other.has_address,
            &self.adresse,
            (one, other),
            "Choisissez l’adresse qui est juste.",
        );
        let name = errors.take("nom", name).flatten();
        let birth = errors.take("naissance", birth).flatten();
        let ine = errors.take("ine", ine).flatten();
        let address = errors.take("adresse", address).flatten();
        let Some(kept) = kept.filter(|_| errors.is_empty()) else {
            return Err(errors);
        };
        let (kept, closed, versions) = match kept == one.id() {
            true => (one, other, (&self.version, &self.version_autre)),
            false => (other, one, (&self.version_autre, &self.version)),
        };
        let version = |text: &str| text.parse().unwrap_or(0);
        let born = |side: Side<'_>| side.person.account.birth_date.is_some();
        Ok(Plan {
            kept: kept.id(),
            kept_version: version(versions.0),
            closed: closed.id(),
            closed_version: version(versions.1),
            take_name: name == Some(closed.id()),
            take_birth: birth.map_or(!born(kept) && born(closed), |id| id == closed.id()),
            take_ine: ine == Some(closed.id()),
            take_address: address.map_or(!kept.has_address && closed.has_address, |id| {
                id == closed.id()
            }),
        })
    }
}

/// Whose value is right, where it is to be chosen.
fn choice(
    open: bool,
    text: &str,
    (one, other): (Side<'_>, Side<'_>),
    sentence: &'static str,
) -> Result<Option<AccountId>, &'static str> {
    match open {
        true => named(text, one, other, sentence).map(Some),
        false => Ok(None),
    }
}

fn named(
    text: &str,
    one: Side<'_>,
    other: Side<'_>,
    sentence: &'static str,
) -> Result<AccountId, &'static str> {
    [one.id(), other.id()]
        .into_iter()
        .find(|id| id.to_string() == text)
        .ok_or(sentence)
}
