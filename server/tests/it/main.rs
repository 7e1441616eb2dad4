//! The house as a whole: every route, every role.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail as their tests do"
)]

mod backup;
mod export;
mod guide;
mod jobs;
mod log;
mod metrics;
mod refusals;
mod rights;
mod synthetic;
mod tls;
mod world;
