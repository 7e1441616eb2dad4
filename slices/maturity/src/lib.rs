//! The school’s digital transition: where it stands, what it aims at, and how
//! its team goes about it.
//!
//! Texts: the user guide of NumEA-Établissement (instrument, graph, SMART
//! objectives, échéancier) and the vade-mecum, III.2 (MENTEP) and IV (SAMR,
//! digital project).
//!
//! Invariants: a campaign keeps the version of the instrument that it was
//! answered on; an individual answer is never shown, and a group of answers
//! only from five people; the collective answer keeps who changed what.

mod acting;
pub mod campaigns;
mod history;
pub mod instrument;
mod module;
pub mod objectives;
pub mod projects;
pub mod results;
mod upkeep;
pub mod uses;
pub mod workbook;

pub use acting::{By, Refused};
pub use module::module;

/// The tables of the slice.
#[must_use]
pub fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
    vec![
        Box::new(history::migration::History),
        Box::new(uses::migration::Uses),
        Box::new(projects::migration::Projects),
        Box::new(campaigns::migration::Campaigns),
        Box::new(objectives::migration::Goals),
    ]
}
