//! Comptes rendus: what a learner writes about what they did, with its
//! versions. Saved every few seconds, handed to the team, sent back or
//! validated; nothing written is ever overwritten.

pub mod commands;
pub mod content;
pub mod forms;
pub mod migration;
pub mod model;
pub mod object;
pub(crate) mod store;
pub mod view;
mod words;

pub use content::{Content, Texts};
pub use model::{Action, Facts, Impossible, Reason, ReportId, State, VersionId, transition};
pub use object::Report;
pub use words::{Context, Kind, Section};
