//! The curricula that ship, and the checker.

mod broken;
mod mutation;
mod pages;
mod small;
mod sno;
mod syntax;
