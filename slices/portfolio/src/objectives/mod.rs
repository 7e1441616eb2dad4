//! Objectives and remediation: what a learner aims at next, with a due date, a
//! state and what was said while it was pursued.
//!
//! « Se fixer des objectifs » is the learner’s, « individualiser les parcours
//! d’apprentissage » the team’s (diaporama « Enseigner par compétences »); « une
//! remédiation éventuelle » is organised from interviews (teaching guide,
//! § 3.3.2.1). The five fields are those of NumEA, annexe 1.
//!
//! Invariants: whatever is missing of the five only warns; nothing is
//! overwritten: what an objective said before is in its history.

pub mod commands;
pub mod events;
pub mod forms;
pub mod migration;
pub mod model;
pub mod notices;
pub mod object;
pub mod pages;
pub mod paths;
pub mod routes;
pub(crate) mod store;
pub mod view;

pub use model::{Content, Kind, NoteId, ObjectiveId, State};
