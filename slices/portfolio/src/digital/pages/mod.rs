//! The digital profile, with its template beside it.

pub mod profile;
