//! Positionnements: where a learner stands on a competence or a detailed one,
//! as each point of view sees it. Points of view stay apart, with their date
//! and author; nothing is averaged, derived or overwritten.

pub mod commands;
pub mod forms;
pub mod migration;
pub mod model;
pub(crate) mod store;

pub use model::{EvidenceRef, PositioningId, Viewpoint};
