//! Positioning on what no diploma owns: the sixteen competences of the CRCN,
//! the twelve of the AEFA, and the transversal ones that a référentiel lists.
//!
//! Entities: a [`Skill`] of one of three lists ([`Framework`]); a positioning
//! on it, dated, signed and never changed.
//!
//! These positionings have a table of their own, beside
//! [`crate::positioning`]. The CRCN and the AEFA follow the person from one
//! diploma to the next, when a positioning there belongs to one curriculum;
//! their levels are eight or four, of other scales; they are said of a
//! situation, where the others rest on proofs; and whatever reads the path of a
//! learner (matrix, PDF, overview) would have had to leave them out again,
//! one statement at a time. The history of one learner on them is short, so it
//! is read whole: no second table holds the current rows.
//!
//! Invariants: points of view stay apart; nothing is overwritten or derived.

pub mod commands;
pub mod forms;
pub mod migration;
pub mod model;
pub mod pages;
pub(crate) mod store;
pub mod subject;
pub mod track;

pub use model::{Framework, Rung, Skill, SkillPositioningId};
