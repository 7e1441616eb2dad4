//! The page of a class, with its template beside it.

pub mod overview;
