//! What the school has, as the comparison needs it.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use curriculum::CurriculumId;
use kernel::{AccountId, RoleSet};

use crate::model::{ClassId, LearnerStatus, PersonName};

/// Where a number that identifies somebody comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String")]
pub enum IdSource {
    /// Identifiant national élève, or INA of an apprentice.
    Ine,
    /// `ELEVE_ID` of the school's SIECLE base.
    Siecle,
    /// `PERSONNE_ID` of a guardian there.
    SiecleGuardian,
    /// `INDIVIDU@ID` of STS-Web.
    Sts,
}

impl IdSource {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Ine, "ine"),
        (Self::Siecle, "siecle"),
        (Self::SiecleGuardian, "siecle_guardian"),
        (Self::Sts, "sts"),
    ];
}

impl fmt::Display for IdSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::ALL[*self as usize].1)
    }
}

impl FromStr for IdSource {
    type Err = sea_orm::sea_query::ValueTypeErr;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|(_, code)| *code == text)
            .map(|(source, _)| source)
            .ok_or(sea_orm::sea_query::ValueTypeErr)
    }
}

// SeaORM asks every part of a primary key for this; a source is no counter.
impl sea_orm::TryFromU64 for IdSource {
    fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
        Err(sea_orm::DbErr::ConvertFromU64("IdSource"))
    }
}

/// Where a learner is enrolled, in the classes of the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownEnrolment {
    /// The class.
    pub class: ClassId,
    /// Under which status.
    pub status: LearnerStatus,
    /// Whether they left it.
    pub left: bool,
}

/// Somebody of the school.
#[derive(Clone, Debug)]
pub struct KnownPerson {
    /// The account.
    pub id: AccountId,
    /// How they are called.
    pub name: PersonName,
    /// When they were born, where it is known.
    pub birth: Option<NaiveDate>,
    /// What they are.
    pub roles: RoleSet,
    /// Whether their access is closed.
    pub closed: bool,
    /// Of the account, for optimistic locking.
    pub version: i32,
    /// The numbers by which others know them.
    pub ids: Vec<(IdSource, String)>,
    /// Their classes of the year.
    pub enrolments: Vec<KnownEnrolment>,
    /// The classes whose team they belong to.
    pub teams: Vec<ClassId>,
    /// Those for whom they are responsible.
    pub wards: Vec<AccountId>,
}

impl KnownPerson {
    /// Their number of this origin.
    #[must_use]
    pub fn number(&self, source: IdSource) -> Option<&str> {
        self.ids
            .iter()
            .find(|(known, _)| *known == source)
            .map(|(_, value)| value.as_str())
    }
}

/// A class of the year, not archived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownClass {
    /// Its identifier.
    pub id: ClassId,
    /// Its name.
    pub name: String,
}

/// What becomes of the people of a class of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// They go into this class.
    Into(ClassId),
    /// A class is created for them, with this identifier and this curriculum.
    Create(ClassId, CurriculumId),
    /// They are left aside.
    Leave,
}

impl Choice {
    /// The class into which people go.
    #[must_use]
    pub fn class(self) -> Option<ClassId> {
        match self {
            Self::Into(class) | Self::Create(class, _) => Some(class),
            Self::Leave => None,
        }
    }
}

/// All that a file is compared with.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The people of the school.
    pub people: Vec<KnownPerson>,
    /// Its classes of the year.
    pub classes: Vec<KnownClass>,
    /// What was chosen for classes of the file, by their name as written.
    pub choices: HashMap<String, Choice>,
}

impl Known {
    /// What becomes of a class of the file: what was chosen, else the class of
    /// the same name, else nothing.
    #[must_use]
    pub fn choice(&self, code: &str) -> Choice {
        if let Some(choice) = self.choices.get(code) {
            return *choice;
        }
        let plain = |name: &str| db::text::search_key(name).replace(' ', "");
        let wanted = plain(code);
        let mut same = self
            .classes
            .iter()
            .filter(|class| !wanted.is_empty() && plain(&class.name) == wanted);
        match (same.next(), same.next()) {
            (Some(class), None) => Choice::Into(class.id),
            _ => Choice::Leave,
        }
    }
}
