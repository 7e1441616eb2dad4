//! Results of Pix, imported from the files that Pix Orga exports.
//!
//! [`read`] says what a file holds; [`plan`] says whom each line is about,
//! without changing anything; [`stage`] keeps the lines beside the school's
//! tables for somebody to look at; [`commands`] writes what they agreed to in
//! one transaction.
//!
//! Invariants: nothing is written before it was shown; a file is written
//! entirely or not at all; the same one twice changes nothing; the file is not
//! kept, nor anything said of people outside the class.

pub mod commands;
pub mod migration;
pub mod model;
pub mod object;
pub mod pages;
pub mod plan;
pub mod read;
pub mod refused;
pub mod stage;
pub(crate) mod store;
pub mod view;

pub use model::{PixImportId, PixKind};
