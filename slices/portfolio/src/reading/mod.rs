//! The reading queue of the team, and a report as its readers get it.

pub mod queue;
pub mod submission;

pub use submission::{Answers, Reads, Submission};
