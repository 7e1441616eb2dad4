//! The pages of the slice, each handler beside its template.

pub mod dossier;
pub mod learner_path;
pub mod queue;
pub mod reading;
pub mod reply;
pub mod target;
pub mod wards;
