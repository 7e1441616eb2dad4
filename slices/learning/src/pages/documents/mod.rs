//! Documents: attaching one, opening it, removing it.

pub mod add;
pub mod open;
pub mod view;
