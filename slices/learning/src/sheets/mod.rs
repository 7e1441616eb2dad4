//! What is written together: a text in place, the versions kept of it, and
//! two people who write at once.

pub mod commands;
pub mod object;
pub mod store;
pub mod view;

use kernel::{AccountId, SchoolId};
use web::Actor;

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
    Db(#[from] db::DbError),
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
