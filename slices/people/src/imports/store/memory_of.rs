//! What a school chose the time before: the meaning of columns, the classes.

use std::collections::HashMap;

use db::{DbError, Tx};
use kernel::{SchoolId, SchoolYear};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryFilter, Set};

use super::memory::{ActiveModel, Column, Entity};
use crate::imports::formats::Field;
use crate::imports::plan::{Choice, KnownClass};

/// The key of a column, by its name once folded.
#[must_use]
pub fn column_key(folded: &str) -> String {
    format!("column:{}", kernel::truncate(folded, 100))
}

/// The key of a class of a file.
#[must_use]
pub fn class_key(year: SchoolYear, code: &str) -> String {
    format!("class:{}:{}", year.first(), kernel::truncate(code, 100))
}

/// All that was chosen, by key.
pub async fn load(
    reader: &impl ConnectionTrait,
    school: SchoolId,
) -> Result<HashMap<String, String>, DbError> {
    Ok(Entity::find()
        .filter(Column::SchoolId.eq(school))
        .all(reader)
        .await?
        .into_iter()
        .map(|row| (row.key, row.value))
        .collect())
}

/// Keeps choices.
pub async fn keep(tx: &Tx, school: SchoolId, choices: &[(String, String)]) -> Result<(), DbError> {
    for part in choices.chunks(200) {
        Entity::insert_many(part.iter().map(|(key, value)| ActiveModel {
            school_id: Set(school),
            key: Set(key.clone()),
            value: Set(value.clone()),
        }))
        .on_conflict(
            OnConflict::columns([Column::SchoolId, Column::Key])
                .update_column(Column::Value)
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    }
    Ok(())
}

/// What a column was said to hold: nothing known, nothing read, or a field.
#[must_use]
pub fn field(value: Option<&String>) -> Option<Option<Field>> {
    value.map(|code| Field::from_code(code))
}

/// « into:… », « create:…:… », « leave ».
#[must_use]
pub fn write_choice(choice: Choice) -> String {
    match choice {
        Choice::Into(class) => format!("into:{class}"),
        Choice::Create(class, curriculum) => format!("create:{class}:{curriculum}"),
        Choice::Leave => "leave".to_owned(),
    }
}

/// A choice that still makes sense; none for a class that is gone.
#[must_use]
pub fn read_choice(value: &str, classes: &[KnownClass]) -> Option<Choice> {
    let mut parts = value.split(':');
    match (parts.next()?, parts.next(), parts.next()) {
        ("leave", None, None) => Some(Choice::Leave),
        ("into", Some(class), None) => {
            let class = class.parse().ok()?;
            classes
                .iter()
                .any(|known| known.id == class)
                .then_some(Choice::Into(class))
        }
        ("create", Some(class), Some(curriculum)) => {
            let class = class.parse().ok()?;
            // Created since: it is a class like the others.
            if classes.iter().any(|known| known.id == class) {
                return Some(Choice::Into(class));
            }
            Some(Choice::Create(class, curriculum.parse().ok()?))
        }
        _ => None,
    }
}
