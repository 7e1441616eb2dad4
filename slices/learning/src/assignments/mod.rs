//! Missions entrusted to learners: to a class, to a group of it or to some of
//! its learners, with dates, a word and, for one of them, an adaptation.
//!
//! Who is concerned is asked each time from who is in the class and in the
//! group now: somebody who comes later sees the mission too, somebody who has
//! left no longer does. An adaptation is for its learner and for the team that
//! wrote it, and stands in no notification, log or event.

pub mod api;
pub mod brief;
pub mod commands;
mod events;
pub mod forms;
pub mod migration;
pub mod model;
pub mod notices;
pub mod object;
pub mod pages;
pub mod paths;
pub mod policy;
pub mod roster;
pub mod routes;
pub(crate) mod store;
pub mod story;
