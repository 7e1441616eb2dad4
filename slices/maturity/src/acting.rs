//! Who acts, why something is not done, and whom the practice of a school is
//! open to.

use db::DbError;
use kernel::{AccountId, Role, SchoolId};
use web::Actor;

/// Those who describe uses, lead projects and pursue objectives.
pub const WRITERS: &[Role] = &[
    Role::Teacher,
    Role::Coordinator,
    Role::Head,
    Role::DigitalLead,
];

/// Those who read them: the writers, and whoever looks at the school.
pub const READERS: &[Role] = &[
    Role::Teacher,
    Role::Coordinator,
    Role::Head,
    Role::DigitalLead,
    Role::Inspector,
];

/// Those who steer the digital transition: « cette concertation est pilotée par
/// le directeur d’établissement » (guide of NumEA, « Démarche »), with whoever
/// is in charge of the digital side.
pub const STEERERS: &[Role] = &[Role::Head, Role::DigitalLead];

/// Who acts, and in which school.
#[derive(Clone, Copy, Debug)]
pub struct By {
    /// The tenant.
    pub school: SchoolId,
    /// The person.
    pub account: AccountId,
}

impl From<&Actor> for By {
    fn from(actor: &Actor) -> Self {
        Self {
            school: actor.school,
            account: actor.account,
        }
    }
}

/// Why nothing was done: a sentence for the person, or the database.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The state of things does not allow it.
    #[error("{0}")]
    Because(String),
}

impl Refused {
    /// A sentence for the person.
    #[must_use]
    pub fn because(sentence: impl Into<String>) -> Self {
        Self::Because(sentence.into())
    }

    /// Whether somebody else was faster.
    #[must_use]
    pub const fn is_conflict(&self) -> bool {
        matches!(self, Self::Db(DbError::Conflict))
    }
}

impl From<sea_orm::DbErr> for Refused {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Db(error.into())
    }
}

impl From<Refused> for web::AppError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Db(error) => Self::Db(error),
            Refused::Because(sentence) => Self::Conflict(sentence),
        }
    }
}

/// The tables of rights that are checked in.
#[cfg(test)]
pub(crate) mod golden {
    use std::fmt::Write;

    use kernel::{Role, RoleSet};

    /// Compares what `decide` says with the table of that name; writes it anew
    /// when asked to.
    pub fn check<A: Copy, F: Copy>(
        file: &str,
        what: &str,
        actions: &[(A, &str)],
        facts: &[(F, &str)],
        decide: fn(RoleSet, A, F) -> bool,
    ) {
        let mut table = format!(
            "# Qui peut faire quoi avec {what} (✔ oui, · non).\n# Colonnes : {}.\n",
            Role::ALL.map(Role::code).join(", ")
        );
        for (action, name) in actions {
            writeln!(table, "\n{name}").unwrap();
            for (fact, link) in facts {
                let mark = |role| match decide(RoleSet::of(&[role]), *action, *fact) {
                    true => '✔',
                    false => '·',
                };
                let marks: String = Role::ALL.map(mark).iter().collect();
                writeln!(table, "  {marks}  {link}").unwrap();
            }
        }
        let path = format!("{}/tests/{file}", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("JALON_UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &table).unwrap();
        }
        let golden = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            golden == table,
            "rights have changed; read the difference, then run the test again with JALON_UPDATE_GOLDEN=1\n{table}"
        );
    }
}
