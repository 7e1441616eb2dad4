//! The pages of skills, each with its template beside it.

pub mod list;
pub mod skill;
