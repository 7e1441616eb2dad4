//! The digital project of a team: what it aims at, its steps with their day,
//! who was there and what came out of it, the conditions of success, the
//! objectives that it serves and the uses that were observed.
//!
//! Text: vade-mecum, IV-2 (conditions of success) and IV-3 (three phases, six
//! steps: Viser, Inspirer, Imaginer, Se former, Co-construire, Expérimenter).
//!
//! Invariants: the steps of a project are not a wall: any can be filled first;
//! two people who fill two steps at once lose nothing; nothing is overwritten.

pub mod commands;
pub mod events;
pub mod forms;
pub mod migration;
pub mod model;
pub mod object;
pub mod pages;
pub mod paths;
pub mod policy;
pub mod routes;
pub mod shipped;
pub(crate) mod store;

pub use model::{Content, ProjectId, StepContent};
