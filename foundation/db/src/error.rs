//! What can go wrong with the database, in words that a page can show.

use sea_orm::{DbErr, SqlErr};

/// A failure of the database. `Display` is a French sentence for the person;
/// the technical cause is the `source`.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// Somebody else changed the same object meanwhile (optimistic `version`).
    #[error(
        "Quelqu’un a modifié la même chose au même moment. Votre saisie est gardée\u{a0}: relisez la version actuelle, puis recommencez."
    )]
    Conflict,
    /// A value that must be unique exists already.
    #[error("Cette valeur existe déjà.")]
    Duplicate(#[source] DbErr),
    /// The row pointed at does not exist, or is still pointed at.
    #[error("L’élément lié n’existe pas ou plus.")]
    Reference(#[source] DbErr),
    /// Other writers held the database for too long.
    #[error(
        "La base de données est très occupée. Rien n’a été modifié\u{a0}; réessayez dans un instant."
    )]
    Busy(#[source] DbErr),
    /// No room is left for the database.
    #[error(
        "Il n’y a plus de place pour enregistrer. Rien n’a été modifié\u{a0}; prévenez la personne qui administre Jalon."
    )]
    Full(#[source] DbErr),
    /// A newer version of Jalon has changed the schema.
    #[error(
        "La base de données a été mise à jour par une version plus récente de Jalon\u{a0}: installez cette version ou une plus récente. Rien n’a été modifié."
    )]
    Newer,
    /// Anything else.
    #[error(
        "La base de données n’a pas pu répondre. Rien n’a été modifié\u{a0}; réessayez dans un instant."
    )]
    Other(#[source] DbErr),
}

/// PostgreSQL: serialization failure, deadlock: run the transaction again.
const RETRYABLE: [&str; 2] = ["40001", "40P01"];

impl DbError {
    /// Whether PostgreSQL asks to run the transaction again.
    pub(crate) fn retryable(error: &DbErr) -> bool {
        code(error).is_some_and(|code| RETRYABLE.contains(&code.as_str()))
    }
}

impl From<DbErr> for DbError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => return Self::Duplicate(error),
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => return Self::Reference(error),
            _ => {}
        }
        match code(&error).as_deref() {
            // SQLite: BUSY and LOCKED with their extended codes; PostgreSQL:
            // lock_not_available, too_many_connections, the retryable ones.
            Some("5" | "6" | "261" | "517" | "773" | "55P03" | "53300" | "40001" | "40P01") => {
                Self::Busy(error)
            }
            // SQLite FULL; PostgreSQL disk_full.
            Some("13" | "53100") => Self::Full(error),
            _ if matches!(error, DbErr::ConnectionAcquire(_)) => Self::Busy(error),
            _ => Self::Other(error),
        }
    }
}

/// Checks that an update or a deletion named by id and `version` found its
/// row: otherwise somebody else was faster.
///
/// # Errors
/// [`DbError::Conflict`] when no row was affected.
pub fn expect_one(rows_affected: u64) -> Result<(), DbError> {
    match rows_affected {
        0 => Err(DbError::Conflict),
        _ => Ok(()),
    }
}

/// The engine's own code of an error.
fn code(error: &DbErr) -> Option<String> {
    use sea_orm::RuntimeErr;
    let (DbErr::Exec(RuntimeErr::SqlxError(inner))
    | DbErr::Query(RuntimeErr::SqlxError(inner))
    | DbErr::Conn(RuntimeErr::SqlxError(inner))) = error
    else {
        return None;
    };
    match &**inner {
        sea_orm::sqlx::Error::Database(database) => {
            database.code().map(std::borrow::Cow::into_owned)
        }
        _ => None,
    }
}
