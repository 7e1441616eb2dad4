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
mod interviews;
mod matrix;
mod matrix_export;
mod missions;
mod objectives;
mod overview;
mod paths;
mod peers;
mod pix;
mod positionings;
mod queue;
mod repeaters;
mod report_life;
mod reports;
mod retouching;
mod skills;
mod statements;
mod trash;
mod typesetters;
mod uploads;
