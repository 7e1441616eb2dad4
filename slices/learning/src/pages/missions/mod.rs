//! Writing the missions of a situation.

pub mod actions;
pub mod edit;
