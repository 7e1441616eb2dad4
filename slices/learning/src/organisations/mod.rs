//! Organisations fil rouge: didacticised organisations in which several
//! situations take place.

pub mod commands;
pub mod forms;
pub mod object;
pub mod store;

pub use commands::NewOrganisation;
