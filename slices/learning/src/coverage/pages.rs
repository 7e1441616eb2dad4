//! The pages of the coverage, each with its template beside it.

pub mod class;
