//! The reading queue of the team: submitted reports that wait for an answer.

pub mod store;
