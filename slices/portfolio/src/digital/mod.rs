//! The digital competences of a learner (CRCN): what their works touched, where
//! they place themself and where the team does, what Pix measured.
//!
//! Invariants: the three voices stay apart, each with its date; a result of
//! Pix is never changed and never becomes a positioning.

pub mod pages;
pub mod pix;
pub mod profile;
pub(crate) mod store;
