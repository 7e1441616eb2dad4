//! The questionnaire that objectives are written on: the one that the school
//! uses now, else the official text.

use db::DbError;
use kernel::SchoolId;
use sea_orm::{ConnectionTrait, DbErr};

use super::Target;
use crate::instrument::{Field, Instrument, Item, shipped_by_code, versions};

/// The instrument that schools stand on.
pub const NUMEA: &str = "numea";

/// The questionnaire of the school. One statement.
///
/// # Errors
/// When the database does not answer.
pub async fn of(reader: &impl ConnectionTrait, school: SchoolId) -> Result<Instrument, DbError> {
    if let Some(row) = versions::latest(reader, school, NUMEA).await? {
        return row.read();
    }
    let shipped = shipped_by_code(NUMEA).cloned();
    shipped.ok_or_else(|| DbError::Other(DbErr::Custom("NumEA is not shipped".into())))
}

/// What an objective for that item at that step is for; nothing when the
/// questionnaire has no such step in force.
#[must_use]
pub fn target(instrument: &Instrument, item: &str, step: u8) -> Option<Target> {
    let found = instrument.item(item).filter(|item| !item.retired)?;
    found.statements.iter().find(|one| one.step == step)?;
    Some(Target {
        instrument: instrument.code.clone(),
        item: found.code.clone(),
        title: found.title.clone(),
        step,
    })
}

/// What the questionnaire says of a target.
pub struct Said<'a> {
    /// The field that it belongs to.
    pub field: &'a Field,
    /// The item.
    pub item: &'a Item,
    /// What is true once the step is reached.
    pub statement: &'a str,
    /// What the step means in this field.
    pub heading: &'a str,
}

/// What the questionnaire says of a target, retired items included; nothing
/// when it does not know it.
#[must_use]
pub fn said<'a>(instrument: &'a Instrument, target: &Target) -> Option<Said<'a>> {
    let (item, statement) = instrument.statement(&target.statement())?;
    let field = instrument.field_of(&item.code)?;
    let heading = field
        .headings
        .get(usize::from(target.step.saturating_sub(1)));
    Some(Said {
        field,
        item,
        statement: &statement.text,
        heading: heading.map_or("", String::as_str),
    })
}
