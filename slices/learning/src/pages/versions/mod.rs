//! The versions of what is written together, two texts side by side, and the
//! answer to a save.

pub mod answer;
pub mod compare;
pub mod list;
