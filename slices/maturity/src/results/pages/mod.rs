//! The pages of results.

pub mod show;
