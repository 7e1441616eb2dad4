//! « Entretiens formatifs »: planned, prepared from what the dossier shows,
//! reported while one talks, signed by both.
//!
//! « Les entretiens formatifs (basés sur un questionnement d’explicitation) »
//! let a learner look back at what they did; the portfolio is their support
//! « pour établir des bilans intermédiaires et pour organiser une remédiation
//! éventuelle » (teaching guide, § 3.3.2.1).
//!
//! Invariants: the learner reads all that is written here, as it is written:
//! there is no field for the team alone. A signed report does not change; what
//! comes later is added below it. Nobody but the learner and their team reads
//! it: neither guardians nor heads nor inspectors.

pub mod commands;
pub mod events;
pub mod forms;
pub mod gaps;
pub mod migration;
pub mod model;
pub mod notices;
pub mod object;
pub mod pages;
pub mod paths;
pub mod policy;
pub mod questions;
pub mod reminders;
pub mod routes;
pub(crate) mod store;
pub mod view;

pub use model::{AddendumId, Content, InterviewId, Section, State};
