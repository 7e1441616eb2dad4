//! Documents: files attached to a situation as a whole, for the team, or to
//! one of its missions, for those to whom it is entrusted too.

pub mod commands;
pub mod object;
pub mod store;
