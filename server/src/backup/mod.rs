//! Backups: one archive with the database, the files and their checksums.
//!
//! The archive is a `.tar.gz` that any machine can open:
//!
//! | entry | what |
//! |---|---|
//! | `jalon.json` | [`Header`]: format, version of Jalon, schema |
//! | `base/001-table.jsonl` | a table: its columns, then a row per line |
//! | `fichiers/{school}/{hash}` | a stored file |
//! | `cle-journal` | the key that seals the audit trail |
//! | `sommes.json` | SHA-256 of every entry before it; its absence shows a truncated archive; in every later format too, so that « newer » can be told from « damaged » |
//!
//! It holds everything, hashes of passwords included: it is to be kept as
//! carefully as the server itself.

mod read;
mod write;

pub use read::{restore, verify};
pub use write::backup;

use serde::{Deserialize, Serialize};

/// The format of the archive; a higher one is refused.
const FORMAT: u32 = 1;
const HEADER: &str = "jalon.json";
const CHECKSUMS: &str = "sommes.json";
const AUDIT_KEY: &str = "cle-journal";
const TABLES: &str = "base/";
const FILES: &str = "fichiers/";

/// The first entry.
#[derive(Debug, Serialize, Deserialize)]
pub struct Header {
    /// See the crate's constant.
    pub format: u32,
    /// The version of Jalon that wrote it.
    pub version: String,
    /// When, in UTC.
    pub created_at: chrono::DateTime<chrono::Utc>,
    /// The migrations that made the schema.
    pub migrations: Vec<String>,
}

/// What an archive holds, for the message in the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Rows of the database.
    pub rows: u64,
    /// Stored files.
    pub files: u64,
}
