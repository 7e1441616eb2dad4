//! The rules of the data, each on both engines.

mod audit;
mod jobs;
mod jobs_workers;
mod migrate;
mod read;
mod schema;
mod sqlite;
mod write;
