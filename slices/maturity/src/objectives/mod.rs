//! SMART objectives: what the school aims at, item by item and step by step,
//! who pilots it, until when, and where it is.
//!
//! Text: guide of NumEA, « Prolonger le positionnement » (échéancier) and
//! annexe 1 (the five criteria).
//!
//! Invariants: a missing criterion warns and never blocks; an objective keeps
//! the words of the item that it was written for; nothing is overwritten.

pub mod commands;
pub mod events;
pub mod feed;
pub mod forms;
pub mod migration;
pub mod model;
pub mod notices;
pub mod object;
pub mod pages;
pub mod paths;
pub mod policy;
pub mod proposals;
pub mod questionnaire;
pub mod reminders;
pub mod routes;
pub mod smart;
pub(crate) mod store;
pub mod timeline;

pub use model::{CheckpointId, Content, GoalId, Pilot, State, Target};
