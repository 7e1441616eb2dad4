//! The whole database as rows of plain values, the same from both engines: for
//! backups, and for moving a school from SQLite to PostgreSQL.
//!
//! [`Db::snapshot`] reads one consistent state while others go on writing;
//! [`Db::load`] fills a database that has no table yet.

mod load;
mod schema;
mod snapshot;
mod value;

pub use load::Loader;
pub use snapshot::{Rows, Snapshot};

use crate::DbError;

/// Why a dump cannot be made or taken in. `Display` is a French sentence.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The database already holds something.
    #[error(
        "La base de données n’est pas vide. Rien n’a été modifié\u{a0}: restaurez dans une base neuve."
    )]
    NotEmpty,
    /// A table or a column that this version does not have.
    #[error(
        "La sauvegarde contient «\u{202f}{0}\u{202f}», que cette version de Jalon ne connaît pas."
    )]
    Unknown(String),
    /// A value that does not fit its column.
    #[error("La sauvegarde contient une valeur illisible dans «\u{202f}{table}.{column}\u{202f}».")]
    Value {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
}

impl From<sea_orm::DbErr> for DumpError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Db(error.into())
    }
}
