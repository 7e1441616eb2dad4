//! The slice through the router, as named actors, on both engines.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail as their tests do"
)]

mod campaigns;
mod instruments;
mod objectives;
mod own;
mod practice;
mod projects;
mod results;
mod school;
mod uses;
mod workbook;
