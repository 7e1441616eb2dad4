//! The rules of the data, each on both engines.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail as their tests do"
)]

mod audit;
mod dump;
mod jobs;
mod jobs_workers;
mod migrate;
mod postgres;
mod read;
mod schema;
mod sqlite;
mod write;
