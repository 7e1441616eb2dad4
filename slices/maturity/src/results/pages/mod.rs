//! The pages of results.

pub mod roadmap;
pub mod show;
