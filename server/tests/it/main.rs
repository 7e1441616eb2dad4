//! The house as a whole: every route, every role.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail as their tests do"
)]

mod backup;
mod guide;
mod refusals;
mod rights;
mod world;
