//! Passwords: how they are kept, and which are good enough.

mod hash;
mod strength;

pub use hash::{hash, needs_rehash, verify};
pub use strength::{NewPassword, check};
