//! Situations with their missions.

pub mod object;
pub mod store;
pub mod whole;
