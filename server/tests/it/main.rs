//! The house as a whole: every route, every role.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail as their tests do"
)]

mod backup;
mod campaigns;
mod dump;
mod export;
mod guide;
mod import_cli;
mod jobs;
mod log;
mod merging;
mod metrics;
mod peers;
mod practice;
mod refusals;
mod rights;
mod synthetic;
mod tls;
mod world;
