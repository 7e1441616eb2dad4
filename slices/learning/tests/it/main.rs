//! The slice through the router, as named actors, on both engines; and the
//! situations that come with Jalon.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail as their tests do"
)]

mod assignments;
mod cast;
mod coverage;
mod documents;
mod entrusted;
mod exchange;
mod hours;
mod missions;
mod printed;
mod situations;
mod statements;
mod together;
mod trash;
mod vosreves;
