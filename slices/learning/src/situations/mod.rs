//! Situations with their missions.

pub mod commands;
pub mod comments;
pub mod examples;
pub mod forms;
pub mod index;
pub mod list;
pub mod object;
pub mod store;
pub mod whole;
