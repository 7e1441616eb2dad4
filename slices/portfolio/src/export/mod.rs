//! The dossier as a PDF: asked for by its learner, made by a job, kept until
//! the next one takes its place or for [`KEPT_DAYS`] days.
//!
//! It holds what the learner sees of their own dossier and nothing else: no
//! type on the way can hold a proposed mark.

pub(crate) mod collect;
pub mod commands;
mod fill;
pub mod forms;
pub mod job;
pub mod migration;
pub mod model;
pub(crate) mod store;

pub use model::{Choice, ExportId, KEPT_DAYS, Stage};
