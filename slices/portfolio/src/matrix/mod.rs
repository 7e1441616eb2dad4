//! The class matrix: where each learner of a class stands on each competence,
//! as the team and the learner see it, and rating many of them at once.
//!
//! A bulk (« saisie ») is written in one transaction, in a few statements
//! whatever its size. Each of its positionings is an ordinary one: the history
//! is only ever added to. A cell that somebody else rated meanwhile holds the
//! whole bulk back until its author has decided, cell by cell.

pub mod commands;
pub mod forms;
mod grid;
pub mod migration;
pub mod model;
mod object;
pub mod pages;
mod paths;
mod policy;
mod printed;
mod restore;
mod routes;
mod rows;
pub(crate) mod store;
mod undo;
mod view;
mod words;

pub use model::BatchId;
pub use routes::routes;
