//! Imports of people from the files that schools export: SIECLE, STS-Web,
//! FREGATA, any CSV or XLSX.
//!
//! [`formats`] reads a file into what it says; [`plan`] compares that with the
//! school, without changing anything; [`stage`] keeps the comparison beside
//! the school's tables for somebody to look at; [`apply`] writes it in one
//! short transaction.
//!
//! Invariants: an import deletes nobody; a file is written entirely or not at
//! all; the same file twice changes nothing the second time; the file itself
//! is not kept.

pub mod api;
mod apply;
mod formats;
pub mod jobs;
mod objects;
pub mod pages;
mod plan;
mod stage;
mod store;

pub use plan::IdSource;
pub use store::list::ine_of;
pub use store::{external_ids, migration};

kernel::typed_ids! {
    /// An import.
    pub struct ImportId;
}
