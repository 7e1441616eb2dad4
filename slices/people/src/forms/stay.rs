//! Forms about the stay of a learner in a class, and about groups.

use chrono::NaiveDate;
use kernel::{AccountId, FieldErrors, parse_date};
use serde::Deserialize;
use web::forms::required_line;

use super::class::status_and_distance;
use crate::commands::{GroupData, Stay};
use crate::model::ClassId;

/// The longest name of a group.
const GROUP_NAME_MAX: usize = 60;

/// A required day.
fn day(text: &str) -> Result<NaiveDate, &'static str> {
    parse_date(text).ok_or("Ce jour ne se lit pas\u{a0}: écrivez-le ainsi\u{a0}: 09/03/2027.")
}

/// Status and first day of a learner in a class.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StayForm {
    pub statut: String,
    pub distance: String,
    pub entree: String,
}

impl StayForm {
    /// Reads the fields.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self) -> Result<Stay, FieldErrors> {
        let mut errors = FieldErrors::new();
        let status = status_and_distance(&self.statut, &self.distance, &mut errors);
        let entered_on = errors.take("entree", day(&self.entree));
        match (status, entered_on) {
            (Some((status, distance)), Some(entered_on)) => Ok(Stay {
                status,
                distance,
                entered_on,
            }),
            _ => Err(errors),
        }
    }
}

/// The end of a stay; without a day it is today.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LeaveForm {
    pub sortie: String,
}

impl LeaveForm {
    /// Reads the day.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(&self, today: NaiveDate) -> Result<NaiveDate, FieldErrors> {
        if self.sortie.trim().is_empty() {
            return Ok(today);
        }
        day(&self.sortie).map_err(|sentence| FieldErrors::one("sortie", sentence))
    }
}

/// A move to another class.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MoveForm {
    pub classe: String,
    pub arrivee: String,
}

impl MoveForm {
    /// Reads the fields.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self) -> Result<(ClassId, NaiveDate), FieldErrors> {
        let mut errors = FieldErrors::new();
        let class = self.classe.parse().ok();
        if class.is_none() {
            errors.add("classe", "Choisissez une classe dans la liste.");
        }
        let day = errors.take("arrivee", day(&self.arrivee));
        match (class, day) {
            (Some(class), Some(day)) => Ok((class, day)),
            _ => Err(errors),
        }
    }
}

/// A group: a new one, or changes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GroupForm {
    pub nom: String,
    pub personnes: Vec<String>,
    pub version: String,
}

impl GroupForm {
    /// Reads the fields.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self) -> Result<GroupData, FieldErrors> {
        let mut members: Vec<AccountId> = self
            .personnes
            .iter()
            .filter_map(|id| id.parse().ok())
            .collect();
        members.sort_unstable();
        members.dedup();
        match required_line(&self.nom, "Le nom du groupe", GROUP_NAME_MAX) {
            Ok(name) => Ok(GroupData { name, members }),
            Err(sentence) => Err(FieldErrors::one("nom", sentence)),
        }
    }
}
