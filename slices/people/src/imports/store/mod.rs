//! Imports in the database.

pub mod effects_of;
mod entities;
pub mod known;
pub mod list;
pub mod memory_of;
pub mod migration;
pub mod swap;

pub use entities::{State, effects, external_ids, imports, memory, rows};
