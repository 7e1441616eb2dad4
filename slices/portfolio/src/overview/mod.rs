//! Where a class is: how its levels are spread, who needs attention first and
//! why, what moved between two days.
//!
//! Invariants: a person is shown for facts that are named, never for a figure
//! put together from several; nobody is ranked; what sorts the page is written
//! on it.

pub mod model;
pub mod object;
pub mod pages;
mod store;
