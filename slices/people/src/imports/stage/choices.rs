//! What becomes of the classes of a file.

use std::collections::HashMap;

use curriculum::CurriculumId;
use db::{Db, DbError};
use kernel::{Clock, SchoolId};

use crate::imports::formats::{self, Row};
use crate::imports::plan::{Choice, FoundClass, Known};
use crate::imports::store::{imports, memory_of};
use crate::model::ClassId;

/// What was chosen for the classes of the file: remembered, or proposed by
/// the number of the diploma.
pub async fn choices(
    db: &Db,
    clock: &Clock,
    import: &imports::Model,
    said: &[Row],
    known: &Known,
) -> Result<HashMap<String, Choice>, DbError> {
    let memory = memory_of::load(db.reader(), import.school_id).await?;
    let diplomas = diplomas(db, import.school_id).await?;
    let mut choices = HashMap::new();
    let mut note = |code: &str, mef: &str| {
        let code = code.trim();
        if choices.contains_key(code) {
            return;
        }
        let value = memory.get(&memory_of::class_key(import.school_year, code));
        let remembered = value.and_then(|value| memory_of::read_choice(value, &known.classes));
        // A class of a diploma that is followed here, and that is not yet there.
        let proposed = || {
            let diploma = diplomas
                .iter()
                .find(|(known, _)| mef.starts_with(known.as_str()))?;
            let missing = !code.is_empty() && known.choice(code) == Choice::Leave;
            missing.then(|| Choice::Create(ClassId::generate(clock), diploma.1))
        };
        if let Some(choice) = remembered.or_else(proposed) {
            choices.insert(code.to_owned(), choice);
        }
    };
    for row in said {
        match &row.said {
            formats::Said::Learner(learner) => note(&learner.class, &learner.mef),
            formats::Said::Staff(staff) => staff.classes.iter().for_each(|class| note(class, "")),
            formats::Said::Guardian(_) => {}
        }
    }
    Ok(choices)
}

/// The codes MEF of the curricula that the school can use, the latest first.
async fn diplomas(db: &Db, school: SchoolId) -> Result<Vec<(String, CurriculumId)>, DbError> {
    let mut diplomas = Vec::new();
    for one in curriculum::api::list(db, school).await? {
        let Some(whole) = curriculum::api::get(db, one.id).await? else {
            continue;
        };
        for name in &whole.names {
            if let Some(mef) = &name.mef {
                diplomas.push((mef.clone(), one.id));
            }
        }
    }
    Ok(diplomas)
}

/// A class of the file, as it lies beside its import.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct ClassRow {
    /// Its name in the file.
    pub code: String,
    /// How many people it has there.
    pub people: u32,
    /// Its diploma.
    pub mef: String,
    /// What becomes of them, as [`memory_of::write_choice`] writes it.
    pub choice: String,
}

impl From<&FoundClass> for ClassRow {
    fn from(class: &FoundClass) -> Self {
        Self {
            code: class.code.clone(),
            people: class.people,
            mef: class.mef.clone(),
            choice: memory_of::write_choice(class.choice),
        }
    }
}

/// The classes of an import.
#[must_use]
pub fn classes_of(import: &imports::Model) -> Vec<ClassRow> {
    serde_json::from_value(import.classes.clone()).unwrap_or_default()
}
