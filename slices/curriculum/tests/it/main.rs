//! The curricula that ship, and the checker.

mod broken;
mod mutation;
mod small;
mod sno;
mod syntax;
