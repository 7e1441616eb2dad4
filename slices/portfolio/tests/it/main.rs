//! The slice through the router, as named actors, on both engines.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail as their tests do"
)]

mod answers;
mod busy;
mod cast;
mod dashboard;
mod evidence;
mod exports;
mod full;
mod matrix;
mod interviews;
mod missions;
mod objectives;
mod paths;
mod peers;
mod positionings;
mod queue;
mod repeaters;
mod report_life;
mod reports;
mod retouching;
mod statements;
mod trash;
mod typesetters;
mod uploads;
