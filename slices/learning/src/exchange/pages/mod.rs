//! The pages by which situations come and go.

pub mod arrival;
pub mod download;
pub mod new;
