//! Shared uses: a teacher says what they did with digital tools, what for, how
//! far it goes (SAMR) and what it changed; colleagues find it, talk about it
//! and begin their own from it.
//!
//! Text: vade-mecum, IV-2 (SAMR: « échanger entre professeurs afin de décrire
//! sa pratique selon des représentations théoriques similaires »).
//!
//! Invariants: a use is its author’s alone to change; one that was begun from
//! another names it for ever; nothing is overwritten.

pub mod commands;
pub mod comments;
pub mod events;
pub mod forms;
pub mod migration;
pub mod model;
pub mod object;
pub mod pages;
pub mod paths;
pub mod policy;
pub mod routes;
pub mod samr;
pub(crate) mod store;

pub use model::{CommentId, Content, Samr, UseId};
