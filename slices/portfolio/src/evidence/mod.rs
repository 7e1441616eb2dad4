//! Pièces: files and web links that prove something. They hang on a report or
//! stand alone, and may be linked to competences by themselves.

pub mod commands;
pub mod forms;
pub mod lock;
pub mod migration;
pub mod model;
pub mod object;
pub mod retouch;
pub(crate) mod store;

pub use model::{EvidenceId, Link, LinkError};
pub use object::Piece;
