//! One code base for SQLite (embedded, the default) and PostgreSQL.
//!
//! Reading goes through [`Db::reader`], writing through [`Db::write`] and
//! nothing else: a re-runnable closure in one transaction. On SQLite one
//! writer begins IMMEDIATE and lets the writes that wait commit together; on
//! PostgreSQL the transaction is SERIALIZABLE and is run again when another
//! one got in its way. Either way an acknowledged write is on the disk.

pub mod audit;
mod connect;
pub mod dump;
mod error;
pub mod gather;
pub mod jobs;
pub mod migrations;
mod observe;
mod paging;
pub mod text;
mod tx;
mod write;

#[cfg(feature = "testing")]
pub mod testing;

pub use connect::{Db, DbConfig, Engine};
pub use error::{DbError, expect_one};
pub use paging::{Cursor, Direction, InvalidCursor, Slice, keyset};
pub use tx::Tx;

#[doc(hidden)]
pub use sea_orm;
