//! What an import would do: the file compared with the school, row by row.
//! Pure; nobody is ever deleted.
//!
//! A learner is recognised by their INE, then by the number of the school's
//! own base, then by name and birth date when only one person has both.

mod guardians;
mod index;
mod known;
mod learners;
mod staff;
#[cfg(test)]
mod tests;
mod values;

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{AccountId, Clock, Role};

pub use known::{Choice, IdSource, Known, KnownClass, KnownEnrolment, KnownPerson};

use super::formats::{Format, Row, Said};
use crate::model::{ClassId, LearnerStatus, PersonName};
use index::Index;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String")]
pub enum Verdict {
    /// The person is created.
    Create,
    /// Something of them changes.
    Change,
    /// They are as the file says.
    Same,
    /// They are left aside, as they should be.
    Aside,
    /// Somebody must look at it.
    Problem,
}

impl Verdict {
    /// All of them, in the order in which screens list them.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Create, "create"),
        (Self::Change, "change"),
        (Self::Problem, "problem"),
        (Self::Aside, "aside"),
        (Self::Same, "same"),
    ];
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let code = Self::ALL
            .iter()
            .find(|(verdict, _)| verdict == self)
            .map_or("same", |(_, code)| code);
        f.write_str(code)
    }
}

impl std::str::FromStr for Verdict {
    type Err = sea_orm::sea_query::ValueTypeErr;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|(_, code)| *code == text)
            .map(|(verdict, _)| verdict)
            .ok_or(sea_orm::sea_query::ValueTypeErr)
    }
}

/// One field that changes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Change {
    /// « Date de naissance ».
    pub field: String,
    /// What Jalon says; empty when it says nothing.
    pub before: String,
    /// What the file says.
    pub after: String,
}

/// One thing that is written when the import is confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// An account and its membership of the school.
    Account {
        /// Its identifier, drawn now.
        id: AccountId,
        /// How the person is called.
        name: PersonName,
        /// When they were born.
        birth: Option<NaiveDate>,
    },
    /// Name and birth date of an account.
    Rename {
        /// The account.
        id: AccountId,
        /// Its version when it was compared.
        version: i32,
        /// The new name.
        name: PersonName,
        /// The new birth date.
        birth: Option<NaiveDate>,
    },
    /// A role in the school.
    Role {
        /// The account.
        id: AccountId,
        /// The role.
        role: Role,
    },
    /// A number by which others know the person.
    Number {
        /// The account.
        id: AccountId,
        /// Whose number.
        source: IdSource,
        /// The number.
        value: String,
    },
    /// A learner in a class.
    Enrol {
        /// The learner.
        id: AccountId,
        /// The class.
        class: ClassId,
        /// The status there.
        status: LearnerStatus,
    },
    /// A learner leaves a class.
    Leave {
        /// The learner.
        id: AccountId,
        /// The class.
        class: ClassId,
        /// When.
        on: NaiveDate,
    },
    /// Somebody in the team of a class.
    Teach {
        /// The member of the team.
        id: AccountId,
        /// The class.
        class: ClassId,
    },
    /// Somebody responsible for a learner.
    Ward {
        /// The guardian.
        id: AccountId,
        /// The learner.
        learner: AccountId,
    },
}

/// What becomes of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its line in the file.
    pub line: u32,
    /// « Ferrand Inès ».
    pub name: String,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Why, as a sentence; empty where it goes without saying.
    pub reason: String,
    /// What to do about a problem.
    pub advice: String,
    /// What changes.
    pub changes: Vec<Change>,
    /// What is written.
    pub effects: Vec<Effect>,
}

impl Planned {
    fn new(row: &Row) -> Self {
        Self {
            line: row.line,
            name: kernel::truncate(&row.said.listed(), 170),
            verdict: Verdict::Same,
            reason: String::new(),
            advice: String::new(),
            changes: Vec::new(),
            effects: Vec::new(),
        }
    }

    fn problem(mut self, reason: impl Into<String>, advice: impl Into<String>) -> Self {
        self.verdict = Verdict::Problem;
        self.reason = reason.into();
        self.advice = advice.into();
        self.effects.clear();
        self.changes.clear();
        self
    }

    fn aside(mut self, reason: impl Into<String>) -> Self {
        self.verdict = Verdict::Aside;
        self.reason = reason.into();
        self.effects.clear();
        self.changes.clear();
        self
    }

    /// The person is created, with this role; what else they get follows.
    fn create(
        &mut self,
        clock: &Clock,
        name: PersonName,
        birth: Option<NaiveDate>,
        role: Role,
    ) -> AccountId {
        let id = AccountId::generate(clock);
        self.verdict = Verdict::Create;
        self.effects.push(Effect::Account { id, name, birth });
        self.effects.push(Effect::Role { id, role });
        id
    }

    /// The number by which the next import recognises the person, if the file has one.
    fn number(&mut self, id: AccountId, source: IdSource, value: &str) {
        if !value.is_empty() {
            self.effects.push(Effect::Number {
                id,
                source,
                value: value.to_owned(),
            });
        }
    }

    fn change(&mut self, field: &str, before: impl Into<String>, after: impl Into<String>) {
        self.changes.push(Change {
            field: field.to_owned(),
            before: before.into(),
            after: after.into(),
        });
    }

    /// « Change » as soon as something that people see does.
    fn settled(mut self) -> Self {
        self.verdict = match self.changes.is_empty() {
            true => Verdict::Same,
            false => Verdict::Change,
        };
        self
    }
}

/// A class that the file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundClass {
    /// Its name as written; empty for those without a class.
    pub code: String,
    /// How many rows name it.
    pub people: u32,
    /// The MEF of the first of them, where there is one.
    pub mef: String,
    /// What becomes of them.
    pub choice: Choice,
}

/// What the plan is made with.
#[derive(Clone, Debug)]
pub struct Setting<'a> {
    /// What the file is.
    pub format: Format,
    /// The UAI of the school.
    pub uai: String,
    /// The day.
    pub today: NaiveDate,
    /// Draws identifiers.
    pub clock: &'a Clock,
}

/// Compares a file with the school, row after row.
pub struct Planner<'a> {
    index: Index<'a>,
    setting: &'a Setting<'a>,
}

impl<'a> Planner<'a> {
    /// Of a school and of all rows of a file.
    #[must_use]
    pub fn new(known: &'a Known, rows: &[Row], setting: &'a Setting<'a>) -> Self {
        Self {
            index: Index::new(known, rows),
            setting,
        }
    }

    /// What becomes of the next row.
    pub fn plan(&mut self, row: &Row) -> Planned {
        match &row.said {
            Said::Learner(said) => learners::plan(row, said, &mut self.index, self.setting),
            Said::Guardian(said) => guardians::plan(row, said, &mut self.index, self.setting),
            Said::Staff(said) => staff::plan(row, said, &mut self.index, self.setting),
        }
    }
}

/// The classes that a file names, in their order, with what becomes of each.
#[must_use]
pub fn found_classes(rows: &[Row], known: &Known) -> Vec<FoundClass> {
    let mut found: HashMap<&str, FoundClass> = HashMap::new();
    let mut note = |code, mef: &str| {
        found
            .entry(code)
            .or_insert_with(|| FoundClass {
                code: code.to_owned(),
                people: 0,
                mef: mef.to_owned(),
                choice: known.choice(code),
            })
            .people += 1;
    };
    for row in rows {
        match &row.said {
            Said::Learner(learner) => note(learner.class.trim(), &learner.mef),
            Said::Staff(staff) => staff
                .classes
                .iter()
                .for_each(|class| note(class.trim(), "")),
            Said::Guardian(_) => {}
        }
    }
    let mut classes: Vec<FoundClass> = found.into_values().collect();
    classes.sort_by_cached_key(|class| db::text::sort_key(&class.code));
    classes
}
