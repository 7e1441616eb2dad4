//! The pages of imports from Pix, each with its template beside it.

pub mod list;
pub mod preview;
