//! The pages: each handler with its template beside it.

pub mod documents;
pub mod missions;
pub mod organisations;
pub mod parts;
pub mod situations;
pub mod versions;
